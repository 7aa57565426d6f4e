"""The ledger: exact fractions of what voters have left, kept as the list of charges instead of one number each."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.budgeting.counting.fast.charge import smallest_charge
from commonweal.participation.budgeting.counting.fast.supporters import Ints, Support, SupportTable

Bools = NDArray[np.bool_]


class Ledger:
    """Exact money of every ballot group after some rounds.

    A voter who never ran dry has the share less score x charge for each funded choice; one who ran dry has exactly
    nothing. So sums over many voters need one term per round. `upper` and `lower` bound the same money in whole
    millionths and answer all comparisons that are not close.
    """

    def __init__(self, table: SupportTable, share: Fraction) -> None:
        groups = len(table.weights)
        self.table, self.share = table, share
        self.upper: Ints = np.full(groups, -(-share.numerator // share.denominator), dtype=np.int64)
        self.lower: Ints = np.full(groups, share.numerator // share.denominator, dtype=np.int64)
        self.dry: Bools = np.zeros(groups, dtype=np.bool_)
        self.charges: list[Fraction] = []
        self.rows: list[Ints] = []

    def total(self, groups: Ints, weights: Ints) -> Fraction:
        """The exact money, in millionths, that these groups hold together; `weights` are their voters."""
        wet = ~self.dry[groups]
        groups, weights = groups[wet], weights[wet]
        money = self.share * int(weights.sum())
        for charge, row in zip(self.charges, self.rows, strict=True):
            points = int(weights @ row[groups])
            if points:
                money -= charge * points
        return money

    def each(self, groups: Ints) -> list[Fraction]:
        """The exact money of one voter of each of these groups."""
        if not self.rows:
            return [Fraction(0) if dry else self.share for dry in self.dry[groups].tolist()]
        history = np.stack([row[groups] for row in self.rows], axis=1)
        distinct, place = np.unique(history, axis=0, return_inverse=True)
        amounts = [
            self.share - sum((c * s for c, s in zip(self.charges, paid, strict=True) if s), start=Fraction(0))
            for paid in distinct.tolist()
        ]
        dry = self.dry[groups].tolist()
        return [Fraction(0) if d else amounts[p] for d, p in zip(dry, place.ravel().tolist(), strict=True)]

    def exact_charge(self, project: int) -> tuple[Fraction, Bools] | None:
        """The exact charge of a project, and which of its supporting groups pay all they have; None if too dear."""
        support, cost = self.table.projects[project], self.table.costs[project]
        groups, weights = support.groups, support.weights
        low = smallest_charge(support, self.upper, cost)
        if low is None:
            return None
        if int(weights @ self.lower[groups]) < cost and self.total(groups, weights) < cost:
            return None
        short = self.dry[groups].copy()
        charge = Fraction(low.need, low.rich)
        while True:
            limit = _ceilings(support, charge)
            sure = ~short & (self.upper[groups] < limit)
            if sure.any():
                short |= sure
            elif not self._charge(support, short, limit, charge):
                return charge, short
            rich = int(support.strength[~short].sum())
            charge = (cost - self.total(groups[short], weights[short])) / rich

    def _charge(self, support: Support, short: Bools, limit: Ints, charge: Fraction) -> bool:
        """Mark the groups whose bounds could not decide, by their exact money; returns whether any ran short."""
        unsure = np.flatnonzero(~short & (self.lower[support.groups] < limit))
        if not len(unsure):
            return False
        money = self.each(support.groups[unsure])
        scores = support.scores[unsure].tolist()
        found = [i for i, m, s in zip(unsure.tolist(), money, scores, strict=True) if m < charge * s]
        short[found] = True
        return bool(found)

    def pay(self, project: int, charge: Fraction, short: Bools) -> Ints:
        """Let the supporters of a project pay; `short` are those who pay all they have.

        Returns the groups that ran short by it, without those that had nothing to begin with.
        """
        support = self.table.projects[project]
        groups = support.groups
        all_in = self._with_money(groups[short & ~self.dry[groups]])
        up = _ceilings(support, charge)
        down = _floors(support, charge)
        self.upper[groups] = np.where(short, 0, np.maximum(self.upper[groups] - down, 0))
        self.lower[groups] = np.where(short, 0, np.maximum(self.lower[groups] - up, 0))
        self.dry[groups[short]] = True
        self.charges.append(charge)
        self.rows.append(self.table.score_row(project))
        return all_in

    def _with_money(self, groups: Ints) -> Ints:
        """Those of these groups that have anything: one that paid its last millionth in full never ran short."""
        unsure = self.lower[groups] == 0
        if not unsure.any():
            return groups
        held = np.ones(len(groups), dtype=np.bool_)
        held[unsure] = [money > 0 for money in self.each(groups[unsure])]
        return groups[held]


def _ceilings(support: Support, charge: Fraction) -> Ints:
    """score x charge in whole millionths, rounded up, per supporting group: an integer is below it if below both."""
    return -_floors(support, -charge)


def _floors(support: Support, charge: Fraction) -> Ints:
    distinct, place = np.unique(support.scores, return_inverse=True) if not support.unit else ([1], None)
    amounts = np.array([charge.numerator * int(s) // charge.denominator for s in distinct], dtype=np.int64)
    if place is None:
        return np.full(len(support.groups), amounts[0], dtype=np.int64)
    return amounts[place]
