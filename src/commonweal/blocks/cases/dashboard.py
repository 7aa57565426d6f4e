"""What cases put on a person's dashboard: the questions that they have not answered yet."""

from commonweal.blocks.cases.queries.mine import tasks_of
from commonweal.kernel.definition import DashboardTask


def tasks_for(person: str) -> list[DashboardTask]:
    """The open questions to a person (id), soonest first; the portal leads to the case by `object`."""
    return [
        DashboardTask(title=task.title, due=task.due_at, organisation=task.organisation, object=f"case:{task.case}")
        for task in tasks_of(f"person:{person}")
    ]
