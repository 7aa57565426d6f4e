"""Who may use the addresses of cases: the applicant their own, staff of the organisation by role, keys by scope."""

from typing import Any

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.models import CaseTask
from commonweal.kernel.testing import (
    Door,
    Side,
    Visit,
    any_key,
    applicant,
    role,
    role_anywhere,
    scope,
    scope_anywhere,
    signed_in,
)

AFTER = ("services.journeys", "blocks.forms")
WORK = role("officer", "manager") | scope("cases:write")
WRITE = WORK | role("agent")
READ = WRITE | role("viewer", "crew") | scope("cases:read")
# "Crew" is a role that the service gives work to: it sees the cases of that service.
QUEUE = role_anywhere("officer", "manager", "agent", "viewer", "crew") | scope_anywhere("cases:read", "cases:write")
own = applicant & signed_in  # the API has no guests
known = signed_in | any_key


def plant(world: Any, side: Side) -> None:
    """A note, letters both ways, a question, a task, on the case of each applicant."""
    case, officer = side.things["case"], world.staff(side, "officer")
    # Notes about a person are that person's data, too: their own export has them.
    cases.add_note(case=case, text=world.secret(side, "note", READ | own), acting=officer)
    letter = world.secret(side, "letter", READ | applicant)
    cases.write_to_applicant(case=case, subject="About your bin", text=letter, acting=officer)
    question = world.secret(side, "question", READ | applicant)
    side.things["task"] = side.things["task_id"] = cases.request_information(
        case=case, question=question, acting=officer
    )
    side.things["staff_task"] = str(CaseTask.objects.get(case_id=case, role="officer").pk)
    cases.write_to_staff(
        case=case,
        text=world.secret(side, "wrote", READ | applicant),
        attachments=[side.things["enclosure"]],
        acting=world.acting(side.applicant),
    )


def take(world: Any, side: Side) -> None:
    cases.take(case=side.things["case"], acting=world.staff(side, "officer"))


def close(world: Any, side: Side) -> None:
    cases.transition(case=side.things["case"], transition="collect", acting=world.staff(side, "officer"))


def colleague(visit: Visit) -> dict[str, object]:
    """A colleague who can be given work."""
    return {"person": str(visit.world.people[visit.world.name_of_staff(visit.side, "manager")].pk)}


def other_case(visit: Visit) -> dict[str, object]:
    return {"other": visit["other_case"]}


def many(visit: Visit) -> dict[str, object]:
    return {"cases": [visit["case"]], **colleague(visit), "transition": "collect"}


COLLECT = {"transition": "collect"}
REFUSE = {"transition": "refuse", "reasons": "It was not missed."}
DOORS = [
    Door("GET /api/cases/", QUEUE),
    Door("GET /api/cases/counts", QUEUE),
    Door("GET /api/cases/tasks", QUEUE | role_anywhere("editor", "reviewer")),
    Door("GET /api/cases/mine", known),
    Door("GET /api/cases/mine/tasks", known),
    Door("GET /api/cases/mine/{case}", own),
    Door("POST /api/cases/mine/{case}/letters", own),
    Door("POST /api/cases/mine/{case}/withdraw", own),
    # Staff write down what an applicant answers on the telephone.
    Door("POST /api/cases/tasks/{task}/answer", own | WRITE),
    Door("POST /api/cases/tasks/{task}/complete", WORK, arguments=lambda visit: {"task": visit["staff_task"]}),
    # A list is answered line by line: everybody sees what happened to each case, few may change one.
    Door("POST /api/cases/many/assign", known, touched_by=WORK, body=many),
    Door("POST /api/cases/many/transition", known, touched_by=WORK, body=many),
    Door("GET /api/cases/{case}", READ),
    Door("GET /api/cases/{case}/history", READ | own),
    Door("POST /api/cases/{case}/take", role("officer", "manager")),
    Door("POST /api/cases/{case}/release", WORK, before=take),
    Door("POST /api/cases/{case}/assign", WORK, body=colleague),
    Door("POST /api/cases/{case}/hand-over", WORK, body=colleague, before=take),
    Door("POST /api/cases/{case}/priority", WORK, body={"priority": "high"}),
    Door("POST /api/cases/{case}/transitions", WORK, body=COLLECT),
    Door(
        "POST /api/cases/{case}/transitions",
        role("crew", "manager") | scope("cases:write"),
        body={"transition": "visit"},
    ),
    Door("POST /api/cases/{case}/transitions", own, body={"transition": "agree"}),
    Door("POST /api/cases/{case}/decisions", WORK, body=REFUSE),
    Door("POST /api/cases/{case}/questions", WORK),
    Door("POST /api/cases/{case}/notes", WRITE),
    Door("POST /api/cases/{case}/letters", WRITE),
    Door("POST /api/cases/{case}/letters/read", own | WRITE),
    Door("POST /api/cases/{case}/reopen", WORK | own, before=close),
    Door("POST /api/cases/{case}/links", WORK, body=other_case),
    Door("POST /api/cases/{case}/duplicate", WORK, body=other_case),
]
