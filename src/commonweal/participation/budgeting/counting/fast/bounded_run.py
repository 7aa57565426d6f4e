"""One run of equal shares between bounds: whole millionths from above and below, refusing to guess a near tie."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.budgeting.counting.fast.charge import Charge, payments, smallest_charge
from commonweal.participation.budgeting.counting.fast.contest import SAFE, Merit, merit
from commonweal.participation.budgeting.counting.fast.supporters import MONEY_IN_FLOATS, Amounts, SupportTable
from commonweal.participation.budgeting.counting.money import UNIT
from commonweal.participation.budgeting.counting.rule import Utility


class NearTie(Exception):
    """Two projects are closer than the bounds can decide; the run must be done in exact fractions."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The projects in the order of funding, and for each a merit that its true one is not below."""

    order: tuple[int, ...]
    merits: tuple[Merit, ...]


@dataclass(frozen=True)
class Setting:
    """What stays the same for all runs of a count: supporters, eligible projects, tie ranks and utility."""

    table: SupportTable
    eligible: tuple[int, ...]
    ranks: Sequence[int]
    utility: Utility

    def everybody(self, amount: int) -> Amounts:
        """This amount for each ballot group: floating numbers if all sums are exact in them, otherwise integers."""
        table = self.table
        dearest = max((table.costs[p] * table.projects[p].highest for p in self.eligible), default=0)
        if max(table.voters * (amount + 1), dearest) < MONEY_IN_FLOATS:
            return np.full(len(table.weights), amount, dtype=np.float64)
        return np.full(len(table.weights), amount, dtype=np.int64)

    def first_bounds(self) -> NDArray[np.float64]:
        """Per project the merit it has if all supporters pay in full; -1 for the others. Merits only ever fall."""
        bounds = np.full(len(self.table.projects), -1.0)
        for project in self.eligible:
            full = self.table.projects[project].total
            cost = self.table.costs[project]
            bounds[project] = (full if self.utility == "cost" else full * UNIT / cost) * SAFE
        return bounds


class BoundedRun:
    """Money of all groups between `upper` and `lower`, and the projects still in reach with bounds of their merit."""

    def __init__(self, setting: Setting, share: Fraction) -> None:
        self.setting = setting
        self.upper: Amounts = setting.everybody(-(-share.numerator // share.denominator))
        self.lower: Amounts = setting.everybody(share.numerator // share.denominator)
        self.bounds = setting.first_bounds()
        self.fresh: dict[int, Merit] = {}
        self.charges: dict[int, Charge] = {}

    def evaluate(self, project: int) -> Merit | None:
        """The largest merit the project can have now, or None if it is certainly out of reach permanently."""
        table = self.setting.table
        cost = table.costs[project]
        charge = smallest_charge(table.projects[project], self.upper, cost, self.charges.get(project))
        if charge is None:
            self.bounds[project] = -1.0
            return None
        self.charges[project] = charge
        value = merit(charge, cost, self.setting.utility)
        self.bounds[project] = value.bound
        self.fresh[project] = value
        return value

    def leader(self) -> int | None:
        """The project with the highest upper bound of merit, or None if nothing is in reach."""
        while True:
            project = int(self.bounds.argmax())
            if self.bounds[project] < 0:
                return None
            if project in self.fresh:
                return project
            self.evaluate(project)

    def rivals(self, project: int, floor: Merit) -> list[int]:
        """All other projects whose merit may be as high as `floor`."""
        limit = floor.top / floor.bottom / SAFE
        for other in np.flatnonzero(self.bounds >= limit).tolist():
            if other != project and other not in self.fresh:
                self.evaluate(other)
        return [p for p, value in self.fresh.items() if p != project and value.beats(floor) >= 0]

    def highest_charge(self, project: int) -> Charge:
        """A charge that the true one is not above. Raises NearTie if the project may be out of reach."""
        table = self.setting.table
        charge = smallest_charge(table.projects[project], self.lower, table.costs[project], self.charges.get(project))
        if charge is None:
            raise NearTie
        return charge

    def pay(self, project: int, high: Charge) -> Merit:
        """Let the supporters pay; `high` is the highest charge. Returns a merit that the true one is not below."""
        table = self.setting.table
        support, cost = table.projects[project], table.costs[project]
        low = self.charges[project] if project in self.fresh else smallest_charge(support, self.upper, cost)
        if low is None:
            raise NearTie
        groups = support.groups
        self.upper[groups] = np.maximum(self.upper[groups] - payments(support, low, up=False), 0)
        self.lower[groups] = np.maximum(self.lower[groups] - payments(support, high, up=True), 0)
        self.bounds[project] = -1.0
        self.fresh.clear()
        return merit(high, cost, self.setting.utility)

    def surely_paid_in_full(self, project: int) -> bool:
        """Whether every supporter who has any money certainly pays the full charge, so that the merit is exact."""
        table = self.setting.table
        support = table.projects[project]
        charge = smallest_charge(support, self.upper, table.costs[project])
        if charge is None or charge.need != table.costs[project]:
            return False
        pays = self.lower[support.groups] >= payments(support, charge, up=True)
        return bool((pays | (self.upper[support.groups] == 0)).all())


def _winner(run: BoundedRun, leader: int) -> tuple[int, Charge]:
    """The leader, or the rival that wins a tie which is certain, with its highest charge.

    Raises NearTie if the bounds cannot decide.
    """
    table = run.setting.table
    high = run.highest_charge(leader)
    rivals = run.rivals(leader, merit(high, table.costs[leader], run.setting.utility))
    if not rivals:
        return leader, high
    contenders = [leader, *rivals]
    if not all(run.surely_paid_in_full(p) for p in contenders):
        raise NearTie
    best = leader
    for project in rivals:
        order = run.fresh[project].beats(run.fresh[best])
        if order > 0 or (order == 0 and run.setting.ranks[project] < run.setting.ranks[best]):
            best = project
    return best, run.highest_charge(best)


def bounded_run(setting: Setting, share: Fraction) -> Trace:
    """Equal shares with this share (millionths) per voter. Raises NearTie where only exact fractions can decide."""
    run = BoundedRun(setting, share)
    order, merits = [], []
    while (leader := run.leader()) is not None:
        project, high = _winner(run, leader)
        order.append(project)
        merits.append(run.pay(project, high))
    return Trace(tuple(order), tuple(merits))


def same_outcome(setting: Setting, share: Fraction, trace: Trace) -> Trace | None:
    """Certify that every share between that of `trace` and this higher one funds the same projects in the same order.

    Along one order of funding the money left never falls when the share rises, so merits never fall either. So it is
    enough that in each round the winner's merit at the low share beats every rival's merit at the high share, and that
    at the high share nothing else is in reach at the end. Returns the trace at the high share, or None if this cannot
    be certified."""
    run = BoundedRun(setting, share)
    merits = []
    for project, floor in zip(trace.order, trace.merits, strict=True):
        for rival in run.rivals(project, floor):
            if run.fresh[rival].beats(floor) > 0 or setting.ranks[rival] < setting.ranks[project]:
                return None
        try:
            merits.append(run.pay(project, run.highest_charge(project)))
        except NearTie:
            return None
    return Trace(trace.order, tuple(merits)) if run.leader() is None else None
