"""The shapes in which organisations, their staff and their keys are handed out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commonweal.ground.organisations.models import ApiKey, Invitation, Membership, Organisation
from commonweal.kernel.text import Text


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
    roles_in_place: tuple[str, ...] = ()


@dataclass(frozen=True)
class MemberCard:
    """A member of staff with their roles; name and email are for the organisation's own staff.

    rests                 "" where the roles count, "unproven" or "replaced" before a manager here confirms their factor
    replacement_asked_by  id of the manager who asked for a new second factor and waits for another, or ''"""

    person: str
    name: str
    email: str
    roles: tuple[str, ...]
    since: datetime
    rests: str = ""
    replacement_asked_by: str = ""


@dataclass(frozen=True)
class InvitationCard:
    """An invitation that waits for its answer. `replaces` has the roles of an earlier one whose link is void,
    `invited_by` the id of who sent it, or ''."""

    id: str
    organisation: str
    email: str
    roles: tuple[str, ...]
    expires_at: datetime
    replaces: tuple[str, ...] = ()
    invited_by: str = ""


@dataclass(frozen=True)
class KeyCard:
    """An API key without its secret; `hint` is how the secret begins, `made_by` the id of who made it, or ''."""

    id: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None
    made_by: str = ""


@dataclass(frozen=True)
class SwitchCard:
    """A capability and whether the organisation uses it."""

    key: str
    title: Text
    on: bool


@dataclass(frozen=True)
class NewKey:
    """A key just made; `secret` is shown once and kept nowhere."""

    key: KeyCard
    secret: str


def card(row: Organisation) -> OrganisationCard:
    """The card of an organisation row."""
    return OrganisationCard(
        id=str(row.pk),
        key=row.key,
        name=row.name,
        kind=row.kind,
        summary=row.summary,
        contact=row.contact,
        theme=row.theme,
        roles_in_place=tuple(row.roles_in_place),
    )


def member_card(row: Membership) -> MemberCard:
    """The card of a membership row whose person is loaded."""
    return MemberCard(
        person=str(row.person_id),
        name=row.person.name,
        email=row.person.email,
        roles=tuple(row.roles),
        since=row.since,
        rests=row.rests,
        replacement_asked_by=str(row.replacement_asked_by_id or ""),
    )


def invitation_card(row: Invitation) -> InvitationCard:
    """The card of an invitation row."""
    return InvitationCard(
        id=str(row.pk),
        organisation=str(row.organisation_id),
        email=row.email,
        roles=tuple(row.roles),
        expires_at=row.expires_at,
        invited_by=str(row.invited_by_id or ""),
    )


def key_card(row: ApiKey) -> KeyCard:
    """The card of a key row."""
    return KeyCard(
        id=str(row.pk),
        name=row.name,
        hint=row.hint,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        last_used_on=row.last_used_on,
        revoked_at=row.revoked_at,
        made_by=str(row.created_by_id or ""),
    )
