"""Personal data of organisations: memberships, invitations, and the makers of API keys."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as msgid

from commonweal.ground.organisations.actions.invite_member import withdraw_invitations_of
from commonweal.ground.organisations.actions.revoke_api_key import revoke_keys_of
from commonweal.ground.organisations.models import ApiKey, Invitation, Membership, Organisation
from commonweal.ground.organisations.permissions import keep_a_manager
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.personal import PersonalData, PersonalField
from commonweal.kernel.text import Text

KEPT_AFTER_END = timedelta(days=30)


def _memberships(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = Membership.objects.filter(person_id=person).select_related("organisation")[:most]
    return [{"roles": row.roles, "organisation": row.organisation.key, "since": row.since} for row in rows]


def _erase_memberships(person: str) -> int:
    rows = list(Membership.objects.filter(person_id=person))
    # Locked in one order, so that two managers who leave at the same time do not deadlock.
    organisations = Organisation.objects.select_for_update().order_by("pk").filter(memberships__in=rows)
    by_id = {row.pk: row for row in organisations}
    for row in rows:
        keep_a_manager(by_id[row.organisation_id], without=row)
        row.delete()
    return len(rows)


def _sent_to(person: str) -> "QuerySet[Invitation]":
    emails = get_user_model().objects.filter(pk=person).values("email")
    return Invitation.objects.filter(email__in=emails)


def _invitations(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = _sent_to(person).select_related("organisation")[:most]
    return [{"email": row.email, "roles": row.roles, "organisation": row.organisation.key} for row in rows]


def _erase_invitations(person: str) -> int:
    """Withdraw what the person offered to others, forget who sent the rest, and delete what was sent to the person."""
    sent = Invitation.objects.filter(invited_by=UUID(person))
    for organisation in Organisation.objects.filter(pk__in=sent.filter(accepted_at=None).values("organisation")):
        withdraw_invitations_of(organisation, person, SYSTEM)
    sent.update(invited_by=None)
    return _sent_to(person).delete()[0]


def _keys(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = ApiKey.objects.filter(created_by=UUID(person)).select_related("organisation")[:most]
    return [{"created_by": f"person:{person}", "name": row.name, "organisation": row.organisation.key} for row in rows]


def _erase_keys(person: str) -> int:
    """Revoke the keys, because they would have no accountable person, and forget who made them."""
    rows = ApiKey.objects.filter(created_by=UUID(person))
    for organisation in Organisation.objects.filter(pk__in=rows.filter(revoked_at=None).values("organisation")):
        revoke_keys_of(organisation, person, SYSTEM)
    return rows.update(created_by=None)


COLLEAGUES = msgid("you, and the staff of the organisation")
PERSONAL = [
    PersonalData(
        model="ground_organisations.Membership",
        fields=(
            PersonalField(
                field="roles",
                title={"en": "Your part in an organisation", "cy": "Eich rhan mewn sefydliad"},
                purpose=msgid("letting you do your work"),
                basis="contract",
                retention=msgid("as long as you work there"),
                seen_by=COLLEAGUES,
            ),
        ),
        collect=_memberships,
        erase=_erase_memberships,
        keeps={},
    ),
    PersonalData(
        model="ground_organisations.Invitation",
        fields=(
            PersonalField(
                field="email",
                title={"en": "Invitation sent to you", "cy": "Gwahoddiad a anfonwyd atoch"},
                purpose=msgid("asking you to work for an organisation"),
                basis="legitimate_interests",
                retention=msgid("until 30 days after it has run out"),
                seen_by=msgid("the managers of the organisation"),
            ),
            PersonalField(
                field="roles",
                title={"en": "The part that you were offered", "cy": "Y rhan a gynigiwyd i chi"},
                purpose=msgid("asking you to work for an organisation"),
                basis="legitimate_interests",
                retention=msgid("until 30 days after it has run out"),
                seen_by=msgid("the managers of the organisation"),
            ),
        ),
        collect=_invitations,
        erase=_erase_invitations,
        keeps={},
    ),
    PersonalData(
        model="ground_organisations.ApiKey",
        fields=(
            PersonalField(
                field="created_by",
                title={"en": "A key that you made for a program", "cy": "Allwedd a wnaethoch i raglen"},
                purpose=msgid("knowing who gave a program access"),
                basis="legitimate_interests",
                retention=msgid("as long as the organisation is a member"),
                seen_by=msgid("the managers of the organisation"),
            ),
        ),
        collect=_keys,
        erase=_erase_keys,
        keeps={
            "en": "The name of the key, which is revoked, without who made it",
            "cy": "Enw’r allwedd, sy’n cael ei dirymu, heb bwy a’i gwnaeth",
        },
    ),
]

TITLES: dict[str, Text] = {
    "ground_organisations.Membership": {"en": "Where you work", "cy": "Ble rydych yn gweithio"},
    "ground_organisations.Invitation": {"en": "Invitations sent to you", "cy": "Gwahoddiadau a anfonwyd atoch"},
    "ground_organisations.ApiKey": {"en": "Keys that you made", "cy": "Allweddi a wnaethoch"},
}

NOT_PERSONAL = {
    "ground_organisations.Membership.rests": "whether the roles count, which the person is shown",
    "ground_organisations.Membership.replacement_asked_at replacement_asked_by": "an act of a manager, in the journal",
    "ground_organisations.Invitation.token_hash": "the hash of a random token",
    "ground_organisations.ApiKey.name": "the name of a program",
    "ground_organisations.ApiKey.hash": "the hash of a random secret",
    "ground_organisations.ApiKey.hint": "the first characters of a random secret",
    "ground_organisations.ApiKey.scopes": "what a program may do",
    "ground_organisations.ApiKey.last_used_on": "when a program called, not a person",
}


def expire(moment: datetime) -> int:
    """Delete invitations that ran out KEPT_AFTER_END ago, accepted or not."""
    return Invitation.objects.filter(expires_at__lt=moment - KEPT_AFTER_END).delete()[0]
