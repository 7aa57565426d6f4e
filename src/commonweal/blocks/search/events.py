"""What can happen in search: somebody looked for something that this place does not have."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class SearchFoundNothing(Fact):
    """Unmet demand: words, without anything that could name a person, for which nothing was found."""

    type: ClassVar[str] = "search.found_nothing"
    title: ClassVar[Text] = {"en": "A search found nothing", "cy": "Ni ddaeth chwiliad o hyd i ddim"}
    words: str
    language: str
    nearest: str
