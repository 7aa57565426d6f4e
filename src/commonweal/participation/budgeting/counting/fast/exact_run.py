"""One run of equal shares in which every charge is an exact fraction: for near ties, and for the price report."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.budgeting.counting.fast.bounded_run import Setting, Trace
from commonweal.participation.budgeting.counting.fast.charge import smallest_charge
from commonweal.participation.budgeting.counting.fast.contest import SAFE, Merit, exact_merit, merit
from commonweal.participation.budgeting.counting.fast.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Purchase:
    """One round: the project, its exact charge and merit, the groups that ran out of money, and all projects that were
    tied."""

    project: int
    charge: Fraction
    merit: Merit
    all_in: tuple[int, ...]
    tied: tuple[int, ...]


@dataclass(frozen=True)
class ExactRun:
    """All rounds, and the ledger after them."""

    purchases: tuple[Purchase, ...]
    ledger: Ledger

    @property
    def trace(self) -> Trace:
        """The order and the merits, which are exact here."""
        return Trace(tuple(p.project for p in self.purchases), tuple(p.merit for p in self.purchases))


Candidate = tuple[int, Fraction, NDArray[np.bool_], Merit]


class _Round:
    """The contest of one round: exact charges only for projects that may win by their bound."""

    def __init__(self, setting: Setting, ledger: Ledger, bounds: NDArray[np.float64]) -> None:
        self.setting, self.ledger, self.bounds = setting, ledger, bounds
        self.fresh: set[int] = set()

    def _freshen(self, project: int) -> None:
        table = self.setting.table
        charge = smallest_charge(table.projects[project], self.ledger.upper, table.costs[project])
        self.fresh.add(project)
        self.bounds[project] = (
            -1.0 if charge is None else merit(charge, table.costs[project], self.setting.utility).bound
        )

    def best(self) -> list[Candidate]:
        """All projects that share the highest merit; an empty list if nothing is in reach."""
        best: list[Candidate] = []
        open_bounds = self.bounds.copy()
        while True:
            project = int(open_bounds.argmax())
            floor = best[0][3].top / best[0][3].bottom / SAFE if best else 0.0
            if open_bounds[project] < floor:
                return best
            if project not in self.fresh:
                self._freshen(project)
                open_bounds[project] = self.bounds[project]
                continue
            open_bounds[project] = -1.0
            found = self.ledger.exact_charge(project)
            if found is None:
                self.bounds[project] = -1.0
                continue
            value = exact_merit(found[0], self.setting.table.costs[project], self.setting.utility)
            order = value.beats(best[0][3]) if best else 1
            if order > 0:
                best = [(project, found[0], found[1], value)]
            elif order == 0:
                best.append((project, found[0], found[1], value))


def exact_run(setting: Setting, share: Fraction) -> ExactRun:
    """Equal shares with this share (millionths) per voter, decided in exact fractions throughout."""
    ledger = Ledger(setting.table, share)
    bounds = setting.first_bounds()
    purchases = []
    while best := _Round(setting, ledger, bounds).best():
        project, charge, short, value = min(best, key=lambda found: setting.ranks[found[0]])
        all_in = tuple(ledger.pay(project, charge, short).tolist())
        bounds[project] = -1.0
        tied = tuple(found[0] for found in best) if len(best) > 1 else ()
        purchases.append(Purchase(project, charge, value, all_in, tied))
    return ExactRun(tuple(purchases), ledger)
