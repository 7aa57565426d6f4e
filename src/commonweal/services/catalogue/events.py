"""What can happen to the catalogue, besides what happens to services."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class ServiceListLoaded(Fact):
    """A list of services was taken into the catalogue; the numbers count its rows."""

    source: str
    created: int
    changed: int
    unchanged: int
    online: int
    refused: int
    type: ClassVar[str] = "catalogue.service_list_loaded"
    title: ClassVar[Text] = {"en": "List of services loaded", "cy": "Llwythwyd rhestr o wasanaethau"}
