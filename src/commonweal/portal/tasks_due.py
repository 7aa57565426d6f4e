"""What waits for a person, gathered from every capability that has a `dashboard.py`, soonest first."""

from datetime import UTC, datetime

from django.urls import reverse

from commonweal.kernel.acting import Acting
from commonweal.kernel.capability import parts
from commonweal.kernel.definition import DashboardTask

NEVER = datetime.max.replace(tzinfo=UTC)


def tasks_of(acting: Acting) -> list[DashboardTask]:
    """Dated tasks first, by their date; then those without a date. Tasks that are done are not in the list."""
    person = acting.must_be_person()
    found = [task for _, module in parts("dashboard") for task in module.tasks_for(person)]
    return sorted(found, key=lambda task: task.due or NEVER)


def address_of(task: DashboardTask) -> str:
    """Where a task is done: the page that it names, else the page of the application that it is about."""
    if task.name:
        return reverse(task.name, kwargs=dict(task.arguments))
    kind, _, identity = task.object.partition(":")
    return reverse("portal:case", args=[identity]) if kind == "case" else reverse("portal:dashboard")
