"""Who may use the addresses of journeys: the person or guest who began one."""

import re
from typing import Any

from django.urls import reverse

from commonweal.blocks.messages.api import outbox
from commonweal.ground.identity.guests import KEY
from commonweal.kernel.acting import Acting
from commonweal.kernel.testing import (
    Door,
    Side,
    applicant,
    everybody,
    role,
    scope,
    scope_anywhere,
    signed_in,
)
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.tests.conftest import ADDRESS

READ = role("officer", "manager", "agent", "viewer", "crew") | scope("cases:read", "cases:write")
ANSWERS = {"address": ADDRESS, "kind": "grey", "email": "somebody@example.org"}


def plant(world: Any, side: Side) -> None:
    """Two applications and two drafts of each applicant: one just begun, one that can be sent."""
    service = f"{side.organisation}/bin"
    side.things |= {"organisation": side.organisation, "service": "bin", "section": "form", "part": "what"}
    acting = _somebody(world, side)
    for name in ("case", "other_case"):
        answers = {**ANSWERS, "note": world.secret(side, f"answer{name}".replace("_", ""), applicant | READ)}
        journey = _begun(service, acting, answers)
        side.things[name] = side.things[f"{name}_id"] = journeys.submit_journey(journey=journey, acting=acting).case
        side.things["sent"] = journey
    side.things["ready"] = _begun(service, acting, {**ANSWERS, "note": world.secret(side, "ready", applicant)})
    words = world.secret(side, "draft", applicant)
    side.things["journey_id"] = _begun(service, acting, {"address": ADDRESS, "note": words})
    side.things["version_hash"] = journeys.my_journey(side.things["journey_id"], acting).version
    if side.name == "guest":
        _by_link(side, acting)


def _somebody(world: Any, side: Side) -> Acting:
    if side.applicant in world.people:
        return world.acting(side.applicant)
    # Guests are made by the page with which they begin.
    for name in ("guest", "other guest"):
        browser = world.who[name]
        browser.post(reverse("journeys:begin", args=[side.organisation, "bin"]))
        world.guests[name] = browser.session[KEY]
    return world.acting("guest")


def _begun(service: str, acting: Acting, answers: dict[str, Any]) -> str:
    journey = str(journeys.begin_journey(service=service, acting=acting, language="en").pk)
    journeys.give_answers(journey=journey, answers=answers, acting=acting)
    return journey


def _by_link(side: Side, acting: Acting) -> None:
    """The guest had a link sent to themselves."""
    journeys.send_resume_link(journey=side.things["journey_id"], email="guest@example.org", acting=acting)
    side.things["token"] = re.findall(r"/apply/continue/([^\s/]+)", outbox(demo=True)[0].body)[0]


def _sent(visit: Any) -> dict[str, Any]:
    return {"journey_id": visit["sent"]}


def _ready(visit: Any) -> dict[str, Any]:
    return {"journey_id": visit["ready"]}


own = applicant & signed_in  # the API has no guests
DOORS = [
    Door("GET journeys:begin", everybody),
    Door("POST journeys:begin", everybody),
    Door("GET journeys:resume", everybody, sides=("guest",)),
    Door("POST journeys:resume", everybody, sides=("guest",), keeps=True),
    Door("GET journeys:resume-here", applicant),
    Door("GET journeys:step", applicant),
    Door("POST journeys:step", applicant, body={"kind": "grey", "note": "words"}),
    Door("GET journeys:save", applicant),
    Door("POST journeys:save", applicant, body={"email": "somebody@example.org"}),
    Door("GET journeys:discard", applicant),
    Door("POST journeys:discard", applicant),
    Door("GET journeys:resume-here", applicant, arguments=_ready),
    Door("GET journeys:step", applicant, arguments=_ready),
    Door("POST journeys:step", applicant, arguments=lambda visit: {**_ready(visit), "part": "check"}),
    Door("GET journeys:done", applicant, arguments=_sent),
    Door("GET /api/journeys/", signed_in),
    Door(
        "POST /api/journeys/",
        signed_in | scope_anywhere("journeys:write"),
        body=lambda visit: {"service": f"{visit.side.organisation}/bin"},
    ),
    Door("GET /api/journeys/{journey_id}", own),
    Door("PATCH /api/journeys/{journey_id}", own, body={"answers": {"kind": "green"}}),
    Door("DELETE /api/journeys/{journey_id}", own),
    Door("POST /api/journeys/{journey_id}/submit", own, arguments=_ready),
]
