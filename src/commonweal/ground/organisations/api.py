"""The front door of organisations: members of the place, roles of people in them, keys of programs."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from commonweal.ground.organisations.models import ApiKey, CapabilitySwitch, Membership, Organisation
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound, NotSignedIn
from commonweal.kernel.text import Text

# How long a process trusts what it read of an organisation's switches, in seconds.
SWITCHES_KEPT = 5


@dataclass(frozen=True)
class OrganisationCard:
    """What other capabilities and pages may know of an organisation."""

    id: str
    key: str
    name: Text
    kind: str
    summary: Text
    contact: dict[str, Any]
    theme: dict[str, Any]


def card(row: Organisation) -> OrganisationCard:
    """The card of an organisation row."""
    return OrganisationCard(str(row.pk), row.key, row.name, row.kind, row.summary, row.contact, row.theme)


def organisations(ids: Iterable[str] | None = None) -> dict[str, OrganisationCard]:
    """Active organisations by id, all or the named ones, in one query."""
    rows = Organisation.objects.filter(active=True)
    if ids is not None:
        rows = rows.filter(pk__in=set(ids))
    return {str(row.pk): card(row) for row in rows}


def organisation_by_key(key: str) -> OrganisationCard:
    """One active organisation by the name that definitions use. Raises NotFound."""
    row = Organisation.objects.filter(key=key, active=True).first()
    if row is None:
        raise NotFound(f"There is no organisation called {key}.")
    return card(row)


def acting_for(
    person: Any,
    *,
    language: str = "en",
    strong: bool = False,
    organisation: str | None = None,
    channel: str = "web",
) -> Acting:
    """The actor for a person (with `pk` and `assurance`), with the roles of all memberships (one query).

    `organisation` is the id of the one in whose name they act; ignored if they are no member of it."""
    rows = Membership.objects.filter(person_id=person.pk, organisation__active=True)
    held = {str(org): frozenset(roles) for org, roles in rows.values_list("organisation_id", "roles")}
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
    )


def hash_of(secret: str) -> str:
    """How a key or an invitation is kept. Secrets are long and random, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def acting_for_key(secret: str) -> Acting:
    """The actor for an API key. Raises NotSignedIn if it is unknown or revoked."""
    key = ApiKey.objects.filter(hash=hash_of(secret), revoked_at=None, organisation__active=True).first()
    if key is None:
        raise NotSignedIn("This API key is not known, or was revoked.", remedy="Ask a manager for a new key.")
    if key.last_used_on != clock.today():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=clock.today())
    return Acting(
        actor=f"key:{key.pk}",
        organisation=str(key.organisation_id),
        scopes=frozenset(key.scopes),
        channel="api",
        assurance="none",
    )


def is_capability_on(capability: str, organisation: str) -> bool:
    """Whether an organisation uses a capability: on, unless it was switched off."""
    return capability not in _switched_off(organisation, int(time.monotonic() / SWITCHES_KEPT))


@lru_cache(maxsize=1024)
def _switched_off(organisation: str, _moment: int) -> frozenset[str]:
    rows = CapabilitySwitch.objects.filter(organisation_id=organisation, on=False)
    return frozenset(rows.values_list("capability", flat=True))


def forget_switches() -> None:
    """Ask the database again at the next question; other processes do so within SWITCHES_KEPT seconds."""
    _switched_off.cache_clear()
