"""Who may use the addresses of organisations: everybody the public ones, managers those of their staff and keys."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from commonweal.ground.organisations.api import create_api_key
from commonweal.ground.organisations.models import REPLACED, Invitation, Membership
from commonweal.ground.organisations.tokens import hash_of, invitation_token
from commonweal.kernel import clock
from commonweal.kernel.testing import (
    Door,
    Rule,
    Side,
    Visit,
    everybody,
    key,
    member,
    present,
    role,
    scope,
    steward,
)

MANAGER = role("manager")
SEE_PEOPLE = role("manager", "officer", "editor", "reviewer", "agent") | scope("members:read")
AUTHORITY = MANAGER & present  # for whatever gives power
CHANGE = AUTHORITY | scope("organisations:write")
invited = Rule(lambda walker, side: walker.name == side.things.get("invited"))
leaving = Rule(lambda walker, side: walker.name == side.things["leaves"] and bool(walker.roles))


def plant(world: Any, side: Side) -> None:
    """A key, an invitation that waits, and somebody who may be sent away."""
    organisation = world.organisations[side.organisation]
    side.things["key"] = side.organisation
    side.things["leaves"] = {"town": "officer", "elsewhere": "colleague"}[side.organisation]
    side.things["person"] = world.people[side.things["leaves"]].pk
    if side.name not in world.organisations:
        return
    name = world.secret(side, "key", MANAGER)
    made = create_api_key(
        organisation=str(organisation.pk), name=name, scopes=["cases:read"], acting=world.staff(side, "manager")
    )
    side.things["api_key"] = made.key.id
    word = world.secret(side, "invited", MANAGER)
    side.things["invitation"], _token = _invite(organisation, f"{word}@example.org")
    side.things["invited"] = {"town": "colleague", "elsewhere": "reviewer"}[side.organisation]
    _identity, side.things["invitation_token"] = _invite(organisation, f"{side.things['invited']}@example.org")


def _invite(organisation: Any, email: str) -> tuple[str, str]:
    identity = uuid4()
    token = invitation_token(str(identity))
    Invitation.objects.create(
        id=identity,
        organisation=organisation,
        email=email,
        roles=["viewer"],
        token_hash=hash_of(token),
        expires_at=clock.now() + timedelta(days=3),
    )
    return str(identity), token


def _home(visit: Visit) -> dict[str, Any]:
    """The organisation that the walker works for, else that of the side."""
    return {"organisation": next(iter(visit.walker.roles), visit.side.organisation)}


def _details(visit: Visit) -> dict[str, str]:
    return {
        "name-en": "Another Name",
        "name-cy": "Enw Arall",
        "theme-primary": "#0a4a50",
        "theme-accent": "#f2b84b",
        "contact-email": "town@example.org",
    }


def _replaced(world: Any, side: Side) -> None:
    """Somebody has proved a new second factor to another organisation."""
    Membership.objects.filter(person_id=side.things["person"]).update(rests=REPLACED)


def _office(visit: Visit) -> dict[str, str]:
    return {"organisation": "elsewhere", "office": "identity_checks", "given": "yes"}


def _token(visit: Visit) -> dict[str, Any]:
    return {"token": visit["invitation_token"]}


invites = ("town", "elsewhere")
DOORS = [
    Door("GET organisations:theme", everybody),
    Door("GET organisations:invitation", everybody, arguments=_token, sides=invites),
    Door("POST organisations:invitation", invited, arguments=_token, sides=invites),
    Door("POST organisations:switch", member, body=lambda visit: {"organisation": visit.side.organisation}, keeps=True),
    Door("GET organisations:people", SEE_PEOPLE),
    Door("POST organisations:people", AUTHORITY, body={"email": "new@example.org", "roles": ["viewer"]}),
    Door("GET organisations:person", SEE_PEOPLE & (~MANAGER | present)),
    Door("POST organisations:person", AUTHORITY, body={"roles": ["viewer"]}),
    Door("POST organisations:person", AUTHORITY | (leaving & present), body={"remove": "yes"}),
    Door("POST organisations:withdraw", AUTHORITY),
    Door("GET organisations:keys", AUTHORITY),
    Door("POST organisations:keys", AUTHORITY, body={"name": "Website", "scopes": ["cases:read"]}),
    Door("GET organisations:revoke-key", AUTHORITY),
    Door("POST organisations:revoke-key", AUTHORITY),
    Door("GET organisations:capabilities", AUTHORITY),
    Door("POST organisations:capabilities", AUTHORITY, body={"capability": "blocks.search", "on": "no"}),
    Door("GET organisations:details", AUTHORITY),
    Door("POST organisations:details", AUTHORITY, body=_details),
    Door("GET organisations:offices", steward),
    Door("POST organisations:offices", steward & present, body=_office),
    Door(
        "PUT /api/organisations/{key}/offices/{office}",
        steward & present,
        arguments={"key": "elsewhere", "office": "identity_checks"},
        body={"given": True},
    ),
    Door("GET /api/organisations/", everybody),
    Door(
        "POST /api/organisations/",
        steward & present,
        body={"key": "newcomers", "name": {"en": "New", "cy": "Newydd"}, "kind": "charity"},
    ),
    Door("POST /api/organisations/invitations/accept", invited, body=_token, sides=invites),
    Door("GET /api/organisations/{key}", everybody),
    Door("PATCH /api/organisations/{key}", CHANGE, body={"name": {"en": "Other", "cy": "Arall"}}),
    Door("POST /api/organisations/{key}/stewardship", steward & present),
    Door("GET /api/organisations/{key}/members", SEE_PEOPLE),
    Door("PUT /api/organisations/{key}/members/{person}/roles", AUTHORITY, body={"roles": ["viewer"]}),
    Door("DELETE /api/organisations/{key}/members/{person}", AUTHORITY | (leaving & present)),
    Door(
        "POST /api/organisations/{key}/members/{person}/second-factor",
        (MANAGER | steward) & present & ~leaving,
        sides=invites,
    ),
    Door(
        "POST /api/organisations/{key}/members/{person}/confirm", AUTHORITY & ~leaving, before=_replaced, sides=invites
    ),
    Door("GET /api/organisations/{key}/invitations", MANAGER),
    Door(
        "POST /api/organisations/{key}/invitations", AUTHORITY, body={"email": "new@example.org", "roles": ["viewer"]}
    ),
    Door("DELETE /api/organisations/{key}/invitations/{invitation}", AUTHORITY),
    Door("GET /api/organisations/{key}/keys", MANAGER),
    Door("POST /api/organisations/{key}/keys", AUTHORITY, body={"name": "Website", "scopes": ["cases:read"]}),
    Door("DELETE /api/organisations/{key}/keys/{api_key}", AUTHORITY),
    Door("GET /api/organisations/{key}/scopes", everybody),
    Door("GET /api/organisations/{key}/capabilities", member | key),
    Door(
        "PUT /api/organisations/{key}/capabilities/{capability}",
        AUTHORITY,
        arguments={"capability": "blocks.search"},
        body={"on": False},
    ),
]
