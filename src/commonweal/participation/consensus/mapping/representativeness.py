"""Representativeness: which statements a group holds that the others do not, by Polis's formulas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.group_votes import GroupVotes

# One-sided, 90 in 100, as in Polis.
Z_90 = 1.2816
MOST_STATEMENTS = 5

Counts = NDArray[np.int64]


def smoothed_share(successes: Counts, trials: Counts) -> Floats:
    """(successes + 1) / (trials + 2): one vote each way imagined, so that few votes prove little."""
    share: Floats = (successes + 1) / (trials + 2)
    return share


def proportion_test(successes: Counts, trials: Counts) -> Floats:
    """z of "more than half": 2 sqrt(n + 1) ((x + 1) / (n + 1) - 1/2)."""
    z: Floats = 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)
    return z


def two_proportion_test(inside: Counts, outside: Counts, trials_inside: Counts, trials_outside: Counts) -> Floats:
    """z of "a greater share inside than outside", each count raised by one; 0 where all are successes."""
    first, second, n, m = inside + 1, outside + 1, trials_inside + 1, trials_outside + 1
    pooled = (first + second) / (n + m)
    spread = pooled * (1 - pooled) * (1 / n + 1 / m)
    # The raised counts can exceed the trials by one, which leaves no spread to divide by.
    defined = spread > 0
    z: Floats = np.where(defined, (first / n - second / m) / np.sqrt(np.where(defined, spread, 1.0)), 0.0)
    return z


@dataclass(frozen=True)
class Representativeness:
    """For agreeing (or disagreeing), arrays of shape (g, s) over g groups and s statements.

    `share` smoothed share in the group, `share_test` its z against a half, `ratio` the share over that of
    everybody else, `ratio_test` the z of the difference. `metric` is the product of the four.
    """

    share: Floats
    share_test: Floats
    ratio: Floats
    ratio_test: Floats

    @property
    def metric(self) -> Floats:
        """Polis's order of merit."""
        return self.ratio * self.ratio_test * self.share * self.share_test

    @property
    def significant(self) -> NDArray[np.bool_]:
        """Both tests passed at 90 in 100."""
        return (self.share_test > Z_90) & (self.ratio_test > Z_90)


def representativeness(votes: GroupVotes) -> Representativeness:
    """The four measures of agreeing; of disagreeing, ask with `votes.turned()`."""
    outside = votes.agree.sum(axis=0) - votes.agree
    outside_seen = votes.seen.sum(axis=0) - votes.seen
    share = smoothed_share(votes.agree, votes.seen)
    return Representativeness(
        share=share,
        share_test=proportion_test(votes.agree, votes.seen),
        ratio=share / smoothed_share(outside, outside_seen),
        ratio_test=two_proportion_test(votes.agree, outside, votes.seen, outside_seen),
    )


@dataclass(frozen=True)
class Distinctive:
    """One statement (by column) that sets a group apart by agreeing, or by disagreeing, with its measure."""

    column: int
    agrees: bool
    metric: float
    significant: bool


def distinctive_statements(votes: GroupVotes, group: int, allowed: NDArray[np.bool_]) -> list[Distinctive]:
    """Up to five statements that set the group apart, agreed ones first; the best one if none is significant.

    As in Polis, a statement is taken for the vote whose ratio test is greater, and agreeing wins no tie.
    Unlike Polis, the order of statements plays no part: equals go by column, and no "best agreed" one is
    put forward that depends on which came first. `allowed` (s,) leaves out moderated statements.
    """
    agree, disagree = representativeness(votes), representativeness(votes.turned())
    ranked = []
    for column in np.flatnonzero(allowed & (votes.seen[group] > 0)):
        agrees = bool(agree.ratio_test[group, column] > disagree.ratio_test[group, column])
        side = agree if agrees else disagree
        passed = bool(side.significant[group, column])
        metric = float(side.metric[group, column]) if passed else float(side.ratio_test[group, column])
        ranked.append(Distinctive(int(column), agrees, metric, passed))
    ranked.sort(key=lambda item: (not item.significant, -item.metric, item.column))
    if not ranked:
        return []
    chosen = [item for item in ranked if item.significant][:MOST_STATEMENTS] or ranked[:1]
    return sorted(chosen, key=lambda item: not item.agrees)
