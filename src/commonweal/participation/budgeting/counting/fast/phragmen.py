"""Sequential phragmén: all voters earn at the same speed, and a project is bought when its supporters can pay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from commonweal.participation.budgeting.counting.fast.contest import SAFE
from commonweal.participation.budgeting.counting.fast.ledger import Ledger
from commonweal.participation.budgeting.counting.fast.supporters import Ints, SupportTable


@dataclass(frozen=True, slots=True)
class PhragmenPurchase:
    """One purchase: the project, its exact time (millionths of money that each voter has earned), and its equals."""

    project: int
    time: Fraction
    tied: tuple[int, ...]


class _Earnings:
    """When each ballot group last paid; before that it has the value of `start` (nothing, or shares left over)."""

    def __init__(self, table: SupportTable, start: Ledger | None) -> None:
        self.table, self.start = table, start
        groups = len(table.weights)
        self.last: Ints = np.full(groups, 0, dtype=np.int64)
        self.times: list[Fraction] = []
        self.floor: Ints = np.zeros(groups, dtype=np.int64) if start is None else -start.upper

    def bound(self, project: int) -> float:
        """A time that the purchase is certainly not before."""
        support = self.table.projects[project]
        money = self.table.costs[project] + int(support.weights @ self.floor[support.groups])
        value = money / int(support.weights.sum())
        return value / SAFE if value > 0 else value * SAFE

    def exact(self, project: int) -> Fraction:
        """The exact time at which the supporters hold the cost together."""
        support = self.table.projects[project]
        last = self.last[support.groups]
        money = Fraction(self.table.costs[project])
        heads = np.bincount(last, weights=support.weights, minlength=len(self.times) + 1)
        for time, count in zip(self.times, heads[1:].tolist(), strict=True):
            if count:
                money += time * int(count)
        if self.start is not None:
            waiting = last == 0
            money -= self.start.total(support.groups[waiting], support.weights[waiting])
        return money / int(support.weights.sum())

    def pay(self, project: int, time: Fraction) -> None:
        groups = self.table.projects[project].groups
        self.times.append(time)
        self.last[groups] = len(self.times)
        self.floor[groups] = time.numerator // time.denominator


def _earliest(earnings: _Earnings, bounds: dict[int, float]) -> tuple[Fraction, list[int]]:
    """The earliest exact time of purchase and all projects that share it. Bounds only rise, so stale ones hold."""
    best: Fraction | None = None
    tied: list[int] = []
    waiting = dict(bounds)
    fresh: set[int] = set()
    while waiting:
        project = min(waiting, key=waiting.__getitem__)
        if best is not None and waiting[project] > float(best) + abs(float(best)) * (SAFE - 1):
            break
        if project not in fresh:
            fresh.add(project)
            waiting[project] = bounds[project] = earnings.bound(project)
            continue
        del waiting[project]
        time = earnings.exact(project)
        if best is None or time < best:
            best, tied = time, [project]
        elif time == best:
            tied.append(project)
    assert best is not None
    return best, tied


def phragmen(
    table: SupportTable,
    eligible: Iterable[int],
    ranks: Sequence[int],
    left: int,
    *,
    start: Ledger | None = None,
    skip: bool = False,
) -> list[PhragmenPurchase]:
    """The purchases in order with `left` millionths of budget.

    The count stops when the next project does not fit; with `skip` (as a top-up) projects that no longer fit are
    removed instead. `start` holds the money that voters have at time 0.
    """
    earnings = _Earnings(table, start)
    bounds = dict.fromkeys(eligible, float("-inf"))
    bought: list[PhragmenPurchase] = []
    while True:
        if skip:
            bounds = {p: bound for p, bound in bounds.items() if table.costs[p] <= left}
        if not bounds:
            return bought
        time, tied = _earliest(earnings, bounds)
        project = min(tied, key=lambda p: ranks[p])
        if table.costs[project] > left:
            return bought
        left -= table.costs[project]
        bought.append(PhragmenPurchase(project, time, tuple(tied) if len(tied) > 1 else ()))
        earnings.pay(project, time)
        del bounds[project]
