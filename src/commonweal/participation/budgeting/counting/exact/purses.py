"""Purses: the exact money of every ballot group, as whole numbers over one common denominator that grows."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from commonweal.participation.budgeting.counting.election import Election


class Backers(NamedTuple):
    """The groups that give one project the same score: those of a single voter, and the others with their number."""

    score: int
    single: list[int]
    several: list[tuple[int, int]]


@dataclass(frozen=True)
class Roll:
    """Who supports what: the part of a count that no payment changes."""

    costs: tuple[int, ...]
    backers: tuple[tuple[Backers, ...], ...]
    points: tuple[int, ...]
    groups: int

    @classmethod
    def of(cls, election: Election) -> "Roll":
        """The roll of an election; a choice with a score of zero is not support."""
        table: list[dict[int, Backers]] = [{} for _ in election.projects]
        for position, group in enumerate(election.groups):
            for choice, score in zip(group.choices, group.scores, strict=True):
                if score <= 0:
                    continue
                backers = table[choice].setdefault(score, Backers(score, [], []))
                if group.weight == 1:
                    backers.single.append(position)
                else:
                    backers.several.append((position, group.weight))
        costs = tuple(project.cost for project in election.projects)
        return cls(costs, tuple(tuple(t.values()) for t in table), election.scores, len(election.groups))


class Purses:
    """What one voter of each group has left, never rounded.

    Voters with the same history hold the same money, so each group names a purse and only purses hold an amount:
    `amounts[purse[group]] / denominator` millionths. Purse 0 is the empty one.
    """

    def __init__(self, roll: Roll, share: Fraction) -> None:
        self.roll = roll
        self.denominator = share.denominator
        self.amounts = [0, share.numerator]
        self.purse = [1] * roll.groups

    def money(self, group: int) -> Fraction:
        """What one voter of the group has left, in millionths."""
        return Fraction(self.amounts[self.purse[group]], self.denominator)

    def _supporters(self, project: int) -> tuple[int, list[tuple[int, list[tuple[int, int]]]]]:
        """The points of the supporters who have money; and per score (amount, voters), equal purses together."""
        found, points = [], 0
        for score, single, several in self.roll.backers[project]:
            heads = Counter(map(self.purse.__getitem__, single))
            for group, weight in several:
                heads[self.purse[group]] += weight
            heads[0] = 0
            points += score * sum(heads.values())
            found.append((score, [(self.amounts[p], count) for p, count in heads.items() if count]))
        return points, found

    def charge(self, project: int, at_least: Fraction) -> Fraction | None:
        """The smallest charge per point with which the supporters cover the cost, or None if they cannot.

        `at_least` is a charge that the result is known not to be below (charges never fall during a count).
        """
        scale = self.denominator
        rich, payers = self._supporters(project)
        need = self.roll.costs[project] * scale
        top, bottom = at_least.numerator * scale, at_least.denominator
        while rich:
            rest = []
            for score, purses in payers:
                # A whole number is below the fraction exactly when it is below the fraction rounded up.
                full = -(-score * top // bottom)
                poor = [purse for purse in purses if purse[0] < full]
                if poor:
                    need -= sum([amount * count for amount, count in poor])
                    rich -= score * sum([count for _, count in poor])
                    rest.append((score, [purse for purse in purses if purse[0] >= full]))
                else:
                    rest.append((score, purses))
            if (top, bottom) == (need, rich):
                return Fraction(need, rich * scale)
            payers, top, bottom = rest, need, rich
        return None

    def pay(self, project: int, charge: Fraction) -> tuple[int, ...]:
        """Let the supporters pay this charge per point, or all they have; returns the groups that ran dry by it."""
        factor = charge.denominator // gcd(charge.denominator, self.denominator)
        if factor > 1:
            self.amounts = [amount * factor for amount in self.amounts]
            self.denominator *= factor
        each = charge.numerator * (self.denominator // charge.denominator)
        dry: list[int] = []
        purse = self.purse
        for score, single, several in self.roll.backers[project]:
            groups = single + [group for group, _ in several]
            changed = {
                before: self._purse(self.amounts[before] - score * each) if before else 0
                for before in set(map(purse.__getitem__, groups))
            }
            dry += [group for group in groups if changed[purse[group]] < 0]
            for group in groups:
                purse[group] = max(changed[purse[group]], 0)
        return tuple(sorted(dry))

    def _purse(self, amount: int) -> int:
        """A new purse with this amount; -1 for one that could not pay in full."""
        if amount < 0:
            return -1
        if amount == 0:
            return 0
        self.amounts.append(amount)
        return len(self.amounts) - 1
