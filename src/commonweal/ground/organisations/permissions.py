"""Who may do what with an organisation: small predicates, asked inside the verbs."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from commonweal.ground.organisations.models import Membership, Organisation
from commonweal.kernel.acting import (
    Acting,
    Predicate,
    has_role,
    has_scope,
    is_system,
    organisation_of,
    predicate,
    require,
    require_present,
)
from commonweal.kernel.problems import Conflict, NotFound, NotSignedIn
from commonweal.kernel.text import Text

STEWARD = "steward"
# What the steward may give to any member, and revoke; stewardship itself is handed over.
OFFICES: dict[str, Text] = {
    "identity_checks": {
        "en": "Checks at its counter who people are",
        "cy": "Yn gwirio wrth ei gownter pwy yw pobl",
    },
}


@predicate("a manager of the organisation that stewards this place")
def is_steward(acting: Acting, _thing: object) -> bool:
    """Any member may be the steward: it is an office of an organisation, not a kind of organisation."""
    managed = [org for org in {*acting.memberships, acting.organisation} if org and "manager" in acting.roles_in(org)]
    rows = Organisation.objects.filter(pk__in=managed, active=True).values_list("roles_in_place", flat=True)
    return any(STEWARD in offices for offices in rows)


def has_office(office: str) -> Predicate:
    """Acts for an active organisation to which the steward gave the office."""

    @predicate("an organisation to which the steward gave this office")
    def holds(_acting: Acting, thing: Any) -> bool:
        key = organisation_of(thing)
        rows = Organisation.objects.filter(pk=key, active=True) if key else Organisation.objects.none()
        return any(office in offices for offices in rows.values_list("roles_in_place", flat=True))

    return holds


is_manager = is_system | has_role("manager")
may_change = is_manager | has_scope("organisations:write")
may_see_people = is_system | has_role("manager", "officer", "editor", "reviewer", "agent") | has_scope("members:read")
may_create = is_system | is_steward


def belongs(acting: Acting, organisation: str) -> bool:
    """Whether the actor is of this organisation in any way: by a role or by its key."""
    if acting.actor == "system":
        return True
    return organisation in acting.memberships or organisation == acting.organisation


def own_organisation(organisation: str, acting: Acting, *, lock: bool = False) -> Organisation:
    """The active organisation, for those who belong to it.

    Others may not learn of its staff and keys, so they get NotFound, and strangers NotSignedIn. `lock` holds
    the row until the transaction ends, so that only one transaction at a time counts its managers."""
    if acting.is_stranger:
        raise NotSignedIn(_("This is for people who are signed in."), remedy=_("Sign in and try again."))
    rows = Organisation.objects.select_for_update() if lock else Organisation.objects
    row = rows.filter(pk=as_uuid(organisation), active=True).first()
    if row is None or not belongs(acting, str(row.pk)):
        raise NotFound(_("There is no such organisation among those that you work for."))
    return row


def as_uuid(text: str) -> UUID:
    """The id in its typed form; NotFound for what cannot be one, as for one that does not exist."""
    try:
        return UUID(str(text))
    except ValueError as error:
        raise NotFound(_("There is nothing with this id.")) from error


def require_in(organisation: Organisation, rule: Any, acting: Acting) -> None:
    """Refuse unless the rule holds in this organisation."""
    require(rule, acting, str(organisation.pk))


def require_authority(organisation: Organisation, acting: Acting) -> None:
    """Refuse all but managers of the organisation who are present: for everything that creates or extends access."""
    require_in(organisation, is_manager, acting)
    require_present(acting)


def keep_a_manager(organisation: Organisation, without: Membership) -> None:
    """Refuse a change that leaves an organisation without a manager. Raises Conflict. The organisation's row must be
    locked."""
    others = Membership.objects.filter(organisation=organisation, rests="").exclude(pk=without.pk)
    if "manager" in without.roles and not any("manager" in roles for roles in others.values_list("roles", flat=True)):
        raise Conflict(
            _("This is the only manager of the organisation."),
            remedy=_("Make somebody else a manager first."),
        )
