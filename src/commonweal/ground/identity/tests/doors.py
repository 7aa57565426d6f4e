"""Who may use the addresses of identity: everybody their own account, managers the corrections they are asked for."""

from typing import Any

from django.core import signing

from commonweal.ground.identity.api import ask_correction, show_presence
from commonweal.ground.identity.signing_in.guessing import LINK
from commonweal.ground.organisations.models import Organisation
from commonweal.kernel.testing import (
    Door,
    Side,
    Visit,
    applicant,
    everybody,
    named,
    present,
    role,
    signed_in,
)

# The town alone has the office to check who people are.
AT_THE_COUNTER = role("officer", "agent")
CHECKING = AT_THE_COUNTER & present
AFTER = ("blocks.cases",)
LIBRARY = ("account_", "mfa_", "usersessions_")  # the account library's pages guard themselves, and hold one's own only


def plant(world: Any, side: Side) -> None:
    """The applicant of each side asks the organisation to correct something."""
    if side.applicant not in world.people:
        return
    if side.name == "town":
        Organisation.objects.filter(key="town").update(roles_in_place=["identity_checks"])
    words = world.secret(side, "correction", (applicant & signed_in) | role("manager"))
    side.things["correction"] = ask_correction(
        model="blocks_cases.Case",
        field="sealed",
        words=words,
        organisation=side.organisation,
        acting=world.acting(side.applicant),
    )


def _own_address(visit: Visit) -> dict[str, str]:
    person = visit.world.people.get(visit.walker.name)
    return {"confirmation": person.email if person else "ann@example.org"}


def _present(world: Any, side: Side) -> None:
    """Ben is at the counter of the town, and shows the current code."""
    side.things["code"] = show_presence(acting=world.acting("ben")).code


def _link(visit: Visit) -> dict[str, object]:
    return {"token": signing.dumps("an address", salt=LINK)}


def _code(visit: Visit) -> dict[str, object]:
    return {"code": visit["code"]}


def _seen(visit: Visit) -> dict[str, object]:
    return {**_code(visit), "level": "medium", "documents": ["passport"]}


def _asked(visit: Visit) -> dict[str, object]:
    return {
        "model": "blocks_cases.Case",
        "field": "sealed",
        "words": "It is the green one.",
        "organisation": visit.side.organisation,
    }


# An account with a second factor must have shown it recently; a page asks for it, a program is refused.
asked_again = named("stale", "weak")
DETAILS = {"name": "Somebody Else", "language": "en"}
ANSWER = {"outcome": "done", "words": "It is corrected."}

DOORS = [
    Door("GET identity:account", signed_in),
    Door("GET identity:known-browser", everybody, arguments=_link),
    Door("POST identity:known-browser", everybody, arguments=_link, keeps=True),
    Door("GET identity:second-step", signed_in),
    Door("GET identity:my-data", signed_in),
    Door("GET identity:download", signed_in),
    Door("GET identity:correct", signed_in),
    Door("POST identity:correct", signed_in, body=DETAILS),
    Door("GET identity:wrong", signed_in),
    Door(
        "POST identity:wrong",
        signed_in,
        body=lambda visit: {**_asked(visit), "what": "blocks_cases.Case:sealed"},
    ),
    Door("GET identity:delete", signed_in),
    Door("POST identity:delete", signed_in, body=_own_address),
    Door("GET identity:deleted", everybody),
    Door("GET identity:corrections", role("manager"), arguments=lambda visit: {"key": visit.side.organisation}),
    Door("GET identity:correction", role("manager"), arguments=lambda visit: {"key": visit.side.organisation}),
    Door(
        "POST identity:correction",
        role("manager"),
        arguments=lambda visit: {"key": visit.side.organisation},
        body=ANSWER,
    ),
    Door("GET /api/identity/me", signed_in),
    Door("PATCH /api/identity/me", signed_in, body={"name": "Somebody Else"}),
    Door("GET /api/identity/me/export", signed_in),
    Door("POST /api/identity/me/corrections", signed_in, body=_asked),
    Door("POST /api/identity/me/erasure", signed_in & ~asked_again, body=_own_address),
    Door("GET /api/identity/corrections/{key}", role("manager")),
    Door("GET /api/identity/corrections/{key}/{correction}", role("manager")),
    Door("POST /api/identity/corrections/{key}/{correction}/answer", role("manager"), body=ANSWER),
    Door("GET identity:show-code", signed_in),
    Door("POST identity:show-code", signed_in),
    Door("POST /api/identity/me/presence", signed_in),
    Door("GET identity:check", CHECKING, sides=("town",)),
    Door("POST identity:check", CHECKING, before=_present, body=_seen, sides=("town",)),
    Door("POST /api/identity/checks/who", AT_THE_COUNTER, before=_present, body=_code, keeps=True, sides=("town",)),
    Door("POST /api/identity/checks", CHECKING, before=_present, body=_seen, sides=("town",)),
]
