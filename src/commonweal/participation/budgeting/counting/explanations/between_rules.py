"""Between rules: what each rule funds, how much it spends, and who is left with nothing."""

from dataclasses import dataclass

from commonweal.participation.budgeting.counting.count import CounterName, count
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.outcome import Outcome, Progress, silent
from commonweal.participation.budgeting.counting.rule import Eligibility, Rule


@dataclass(frozen=True, slots=True)
class Comparison:
    """One rule compared with the others. `left_with_nothing` are the voters with no funded choice; `choices` the
    average."""

    rule: str
    winners: tuple[str, ...]
    spent: int
    left_with_nothing: int
    choices: float


def left_with_nothing(election: Election, winners: tuple[int, ...]) -> int:
    """The voters none of whose choices is funded."""
    funded = frozenset(winners)
    return sum(group.weight for group in election.groups if funded.isdisjoint(group.choices))


def funded_choices(election: Election, winners: tuple[int, ...]) -> float:
    """The funded choices of a voter, on average."""
    return sum(election.votes[p] for p in winners) / election.voters


def describe(election: Election, outcome: Outcome) -> Comparison:
    """The figures of one outcome."""
    return Comparison(
        outcome.rule.label,
        tuple(election.projects[p].id for p in outcome.winners),
        outcome.spent,
        left_with_nothing(election, outcome.winners),
        funded_choices(election, outcome.winners),
    )


def compare_rules(
    election: Election,
    eligibility: Eligibility,
    *,
    seed: str | None = None,
    counter: CounterName = "fast",
    progress: Progress = silent,
) -> list[Comparison]:
    """The same ballots by the list by support, by phragmén, by equal shares, and by equal shares with add1."""
    rules = (
        Rule("greedy", eligibility=eligibility),
        Rule("phragmen", eligibility=eligibility),
        Rule("equal-shares", eligibility=eligibility),
        Rule("equal-shares", "add1", eligibility=eligibility),
    )
    return [describe(election, count(election, r, seed=seed, counter=counter, progress=progress)) for r in rules]
