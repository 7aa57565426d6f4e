"""The exact counter: counts an election by any rule, sharing nothing with the fast one but data and tie order."""

from collections.abc import Iterable
from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.eligibility import eligible_projects
from commonweal.participation.budgeting.counting.exact.add1 import raise_shares
from commonweal.participation.budgeting.counting.exact.comparison_step import votes_between
from commonweal.participation.budgeting.counting.exact.equal_shares import equal_shares
from commonweal.participation.budgeting.counting.exact.greedy import greedy
from commonweal.participation.budgeting.counting.exact.phragmen import phragmen
from commonweal.participation.budgeting.counting.exact.purses import Purses, Roll
from commonweal.participation.budgeting.counting.outcome import Outcome, Phase, Progress, Round, silent
from commonweal.participation.budgeting.counting.rule import Rule
from commonweal.participation.budgeting.counting.tie_breaking import Tie, describe_tie, tie_order

Rounds = list[Round]


def count_exactly(election: Election, rule: Rule, *, seed: str | None, progress: Progress = silent) -> Outcome:
    """The outcome in exact fractions. Raises CountingRefused for a rule that has no meaning."""
    rule.check()
    ranks = tie_order(election, seed)
    eligible, ineligible = eligible_projects(election, rule.eligibility)
    share, steps, stopped, kept, preferred = None, 0, "", True, None
    replaced: tuple[Round, ...] = ()
    if rule.method == "equal-shares":
        if rule.completion in {"add1", "add1-early-stop"}:
            steps, stopped = raise_shares(election, rule, eligible, ranks, progress)
        else:
            stopped = "no other project can be paid for by its supporters"
        share = Fraction(election.budget, max(1, election.voters)) + steps * rule.increment
        rounds, ties = _with_shares(election, rule, eligible, ranks, share)
        if rule.comparison:
            plain = Rule("greedy", eligibility=rule.eligibility)
            listed, list_ties = _by_support(election, plain, eligible, ranks)
            preferred = votes_between(election, [r.project for r in rounds], [r.project for r in listed])
            if preferred[1] > preferred[0]:
                kept, replaced, rounds, ties = False, tuple(rounds), listed, list_ties
    elif rule.method == "phragmen":
        rounds, ties = _by_income(election, eligible, ranks, election.budget, None, 1)
    else:
        rounds, ties = _by_support(election, rule, eligible, ranks)
    spent = sum(election.projects[entry.project].cost for entry in rounds)
    return Outcome(
        rule,
        tuple(rounds),
        spent,
        election.budget,
        tuple(ties),
        ineligible,
        share,
        steps,
        stopped,
        kept,
        preferred,
        replaced,
    )


def _by_support(
    election: Election, rule: Rule, eligible: tuple[int, ...], ranks: tuple[int, ...]
) -> tuple[Rounds, list[Tie]]:
    funded = greedy(election, rule, eligible, ranks)
    rounds = [Round(number, project, "greedy") for number, project in enumerate(funded, start=1)]
    ties = []
    for number, project in enumerate(funded, start=1):
        equals = [p for p in eligible if election.scores[p] == election.scores[project] and ranks[p] > ranks[project]]
        if equals:
            ties.append(describe_tie(election, number, [project, *equals], ranks))
    return rounds, ties


def _with_shares(
    election: Election, rule: Rule, eligible: tuple[int, ...], ranks: tuple[int, ...], share: Fraction
) -> tuple[Rounds, list[Tie]]:
    bought, purses = equal_shares(Roll.of(election), eligible, ranks, rule.utility, share)
    rounds = [
        Round(number, b.project, "equal-shares", b.charge, b.effective_votes(rule.utility), b.all_in)
        for number, b in enumerate(bought, start=1)
    ]
    ties = _ties(election, ranks, (b.tied for b in bought), 1)
    funded = [b.project for b in bought]
    left = election.budget - sum(election.projects[p].cost for p in funded)
    rest = tuple(p for p in eligible if p not in set(funded))
    if rule.completion == "utilitarian":
        for project in sorted(rest, key=lambda p: (-election.scores[p], ranks[p])):
            if election.projects[project].cost <= left:
                left -= election.projects[project].cost
                rounds.append(Round(len(rounds) + 1, project, "utilitarian-top-up"))
    elif rule.completion == "phragmen":
        more, more_ties = _by_income(election, rest, ranks, left, purses, len(rounds) + 1)
        rounds, ties = rounds + more, ties + more_ties
    return rounds, ties


def _by_income(
    election: Election,
    projects: tuple[int, ...],
    ranks: tuple[int, ...],
    left: int,
    start: Purses | None,
    first: int,
) -> tuple[Rounds, list[Tie]]:
    bought = phragmen(election, projects, ranks, left, start=start, skip=start is not None)
    phase: Phase = "phragmen" if start is None else "phragmen-top-up"
    rounds = [Round(n, project, phase, time) for n, (project, time, _) in enumerate(bought, start=first)]
    return rounds, _ties(election, ranks, (tied for _, _, tied in bought), first)


def _ties(election: Election, ranks: tuple[int, ...], tied: Iterable[tuple[int, ...]], first: int) -> list[Tie]:
    return [describe_tie(election, n, list(p), ranks) for n, p in enumerate(tied, start=first) if p]
