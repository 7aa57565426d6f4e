"""Equal shares as the definition reads, in exact fractions."""

import heapq
from dataclasses import dataclass
from fractions import Fraction

from commonweal.participation.budgeting.counting.exact.purses import Purses, Roll
from commonweal.participation.budgeting.counting.money import UNIT
from commonweal.participation.budgeting.counting.rule import Utility


@dataclass(frozen=True, slots=True)
class Bought:
    """One round: the project, its charge, its price (charge per unit of utility), who ran dry, and all equals."""

    project: int
    charge: Fraction
    price: Fraction
    all_in: tuple[int, ...]
    tied: tuple[int, ...]

    def effective_votes(self, utility: Utility) -> Fraction:
        """Utility bought per millionth of charge: cost / charge, or one currency unit / charge."""
        return 1 / self.price if utility == "cost" else UNIT / self.price


@dataclass
class Market:
    """All projects still in reach by price. Prices never fall during a count, so an old one bounds the new one."""

    purses: Purses
    utility: Utility
    queue: list[tuple[Fraction, int, int]]
    known: dict[int, Fraction]
    fresh: set[int]

    @classmethod
    def open(
        cls, roll: Roll, eligible: tuple[int, ...], ranks: tuple[int, ...], utility: Utility, share: Fraction
    ) -> "Market":
        """Everybody has `share`; every eligible project waits at the price it has if all supporters pay in full."""
        market = cls(Purses(roll, share), utility, [], {}, set())
        for project in eligible:
            market.known[project] = Fraction(roll.costs[project], roll.points[project])
            market.queue.append((market.price(project), ranks[project], project))
        heapq.heapify(market.queue)
        return market

    def price(self, project: int) -> Fraction:
        """The charge per unit of utility that is known for this project."""
        charge = self.known[project]
        return charge / self.purses.roll.costs[project] if self.utility == "cost" else charge

    def refresh(self) -> None:
        """Bring the entry at the head of the queue up to date, or drop it if it is permanently out of reach."""
        _, rank, project = self.queue[0]
        charge = self.purses.charge(project, self.known[project])
        if charge is None:
            heapq.heappop(self.queue)
            return
        self.known[project] = charge
        self.fresh.add(project)
        heapq.heapreplace(self.queue, (self.price(project), rank, project))

    def cheapest(self) -> tuple[Fraction, int, int] | None:
        """The entry with the lowest current price (ties by rank), or None if nothing is in reach."""
        while self.queue and self.queue[0][2] not in self.fresh:
            self.refresh()
        return self.queue[0] if self.queue else None

    def buy(self, project: int) -> tuple[int, ...]:
        """Let the supporters of a project that is off the queue pay for it."""
        all_in = self.purses.pay(project, self.known[project])
        self.fresh.clear()
        return all_in


def equal_shares(
    roll: Roll, eligible: tuple[int, ...], ranks: tuple[int, ...], utility: Utility, share: Fraction
) -> tuple[list[Bought], Purses]:
    """All rounds with `share` millionths per voter, and the purses as they are afterwards."""
    market = Market.open(roll, eligible, ranks, utility, share)
    bought = []
    while (entry := market.cheapest()) is not None:
        price, _, project = heapq.heappop(market.queue)
        equals = []
        while (other := market.cheapest()) is not None and other[0] == price:
            equals.append(heapq.heappop(market.queue))
        for other in equals:
            heapq.heappush(market.queue, other)
        tied = (project, *(other[2] for other in equals)) if equals else ()
        bought.append(Bought(project, market.known[project], entry[0], market.buy(project), tied))
    return bought, market.purses
