"""Greedy counting: down the list by support, with skipping, stopping, conflicts, caps and a reserve share."""

from collections.abc import Iterable, Sequence

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.rule import Cap, Rule


def support_order(election: Election, projects: Iterable[int], ranks: Sequence[int]) -> list[int]:
    """These projects by support (votes, points or rank points), highest first; ties by the tie ranks."""
    return sorted(projects, key=lambda p: (-election.scores[p], ranks[p]))


class Constraints:
    """What the projects funded so far forbid: conflicting projects, and those beyond a cap."""

    def __init__(self, election: Election, conflicts: Iterable[Iterable[str]], caps: Iterable[Cap]) -> None:
        self.election, self.caps = election, tuple(caps)
        self.sets = [frozenset(election.position[name] for name in group) for group in conflicts]
        self.funded: list[int] = []

    def allow(self, project: int) -> bool:
        """Whether the project may be funded in addition to the funded ones."""
        if any(project in group and group.intersection(self.funded) for group in self.sets):
            return False
        return all(self._below(cap, project) for cap in self.caps)

    def _below(self, cap: Cap, project: int) -> bool:
        projects = self.election.projects
        if getattr(projects[project], cap.by) != cap.name:
            return True
        inside = [p for p in self.funded if getattr(projects[p], cap.by) == cap.name]
        if cap.most_projects is not None and len(inside) >= cap.most_projects:
            return False
        cost = projects[project].cost + sum(projects[p].cost for p in inside)
        return cap.most_cost is None or cost <= cap.most_cost


def greedy(election: Election, rule: Rule, eligible: Iterable[int], ranks: Sequence[int]) -> list[int]:
    """The funded projects in order, for the methods `greedy` and `greedy-no-skip`."""
    constraints = Constraints(election, rule.conflicts, rule.caps)
    left = election.budget
    for project in support_order(election, eligible, ranks):
        cost = election.projects[project].cost
        if not constraints.allow(project):
            continue
        if cost <= left:
            left -= cost
            constraints.funded.append(project)
        elif rule.method == "greedy-no-skip":
            if rule.reserve_share is not None and left >= rule.reserve_share * cost:
                constraints.funded.append(project)
            break
    return constraints.funded


def utilitarian_top_up(
    election: Election, eligible: Iterable[int], ranks: Sequence[int], funded: Iterable[int]
) -> list[int]:
    """The projects that the utilitarian completion adds: by support, each that fits what is left."""
    chosen = set(funded)
    left = election.budget - sum(election.projects[p].cost for p in chosen)
    added = []
    for project in support_order(election, (p for p in eligible if p not in chosen), ranks):
        if election.projects[project].cost <= left:
            left -= election.projects[project].cost
            added.append(project)
    return added
