"""Add1 in exact fractions, with its own proof for the steps that it leaps over."""

import heapq
from fractions import Fraction

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.exact.equal_shares import Market, equal_shares
from commonweal.participation.budgeting.counting.exact.purses import Roll
from commonweal.participation.budgeting.counting.outcome import Progress, silent
from commonweal.participation.budgeting.counting.rule import Rule

Script = list[tuple[int, Fraction]]
"""Projects in the order of funding, with the price that each had."""


class Raising:
    """Counts at a share raised by any number of steps; `last` is the number of steps of the recorded outcome."""

    def __init__(
        self, election: Election, rule: Rule, eligible: tuple[int, ...], ranks: tuple[int, ...], progress: Progress
    ) -> None:
        self.election, self.rule, self.eligible, self.ranks = election, rule, eligible, ranks
        self.base = Fraction(election.budget, max(1, election.voters))
        self.progress = progress
        self.roll = Roll.of(election)

    def share(self, steps: int) -> Fraction:
        return self.base + steps * self.rule.increment

    def script(self, steps: int) -> Script:
        bought, _ = equal_shares(self.roll, self.eligible, self.ranks, self.rule.utility, self.share(steps))
        return [(entry.project, entry.price) for entry in bought]

    def unchanged(self, script: Script, steps: int) -> Script | None:
        """The same script with the prices at `steps`, if no count from the script's share up to there can differ.

        For a fixed order of purchases more money never raises a price. So no rival between the two shares can be
        cheaper than it is at the upper one, and no winner dearer than at the lower one.
        """
        market = Market.open(self.roll, self.eligible, self.ranks, self.rule.utility, self.share(steps))
        prices: Script = []
        for project, most in script:
            own = self.ranks[project]
            if not self._outbids(market, project, (most, own)):
                return None
            charge = market.purses.charge(project, market.known[project])
            if charge is None:
                return None
            market.known[project] = charge
            prices.append((project, market.price(project)))
            market.queue = [entry for entry in market.queue if entry[2] != project]
            heapq.heapify(market.queue)
            market.buy(project)
        return prices if market.cheapest() is None else None

    @staticmethod
    def _outbids(market: Market, project: int, most: tuple[Fraction, int]) -> bool:
        """Whether every rival is certainly worse than (price, rank) `most` of the project."""
        aside = []
        safe = True
        while market.queue and market.queue[0][:2] < most:
            if market.queue[0][2] == project:
                aside.append(heapq.heappop(market.queue))
            elif market.queue[0][2] in market.fresh:
                safe = False
                break
            else:
                market.refresh()
        for entry in aside:
            heapq.heappush(market.queue, entry)
        return safe

    def last(self) -> tuple[int, str]:
        """The steps of the recorded outcome, and why the raising ended there."""
        costs = [project.cost for project in self.election.projects]
        early = self.rule.completion == "add1-early-stop"
        steps, stride, same_before, patience = 0, 2, 0, 1
        script = self.script(0)
        while True:
            funded = {project for project, _ in script}
            spent = sum(costs[p] for p in funded)
            rest = [costs[p] for p in self.eligible if p not in funded]
            if not rest:
                return steps, "every eligible project is funded"
            if early and all(spent + cost > self.election.budget for cost in rest):
                return steps, "no other eligible project fits the budget"
            self.progress(
                f"exact count: share raised {number_of(steps, 'time')}; {number_of(len(script), 'project')} funded"
            )
            if same_before >= patience:
                farther = self.unchanged(script, steps + stride)
                if farther is not None:
                    steps, script, stride, patience = steps + stride, farther, stride * 2, 1
                    continue
                if stride > 2:
                    stride = max(2, stride // 4)
                    continue
                same_before, patience = 0, min(8, patience * 2)
            following = self.script(steps + 1)
            if sum(costs[p] for p, _ in following) > self.election.budget:
                return steps, "one more step would overspend"
            same = [p for p, _ in following] == [p for p, _ in script]
            same_before = same_before + 1 if same else 0
            stride = stride if same else 2
            steps, script = steps + 1, following


def raise_shares(
    election: Election,
    rule: Rule,
    eligible: tuple[int, ...],
    ranks: tuple[int, ...],
    progress: Progress = silent,
) -> tuple[int, str]:
    """The number of steps that add1 takes, and why it stops."""
    return Raising(election, rule, eligible, ranks, progress).last()
