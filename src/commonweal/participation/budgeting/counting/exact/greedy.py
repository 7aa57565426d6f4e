"""Greedy counting as the definition reads: again and again, the best supported project that may still be funded."""

from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.rule import Rule


def _forbidden(election: Election, rule: Rule, funded: list[int], project: int) -> bool:
    """Whether a conflict or a cap keeps this project out, given those already funded."""
    mine = election.projects[project]
    names = {election.projects[p].id for p in funded}
    for group in rule.conflicts:
        if mine.id in group and names & set(group):
            return True
    for cap in rule.caps:
        place = mine.category if cap.by == "category" else mine.district
        if place != cap.name:
            continue
        beside = [
            other
            for other in (election.projects[p] for p in funded)
            if (other.category if cap.by == "category" else other.district) == place
        ]
        if cap.most_projects is not None and len(beside) + 1 > cap.most_projects:
            return True
        if cap.most_cost is not None and sum(other.cost for other in beside) + mine.cost > cap.most_cost:
            return True
    return False


def greedy(election: Election, rule: Rule, eligible: tuple[int, ...], ranks: tuple[int, ...]) -> list[int]:
    """The funded projects in order."""
    waiting = set(eligible)
    funded: list[int] = []
    left = Fraction(election.budget)
    while waiting:
        project = max(waiting, key=lambda p: (election.scores[p], -ranks[p]))
        waiting.discard(project)
        if _forbidden(election, rule, funded, project):
            continue
        cost = Fraction(election.projects[project].cost)
        if cost <= left:
            funded.append(project)
            left -= cost
        elif rule.method == "greedy-no-skip":
            if rule.reserve_share is not None and left / cost >= rule.reserve_share:
                funded.append(project)
            return funded
    return funded
