"""Finds the actor: of a signed-in person with their roles, and of a program with a key."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from commonweal.ground.organisations.models import ApiKey, Membership, Organisation
from commonweal.ground.organisations.tokens import hash_of
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotSignedIn
from commonweal.kernel.remembered import remembered


def acting_for(
    person: Any,
    *,
    language: str = "en",
    strong: bool = False,
    fresh: bool = False,
    organisation: str | None = None,
    channel: str = "web",
) -> Acting:
    """The actor for a person (with `pk` and `assurance`), with the roles of all memberships, from memory.

    `organisation` is the id of the one in whose name they act; ignored if they are not a member of it. Where the place
    requires a second factor for staff, a session without one (`strong`) has no roles at all: such a person acts as the
    resident they also are. `fresh` is a second factor shown within the last minutes; where none is required, being
    signed in is enough."""
    held = _held(str(person.pk), strong=strong)
    chosen = organisation if organisation in held else next(iter(held)) if len(held) == 1 else None
    return Acting(
        actor=f"person:{person.pk}",
        organisation=chosen,
        roles=held[chosen] if chosen else frozenset(),
        memberships=held,
        channel=channel,
        assurance=person.assurance,
        language=language,
        strong=strong,
        fresh=fresh or not settings.STAFF_MFA_REQUIRED,
    )


def _held(person: str, *, strong: bool) -> Mapping[str, frozenset[str]]:
    """The roles that count, by organisation."""
    roles = _staff().get(person, {})
    if not settings.STAFF_MFA_REQUIRED:
        return roles
    rest = _resting().get(person, frozenset())
    return {key: held for key, held in roles.items() if key not in rest} if strong else {}


@remembered(Membership, Organisation)
def _staff() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Roles by person and active organisation (ids)."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    rows = Membership.objects.filter(organisation__active=True).order_by("since", "id")
    for person, organisation, roles in rows.values_list("person_id", "organisation_id", "roles"):
        found.setdefault(str(person), {})[str(organisation)] = frozenset(roles)
    return found


@remembered(Membership)
def _resting() -> Mapping[str, frozenset[str]]:
    """Organisations (ids) in which a person's roles rest."""
    found: dict[str, set[str]] = {}
    for person, organisation in Membership.objects.exclude(rests="").values_list("person_id", "organisation_id"):
        found.setdefault(str(person), set()).add(str(organisation))
    return {person: frozenset(organisations) for person, organisations in found.items()}


def resting_in(person: str) -> frozenset[str]:
    """The organisations (ids) in which a person's roles rest until somebody vouches for their second factor."""
    return _resting().get(person, frozenset()) if settings.STAFF_MFA_REQUIRED else frozenset()


def is_staff(person: str) -> bool:
    """Whether a person (id) works for any organisation of the place."""
    return person in _staff()


def _may_make_keys(person: str, organisation: str) -> bool:
    """Whether the roles of a person (id) count in the organisation (id) and include that of a manager."""
    return "manager" in _staff().get(person, {}).get(organisation, ()) and organisation not in resting_in(person)


def acting_for_key(secret: str) -> Acting:
    """The actor for an API key, which may do no more than its maker: it rests while the maker's roles rest or do not
    include that of a manager. Raises NotSignedIn then, and if the key is unknown or revoked."""
    key = ApiKey.objects.filter(hash=hash_of(secret), revoked_at=None, organisation__active=True).first()
    if key is None:
        raise NotSignedIn("This API key is not known, or was revoked.", remedy="Ask a manager for a new key.")
    if not _may_make_keys(str(key.created_by_id), str(key.organisation_id)):
        raise NotSignedIn(
            "This API key does not count at the moment, because the roles of the manager who made it do not.",
            remedy="Ask another manager for a new key, or to confirm the manager who made this one.",
        )
    if key.last_used_on != clock.today():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=clock.today())
    return Acting(
        actor=f"key:{key.pk}",
        organisation=str(key.organisation_id),
        scopes=frozenset(key.scopes),
        channel="api",
        assurance="none",
        made_by=f"person:{key.created_by_id}",
    )
