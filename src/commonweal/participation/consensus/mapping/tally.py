"""One statement's count in one group, or in several together, with Wilson's bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.group_votes import GroupVotes
from commonweal.participation.consensus.mapping.wilson import wilson_bounds


@dataclass(frozen=True)
class Tally:
    """How many agreed, disagreed and passed of those who were asked and answered."""

    agree: int
    disagree: int
    seen: int

    @property
    def passed(self) -> int:
        """Those who saw the statement and passed."""
        return self.seen - self.agree - self.disagree

    def successes(self, agrees: bool) -> int:
        """Those who agreed, or who disagreed."""
        return self.agree if agrees else self.disagree

    def share(self, agrees: bool) -> float:
        """Their share of those who answered, from 0 to 1; 0 if there were none."""
        return self.successes(agrees) / self.seen if self.seen else 0.0

    def bounds(self, agrees: bool) -> tuple[float, float]:
        """Wilson's 95 in 100 bounds of that share."""
        return wilson_bounds(self.successes(agrees), self.seen)


def tally(votes: GroupVotes, groups: NDArray[np.bool_], column: int) -> Tally:
    """The count over the groups marked in `groups` (g,)."""
    return Tally(
        agree=int(votes.agree[groups, column].sum()),
        disagree=int(votes.disagree[groups, column].sum()),
        seen=int(votes.seen[groups, column].sum()),
    )
