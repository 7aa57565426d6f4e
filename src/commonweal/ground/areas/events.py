"""What can happen to areas and the gazetteer."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class AreasLoaded(Fact):
    """Boundaries were loaded or changed."""

    type: ClassVar[str] = "areas.loaded"
    title: ClassVar[Text] = {"en": "Areas were loaded", "cy": "Llwythwyd ardaloedd"}
    kind: str
    created: int
    changed: int


@dataclass(frozen=True)
class GazetteerLoaded(Fact):
    """Addresses or postcodes were loaded or changed."""

    type: ClassVar[str] = "areas.gazetteer_loaded"
    title: ClassVar[Text] = {"en": "The gazetteer was loaded", "cy": "Llwythwyd y mynegai lleoedd"}
    created: int
    changed: int
