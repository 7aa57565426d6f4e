"""Who may use the addresses of the desk: staff by their roles, in the organisation that they act for."""

from typing import Any

from django.utils.timezone import now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.cases.tests.doors import close, colleague, take
from commonweal.desk.models import SavedFilter
from commonweal.kernel.journal import tell_readers
from commonweal.kernel.testing import (
    Door,
    Rule,
    Side,
    Visit,
    member,
    member_anywhere,
    present,
    role,
    role_anywhere,
    scope,
    scope_anywhere,
    steward,
)
from commonweal.services.definitions.tests.doors import approved, published, source, submitted

AFTER = ("blocks.messages", "services.definitions")
WORK = role("officer", "manager")
WRITE = WORK | role("agent")
READ = WRITE | role("viewer", "crew")
WRITE_SERVICES = role("editor", "manager")
REVIEW = role("reviewer", "manager")
DECIDE = (REVIEW | steward) & present
PREPARE_HERE = role("editor", "reviewer", "manager")
JOURNAL = role_anywhere("manager")
whose_view = Rule(lambda walker, side: walker.name == side.things["has_view"])


def plant(world: Any, side: Side) -> None:
    """A saved view of somebody of the staff, and work that failed."""
    name = world.name_of_staff(side, "officer")
    side.things["has_view"] = name
    view = SavedFilter.objects.create(
        person=world.people[name],
        organisation=world.organisations[side.organisation],
        name=world.secret(side, "view", whose_view),
        query="view=all",
    )
    side.things["identity"] = view.pk
    tell_readers.enqueue("00000000-0000-0000-0000-000000000000", [])
    row = DBTaskResult.objects.order_by("-enqueued_at").first()
    assert row is not None
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.FAILED, exception_class_path="x.Broken", finished_at=now()
    )
    side.things["work"] = row.pk


def act(name: str, by: Rule, **more: Any) -> Door:
    """One of the forms of the case page."""
    return Door("POST desk:do", by, arguments={"act": name}, noted_for=READ, **more)


def version_act(name: str, by: Rule, **more: Any) -> Door:
    """One of the forms of the page of a version."""
    arguments = {"number": 2, "act": name} | more.pop("arguments", {})
    return Door("POST desk:version-do", by, arguments=arguments, **more)


def _own(visit: Visit) -> dict[str, Any]:
    return {"organisation": visit.world.organisation_id(visit.side)}


def _task(visit: Visit) -> dict[str, Any]:
    return {"task": visit["staff_task"]}


def _other(visit: Visit) -> dict[str, Any]:
    return {"other": visit["other_case"], "of": visit["other_case"]}


def _assigned(visit: Visit) -> dict[str, Any]:
    return {"case": [visit["case"]], "do": "assign", **colleague(visit)}


def _moved(visit: Visit) -> dict[str, Any]:
    # The step ends tasks, so it is asked for twice: this is the second time.
    return {"case": [visit["case"]], "do": "move", "step": "collect", "given": "yes"}


APPLICANTS = ("town", "elsewhere")  # those with an account, to whom messages are sent
DOORS = [
    Door("GET desk:my-work", member_anywhere),
    Door("GET desk:choose", member_anywhere),
    Door("POST desk:choose", member, body=_own, keeps=True),
    Door("GET desk:queue", role_anywhere("officer", "manager", "agent", "viewer", "crew")),
    Door("POST desk:save-view", member_anywhere, body={"name": "Mine", "query": "view=all"}),
    Door("POST desk:forget-view", whose_view),
    Door("POST desk:bulk", member_anywhere, touched_by=WORK, body=_assigned),
    Door("POST desk:bulk", member_anywhere, touched_by=WORK, body=_moved),
    Door("GET desk:bulk-result", member_anywhere),
    Door("GET desk:case", READ),
    Door("GET desk:beside", READ),
    Door("GET desk:history", READ),
    Door(
        "POST desk:send-again", WRITE, arguments=lambda visit: {"message_id": visit["failed_message"]}, sides=APPLICANTS
    ),
    act("take", WORK),
    act("release", WORK, before=take),
    act("assign", WORK, body=colleague),
    act("hand-over", WORK, before=take, body=lambda visit: {**colleague(visit), "note": "Please."}),
    act("priority", WORK, body={"priority": "high"}),
    act("ask", WORK, body={"question": "Which gate?"}),
    act("note", WRITE, body={"note": "Words."}),
    act("write", WRITE, body={"subject": "Your bin", "text": "Words."}),
    act("read", WRITE),
    act("task", WORK, body=_task),
    act("reopen", WORK, before=close, body={"reason": "It was the wrong one."}),
    act("link", WORK, body=_other),
    act("duplicate", WORK, body=_other),
    act("move.collect", WORK),
    act("move.visit", role("crew", "manager")),
    act("move.refuse", WORK, body={"reason": "It was not missed."}),
    Door("GET desk:services", member_anywhere),
    Door("POST desk:new-service", role_anywhere("editor", "manager"), body={"name": "skips"}),
    Door("GET desk:service", member | steward),
    Door("GET desk:draft", PREPARE_HERE | steward),
    Door("POST desk:draft", WRITE_SERVICES, body=source),
    Door("GET desk:changes", PREPARE_HERE | steward, before=submitted, query={"old": 1, "new": 2}),
    Door("GET desk:version", PREPARE_HERE | steward),
    Door("GET desk:version", member | steward, arguments={"number": 1}),
    Door("GET desk:preview", PREPARE_HERE | steward),
    version_act("submit", WRITE_SERVICES),
    version_act("send-back", REVIEW | WRITE_SERVICES | steward, before=submitted, body={"reason": "Shorter."}),
    version_act("approve", DECIDE, before=submitted, sides=("town",)),
    version_act("publish", DECIDE, before=approved),
    version_act("roll-back", DECIDE, before=published, arguments={"number": 1}),
    version_act("withdraw", DECIDE, body={"reason": "It ends."}),
    version_act("discard", WRITE_SERVICES),
    Door("GET desk:journal", JOURNAL),
    Door("GET desk:failed-work", steward),
    Door("POST desk:send-waiting", steward),
    Door("POST desk:replay", steward & present),
    Door("GET /api/desk/journal", JOURNAL | scope_anywhere("journal:read")),
    Door("GET /api/desk/failed-work", steward),
    Door("POST /api/desk/failed-work/{work}/replay", steward & present),
    Door("GET /api/desk/journal", role("manager") | scope("journal:read"), query=_own),
]
