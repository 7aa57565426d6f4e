"""What cases put on a person's dashboard: questions that they have not answered, and states that wait for them."""

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.definitions import VersionMissing, section_of
from commonweal.blocks.cases.queries.mine import cases_of, tasks_of
from commonweal.kernel.definition import DashboardTask


def tasks_for(person: str) -> list[DashboardTask]:
    """The open questions to a person (id), soonest first, then offers and the like that only they can answer; the
    portal leads to the case by `object`. Two queries."""
    asked = [
        DashboardTask(title=task.title, due=task.due_at, organisation=task.organisation, object=f"case:{task.case}")
        for task in tasks_of(f"person:{person}")
    ]
    return asked + [
        DashboardTask(title=card.state_title, due=card.due_at, organisation=card.organisation, object=f"case:{card.id}")
        for card in cases_of(f"person:{person}")
        if card.open and _is_theirs(card.version, card.state)
    ]


def _is_theirs(version: str, state: str) -> bool:
    try:
        return workflow.waits_for_applicant(section_of(version), state)
    except VersionMissing:
        return False
