"""Sequential phragmén as the definition reads, in exact fractions."""

import heapq
from collections import Counter
from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.exact.purses import Purses

Entry = tuple[Fraction, int, int]
"""(time of purchase, tie rank, project)."""


class Income:
    """When each group last paid: `moments[since[group]]`; its money is the time since then.

    A group that never paid has its own moment, which is before time 0 by the money it started with.
    """

    def __init__(self, election: Election, start: Purses | None) -> None:
        self.moments: list[Fraction] = [Fraction(0)]
        self.since: list[int] = [0] * len(election.groups)
        if start is not None:
            self.moments = [-Fraction(amount, start.denominator) for amount in start.amounts]
            self.since = list(start.purse)
        self.single: list[list[int]] = [[] for _ in election.projects]
        self.several: list[list[tuple[int, int]]] = [[] for _ in election.projects]
        for position, group in enumerate(election.groups):
            for choice, score in zip(group.choices, group.scores, strict=True):
                if score > 0 and group.weight == 1:
                    self.single[choice].append(position)
                elif score > 0:
                    self.several[choice].append((position, group.weight))
        self.costs = [project.cost for project in election.projects]

    def time(self, project: int) -> Fraction:
        """When the supporters of the project will hold its cost together, if no payment comes before."""
        heads: Counter[int] = Counter(map(self.since.__getitem__, self.single[project]))
        for group, weight in self.several[project]:
            heads[self.since[group]] += weight
        waited = sum((self.moments[moment] * weight for moment, weight in heads.items()), start=Fraction(0))
        return (self.costs[project] + waited) / heads.total()

    def pay(self, project: int, time: Fraction) -> None:
        """Let the supporters pay all they have at this time."""
        self.moments.append(time)
        for group in [*self.single[project], *(group for group, _ in self.several[project])]:
            self.since[group] = len(self.moments) - 1


def phragmen(
    election: Election,
    eligible: tuple[int, ...],
    ranks: tuple[int, ...],
    left: int,
    *,
    start: Purses | None = None,
    skip: bool = False,
) -> list[tuple[int, Fraction, tuple[int, ...]]]:
    """(project, time, projects at the same time) for each purchase; see the rule text for `skip` and `start`."""
    income = Income(election, start)
    queue = [(income.time(project), ranks[project], project) for project in eligible]
    heapq.heapify(queue)
    fresh = set(eligible)
    bought = []
    while queue:
        if skip:
            queue = [entry for entry in queue if income.costs[entry[2]] <= left]
            heapq.heapify(queue)
        first = _earliest(income, queue, fresh)
        if first is None:
            break
        equals = []
        while (other := _earliest(income, queue, fresh)) is not None:
            if other[0] > first[0]:
                heapq.heappush(queue, other)
                break
            equals.append(other)
        for other in equals:
            heapq.heappush(queue, other)
        time, _, project = first
        if income.costs[project] > left:
            break
        left -= income.costs[project]
        tied = (project, *(other[2] for other in equals)) if equals else ()
        bought.append((project, time, tied))
        income.pay(project, time)
        fresh.clear()
    return bought


def _earliest(income: Income, queue: list[Entry], fresh: set[int]) -> Entry | None:
    """Take the earliest purchase off the queue. Times only rise, so an old one bounds the new one."""
    while queue:
        entry = heapq.heappop(queue)
        if entry[2] in fresh:
            return entry
        fresh.add(entry[2])
        heapq.heappush(queue, (income.time(entry[2]), entry[1], entry[2]))
    return None
