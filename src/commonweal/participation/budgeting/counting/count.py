"""Counting: one call for either counter, and for elections whose budget is split into envelopes."""

from collections import Counter
from dataclasses import replace
from typing import Literal

from commonweal.participation.budgeting.counting.election import BallotGroup, Election
from commonweal.participation.budgeting.counting.outcome import Outcome, Progress, silent
from commonweal.participation.budgeting.counting.refusal import CountingRefused
from commonweal.participation.budgeting.counting.rule import Envelopes, Rule

CounterName = Literal["fast", "exact"]


def count(
    election: Election,
    rule: Rule,
    *,
    seed: str | None = None,
    counter: CounterName = "fast",
    progress: Progress = silent,
) -> Outcome:
    """The outcome of the election by the rule. Both counters give the same rounds, charges and ties.

    `seed` is the published lot (default: the election's own). Raises CountingRefused for a rule without meaning,
    for envelopes (use `count_envelopes`) and for amounts beyond the fast counter.
    """
    if rule.envelopes is not None:
        raise CountingRefused("this rule splits the budget", "count its parts with count_envelopes")
    if not election.voters:
        raise CountingRefused("there are no ballots to count", "check that the file is the right one")
    lot = election.lot_seed if seed is None else seed
    if counter == "exact":
        from commonweal.participation.budgeting.counting.exact.counter import count_exactly

        return count_exactly(election, rule, seed=lot, progress=progress)
    from commonweal.participation.budgeting.counting.fast.counter import FastCounter

    return FastCounter(election, rule, seed=lot, progress=progress).count()


def part_of(election: Election, envelopes: Envelopes, name: str) -> Election:
    """The election of one category or district: its projects and budget, and the voters who chose one of them."""
    budget = dict(envelopes.budgets)[name]
    inside = [p for p, project in enumerate(election.projects) if getattr(project, envelopes.by) == name]
    place = {old: new for new, old in enumerate(inside)}
    ballots: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
    for group in election.groups:
        kept = [(place[c], s) for c, s in zip(group.choices, group.scores, strict=True) if c in place]
        if kept:
            ballots[tuple(c for c, _ in kept), tuple(s for _, s in kept)] += group.weight
    groups = tuple(BallotGroup(*ballot, weight=weight) for ballot, weight in sorted(ballots.items()))
    projects = tuple(election.projects[p] for p in inside)
    return replace(election, projects=projects, groups=groups, budget=budget, name=f"{election.name} | {name}")


def count_envelopes(
    election: Election,
    rule: Rule,
    *,
    seed: str | None = None,
    counter: CounterName = "fast",
    progress: Progress = silent,
) -> list[tuple[Election, Outcome]]:
    """Each part of an election with envelopes as its own election, with its outcome."""
    envelopes = rule.envelopes
    if envelopes is None:
        raise CountingRefused("this rule does not split the budget", "give it envelopes, or use count")
    named = {getattr(project, envelopes.by) for project in election.projects}
    for name, _ in envelopes.budgets:
        if name not in named:
            raise CountingRefused(
                f"no project has the {envelopes.by} {name!r}", f"write the {envelopes.by} as in the file"
            )
    total = sum(amount for _, amount in envelopes.budgets)
    if total > election.budget:
        raise CountingRefused("the envelopes hold more than the budget", "lower them, or raise the budget")
    whole = replace(rule, envelopes=None)
    parts = [part_of(election, envelopes, name) for name, _ in envelopes.budgets]
    return [(part, count(part, whole, seed=seed, counter=counter, progress=progress)) for part in parts if part.voters]
