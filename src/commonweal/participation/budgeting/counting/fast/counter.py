"""The fast counter: counts an election by any rule and returns the outcome with exact charges."""

from collections.abc import Iterable
from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.eligibility import eligible_projects
from commonweal.participation.budgeting.counting.fast.add1 import raise_shares
from commonweal.participation.budgeting.counting.fast.bounded_run import Setting
from commonweal.participation.budgeting.counting.fast.comparison_step import compare
from commonweal.participation.budgeting.counting.fast.exact_run import ExactRun, exact_run
from commonweal.participation.budgeting.counting.fast.greedy import greedy, support_order, utilitarian_top_up
from commonweal.participation.budgeting.counting.fast.phragmen import PhragmenPurchase, phragmen
from commonweal.participation.budgeting.counting.fast.supporters import check_size, support_table
from commonweal.participation.budgeting.counting.outcome import Outcome, Phase, Progress, Round, silent
from commonweal.participation.budgeting.counting.rule import Rule
from commonweal.participation.budgeting.counting.tie_breaking import Tie, describe_tie, tie_order


class FastCounter:
    """Counts one election by one rule; `count` does it all."""

    def __init__(self, election: Election, rule: Rule, *, seed: str | None, progress: Progress = silent) -> None:
        rule.check()
        self.election, self.rule, self.progress = election, rule, progress
        self.ranks = tie_order(election, seed)
        self.eligible, self.ineligible = eligible_projects(election, rule.eligibility)

    def count(self) -> Outcome:
        """Count, and return the outcome."""
        if self.rule.method == "equal-shares":
            return self._equal_shares()
        if self.rule.method == "phragmen":
            bought = phragmen(support_table(self.election), self.eligible, self.ranks, self.election.budget)
            rounds = self._phragmen_rounds(bought, "phragmen", 1)
            return self._outcome(rounds, self._ties((b.tied for b in bought), 1))
        return self._greedy(self.rule)

    def _greedy(self, rule: Rule) -> Outcome:
        funded = greedy(self.election, rule, self.eligible, self.ranks)
        rounds = [Round(number, project, "greedy") for number, project in enumerate(funded, start=1)]
        return self._outcome(rounds, self._score_ties(funded))

    def _score_ties(self, funded: list[int]) -> list[Tie]:
        """Ties on the list by support that a funded project won against the project right after it."""
        order = support_order(self.election, self.eligible, self.ranks)
        scores = self.election.scores
        ties = []
        for number, project in enumerate(funded, start=1):
            after = order[order.index(project) + 1 :]
            equal = [p for p in after if scores[p] == scores[project]]
            if equal:
                ties.append(describe_tie(self.election, number, [project, *equal], self.ranks))
        return ties

    def _equal_shares(self) -> Outcome:
        election, rule = self.election, self.rule
        table = support_table(election)
        setting = Setting(table, self.eligible, self.ranks, rule.utility)
        share = Fraction(election.budget, max(1, election.voters))
        check_size(max((table.costs[p] * table.projects[p].highest for p in self.eligible), default=0))
        steps, stopped = 0, "no other project can be paid for by its supporters"
        if rule.completion in {"add1", "add1-early-stop"}:
            early = rule.completion == "add1-early-stop"
            raised = raise_shares(setting, share, rule.increment, election.budget, early=early, progress=self.progress)
            steps, stopped = raised.steps, raised.stopped
        share += steps * rule.increment
        run = exact_run(setting, share)
        rounds = [
            Round(number, p.project, "equal-shares", p.charge, p.merit.fraction, p.all_in)
            for number, p in enumerate(run.purchases, start=1)
        ]
        ties = self._ties((p.tied for p in run.purchases), 1)
        self._complete(run, rounds, ties)
        outcome = self._outcome(rounds, ties, share=share, steps=steps, stopped=stopped)
        return self._compared(outcome) if rule.comparison else outcome

    def _complete(self, run: ExactRun, rounds: list[Round], ties: list[Tie]) -> None:
        funded = [entry.project for entry in rounds]
        if self.rule.completion == "utilitarian":
            added = utilitarian_top_up(self.election, self.eligible, self.ranks, funded)
            rounds += [Round(n, p, "utilitarian-top-up") for n, p in enumerate(added, start=len(rounds) + 1)]
        elif self.rule.completion == "phragmen":
            left = self.election.budget - sum(self.election.projects[p].cost for p in funded)
            rest = [p for p in self.eligible if p not in set(funded)]
            bought = phragmen(run.ledger.table, rest, self.ranks, left, start=run.ledger, skip=True)
            ties += self._ties((b.tied for b in bought), len(rounds) + 1)
            rounds += self._phragmen_rounds(bought, "phragmen-top-up", len(rounds) + 1)

    def _compared(self, outcome: Outcome) -> Outcome:
        plain = self._greedy(Rule("greedy", eligibility=self.rule.eligibility))
        preferred = compare(self.election, outcome.winners, plain.winners)
        kept = preferred[1] <= preferred[0]
        chosen = outcome if kept else plain
        return self._outcome(
            list(chosen.rounds),
            list(chosen.ties),
            share=outcome.share,
            steps=outcome.steps,
            stopped=outcome.stopped,
            kept=kept,
            preferred=preferred,
            replaced=() if kept else outcome.rounds,
        )

    def _phragmen_rounds(self, bought: list[PhragmenPurchase], phase: Phase, start: int) -> list[Round]:
        return [Round(number, b.project, phase, b.time) for number, b in enumerate(bought, start=start)]

    def _ties(self, tied: Iterable[tuple[int, ...]], start: int) -> list[Tie]:
        return [
            describe_tie(self.election, number, projects, self.ranks)
            for number, projects in enumerate(tied, start=start)
            if projects
        ]

    def _outcome(
        self,
        rounds: list[Round],
        ties: list[Tie],
        *,
        share: Fraction | None = None,
        steps: int = 0,
        stopped: str = "",
        kept: bool = True,
        preferred: tuple[int, int] | None = None,
        replaced: tuple[Round, ...] = (),
    ) -> Outcome:
        spent = sum(self.election.projects[entry.project].cost for entry in rounds)
        return Outcome(
            self.rule,
            tuple(rounds),
            spent,
            self.election.budget,
            tuple(ties),
            self.ineligible,
            share,
            steps,
            stopped,
            kept,
            preferred,
            replaced,
        )
