"""To a ballot: which of its choices won, what its share paid, and why the others lost."""

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.explanations.projects import why_lost
from commonweal.participation.budgeting.counting.explanations.purse_story import payments_of
from commonweal.participation.budgeting.counting.money import spoken_amount
from commonweal.participation.budgeting.counting.outcome import Outcome


def project_name(election: Election, project: int) -> str:
    """`Name (id)`, or the id alone where there is no name."""
    entry = election.projects[project]
    return f"{entry.name} ({entry.id})" if entry.name else entry.id


def explain_ballot(election: Election, outcome: Outcome, group: int) -> list[str]:
    """Sentences for a voter of this ballot group."""
    choices = election.groups[group].choices
    if not choices:
        return ["Your ballot chose no project. It counted as a voter, and its share of the budget was not spent."]
    winners = set(outcome.winners)
    won = [choice for choice in choices if choice in winners]
    lines = [f"Of your {number_of(len(choices), 'choice')}, {len(won)} won."]
    paid = payments_of(election, outcome, group)
    if outcome.share is not None and outcome.kept:
        share = spoken_amount(outcome.share, election.currency)
        parts = [f"{spoken_amount(p.paid, election.currency)} for {project_name(election, p.project)}" for p in paid]
        left = spoken_amount(paid[-1].left if paid else outcome.share, election.currency)
        lines.append(f"Your share was {share}. It paid {', '.join(parts) or 'nothing'}; {left} was left.")
    lines += [f"{project_name(election, choice)} won in round {outcome.winners.index(choice) + 1}." for choice in won]
    lines += [
        f"{project_name(election, choice)} lost: {why_lost(election, outcome, choice)}"
        for choice in choices
        if choice not in winners
    ]
    return lines


def group_of(election: Election, choices: tuple[int, ...], scores: tuple[int, ...]) -> int | None:
    """The position of the ballot group with exactly this ballot, or None."""
    for position, group in enumerate(election.groups):
        if group.choices == choices and group.scores == scores:
            return position
    return None
