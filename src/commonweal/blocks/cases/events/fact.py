"""The base of all facts about a case.

No fact holds words or values of its applicant: those are in rows that are deleted.
"""

from dataclasses import dataclass

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class CaseFact(Fact):
    """Base of all facts about a case. `public` ones are shown to its applicant."""

    @property
    def detail(self) -> Text:
        """A line that adds to the title, or None."""
        return {}
