"""Eligibility: which projects may be counted, and the reason for each that may not."""

from fractions import Fraction

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.money import spoken_amount
from commonweal.participation.budgeting.counting.rule import Eligibility


def reason_ineligible(election: Election, conditions: Eligibility, project: int) -> str | None:
    """Why this project (by position) may not be counted, or None if it may."""
    cost, votes, score = election.projects[project].cost, election.votes[project], election.scores[project]
    if votes == 0 or score == 0:
        return "no voter chose it"
    if cost > election.budget:
        return f"it costs more than the whole budget of {spoken_amount(election.budget, election.currency)}"
    if conditions.min_score is not None and score < conditions.min_score:
        return f"it has {score} and the threshold is {conditions.min_score}"
    if conditions.min_share is not None and votes < conditions.min_share * election.voters:
        needed = -(-conditions.min_share * election.voters // 1)
        return f"it has {number_of(votes, 'vote')} and needs those of {needed} of {number_of(election.voters, 'voter')}"
    factor = conditions.cost_factor
    if factor is not None and votes * factor * election.budget < cost * election.voters:
        needed = -(-Fraction(cost * election.voters) / (factor * election.budget) // 1)
        return f"it has {number_of(votes, 'vote')} and its cost asks for {needed}"
    return None


def eligible_projects(election: Election, conditions: Eligibility) -> tuple[tuple[int, ...], dict[str, str]]:
    """The positions of the eligible projects, and the reason for every other project by id."""
    reasons = {
        project.id: reason
        for place, project in enumerate(election.projects)
        if (reason := reason_ineligible(election, conditions, place)) is not None
    }
    chosen = tuple(place for place, project in enumerate(election.projects) if project.id not in reasons)
    return chosen, reasons
