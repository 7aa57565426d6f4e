"""Who may use the addresses of definitions: everybody what is or was live, the organisation's staff the drafts."""

from typing import Any

from commonweal.kernel.testing import (
    Door,
    Side,
    Visit,
    any_key,
    everybody,
    present,
    role,
    role_anywhere,
    scope,
    scope_anywhere,
    steward,
)
from commonweal.services.definitions import api as definitions

ROLES = ("officer", "manager", "editor", "reviewer", "agent", "viewer", "crew")
EVERY_SCOPE = ("definitions:read", "definitions:write")
READ = role("editor", "reviewer", "manager") | scope(*EVERY_SCOPE) | steward
WRITE = role("editor", "manager") | scope("definitions:write")
REVIEW = role("reviewer", "manager") | steward
DECIDE = REVIEW & present  # on which version applications begin
CHECK = role_anywhere(*ROLES) | scope_anywhere(*EVERY_SCOPE)
SERVICE = "/api/definitions/services/{organisation}/{name}"


def _text(side: Side) -> str:
    return definitions.version_text(f"{side.organisation}/bin", 1, acting=definitions_of_everybody()).source


def definitions_of_everybody() -> Any:
    from commonweal.kernel.acting import STRANGER

    return STRANGER


def plant(world: Any, side: Side) -> None:
    """A draft that changes the service, with a word that nobody else may see before it is published."""
    side.things |= {"name": "bin", "number": 2, "old": 1, "new": 2}
    if side.name not in world.organisations:
        side.things["text"] = world.sides[side.organisation].things["text"]
        return
    word = world.secret(side, "prepared", READ)
    text = _text(side).replace("We come back for it.", f"We come back for it {word}.")
    side.things["text"] = text
    definitions.save_draft(service=f"{side.organisation}/bin", source=text, acting=world.staff(side, "editor"))


def submitted(world: Any, side: Side) -> None:
    """A draft that was handed in by an editor who is not among the reviewers of the walk."""
    definitions.submit_for_review(service=f"{side.organisation}/bin", number=2, acting=world.staff(side, "editor"))


def approved(world: Any, side: Side) -> None:
    submitted(world, side)
    definitions.approve(service=f"{side.organisation}/bin", number=2, acting=world.acting("steward"))


def published(world: Any, side: Side) -> None:
    approved(world, side)
    definitions.publish(service=f"{side.organisation}/bin", number=2, acting=world.acting("steward"))


def source(visit: Visit) -> dict[str, Any]:
    return {"source": visit["text"]}


LIVE = {"number": 1}
REASON = {"reason": "It changes."}
prepared = ("town", "elsewhere")
DOORS = [
    Door("GET /api/definitions/schema", everybody),
    Door("POST /api/definitions/check", CHECK, body=source, keeps=True),
    Door("GET /api/definitions/services", READ, query=lambda visit: {"organisation": visit.side.organisation}),
    Door("GET /api/definitions/updates", READ, query=lambda visit: {"organisation": visit.side.organisation}),
    Door("GET /api/definitions/versions/{version_hash}", everybody),
    Door(f"GET {SERVICE}", READ),
    Door(f"GET {SERVICE}/versions", READ),
    Door(f"GET {SERVICE}/versions/{{number}}", READ),
    Door(f"GET {SERVICE}/versions/{{number}}", everybody, arguments=LIVE),
    Door(f"DELETE {SERVICE}/versions/{{number}}", WRITE),
    Door(f"PUT {SERVICE}/draft", WRITE, body=source),
    Door(f"POST {SERVICE}/versions/{{number}}/submit", WRITE & ~any_key),
    Door(f"POST {SERVICE}/versions/{{number}}/approve", DECIDE, before=submitted, sides=("town",)),
    Door(f"POST {SERVICE}/versions/{{number}}/send-back", REVIEW | WRITE, before=submitted, body=REASON),
    Door(f"POST {SERVICE}/versions/{{number}}/publish", DECIDE, before=approved),
    Door(f"POST {SERVICE}/versions/{{number}}/roll-back", DECIDE, before=published, arguments=LIVE),
    Door(f"POST {SERVICE}/retire", DECIDE, body=REASON),
    Door(f"POST {SERVICE}/take-update", WRITE, unproved="no service of this world extends another"),
    Door(f"GET {SERVICE}/difference", READ, query={"old": 1, "new": 2}),
    Door(f"GET {SERVICE}/difference", everybody, query={"old": 1, "new": 1}),
]
