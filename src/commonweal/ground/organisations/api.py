"""The front door of organisations: members of the place, roles of people in them, keys of programs, and the verbs."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth import get_user_model

from commonweal.ground.organisations.acting import acting_for, acting_for_key, is_staff, resting_in
from commonweal.ground.organisations.actions.accept_invitation import accept_invitation
from commonweal.ground.organisations.actions.add_member import add_member
from commonweal.ground.organisations.actions.change_organisation import change_organisation
from commonweal.ground.organisations.actions.change_roles import change_roles
from commonweal.ground.organisations.actions.create_api_key import create_api_key
from commonweal.ground.organisations.actions.create_organisation import create_organisation
from commonweal.ground.organisations.actions.give_office import give_office
from commonweal.ground.organisations.actions.hand_over_stewardship import hand_over_stewardship
from commonweal.ground.organisations.actions.invite_member import invite_member, withdraw_invitation
from commonweal.ground.organisations.actions.remove_member import remove_member
from commonweal.ground.organisations.actions.replace_second_factor import replace_second_factor
from commonweal.ground.organisations.actions.rest_roles import confirm_member, rest_roles
from commonweal.ground.organisations.actions.revoke_api_key import revoke_api_key
from commonweal.ground.organisations.actions.switch_capability import switch_capability, switchable
from commonweal.ground.organisations.cards import (
    InvitationCard,
    KeyCard,
    MemberCard,
    NewKey,
    OrganisationCard,
    SwitchCard,
    card,
    invitation_card,
    key_card,
    member_card,
)
from commonweal.ground.organisations.checking import faults_in_description
from commonweal.ground.organisations.models import ApiKey, Invitation, Membership, Organisation
from commonweal.ground.organisations.permissions import (
    OFFICES,
    has_office,
    is_manager,
    is_steward,
    may_see_people,
    own_organisation,
    require_authority,
    require_in,
)
from commonweal.ground.organisations.roles import FurtherRoles, known_roles
from commonweal.ground.organisations.roles import words_for as role_words
from commonweal.ground.organisations.scopes import scopes
from commonweal.ground.organisations.switches import forget_switches, is_capability_on, read_switched_off
from commonweal.ground.organisations.tokens import hash_of
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound, filled
from commonweal.kernel.remembered import remembered

__all__ = [
    "OFFICES",
    "FurtherRoles",
    "InvitationCard",
    "KeyCard",
    "MemberCard",
    "NewKey",
    "OrganisationCard",
    "SwitchCard",
    "accept_invitation",
    "acting_for",
    "acting_for_key",
    "add_member",
    "card",
    "change_organisation",
    "change_roles",
    "confirm_member",
    "create_api_key",
    "create_organisation",
    "faults_in_description",
    "forget_switches",
    "give_office",
    "hand_over_stewardship",
    "has_office",
    "hash_of",
    "invitations_of",
    "invite_member",
    "is_capability_on",
    "is_manager",
    "is_staff",
    "is_steward",
    "keys_of",
    "known_roles",
    "members_of",
    "organisation_by_key",
    "organisations",
    "remove_member",
    "replace_second_factor",
    "require_present_manager",
    "rest_roles",
    "resting_in",
    "revoke_api_key",
    "role_words",
    "scopes",
    "staff_of",
    "switch_capability",
    "switches_of",
    "withdraw_invitation",
]


@remembered(Organisation)
def _active() -> Mapping[str, OrganisationCard]:
    return {str(row.pk): card(row) for row in Organisation.objects.filter(active=True)}


def organisations(ids: Iterable[str] | None = None) -> dict[str, OrganisationCard]:
    """Active organisations by id, all or the named ones, from memory."""
    wanted = None if ids is None else {str(one) for one in ids}
    return {key: found for key, found in _active().items() if wanted is None or key in wanted}


def organisation_by_key(key: str) -> OrganisationCard:
    """One active organisation by the name that definitions use, from memory. Raises NotFound."""
    for found in _active().values():
        if found.key == key:
            return found
    raise NotFound(filled("There is no organisation called %(key)s.", key=key))


def members_of(organisation: str, *, acting: Acting) -> list[MemberCard]:
    """Everybody who works for the organisation, by name; for its own staff. Raises NotFound, NotAllowed."""
    row = own_organisation(organisation, acting)
    require_in(row, may_see_people, acting)
    rows = Membership.objects.select_related("person").filter(organisation=row).order_by("person__name", "person_id")
    return [member_card(each) for each in rows]


@remembered(Membership, (get_user_model(), "name"))
def _staff() -> Mapping[str, Sequence[tuple[str, str, frozenset[str]]]]:
    """By organisation (id): person (id), name and roles, by name."""
    found: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    rows = Membership.objects.order_by("person__name", "person_id")
    for organisation, person, name, roles in rows.values_list("organisation_id", "person_id", "person__name", "roles"):
        found.setdefault(str(organisation), []).append((str(person), name, frozenset(roles)))
    return found


def staff_of(organisation: str, *roles: str) -> dict[str, str]:
    """The names of the people (by id) who hold one of these roles in the organisation, or any role where none is named:
    for assigning work to them. From memory, by name.

    Asks no permission: the caller shows them to staff of this organisation only."""
    staff = _staff().get(str(organisation), ())
    return {person: name for person, name, held in staff if not roles or not held.isdisjoint(roles)}


def invitations_of(organisation: str, *, acting: Acting) -> list[InvitationCard]:
    """Invitations that wait for an answer, newest first; for managers. Raises NotFound, NotAllowed."""
    row = own_organisation(organisation, acting)
    require_in(row, is_manager, acting)
    rows = Invitation.objects.filter(organisation=row, accepted_at=None, expires_at__gt=clock.now())
    return [invitation_card(each) for each in rows.order_by("-expires_at")]


def require_present_manager(organisation: str, *, acting: Acting) -> None:
    """Refuse all but managers of the organisation (id) who have shown a second factor within the last minutes.

    Raises NotSignedIn, NotFound, NotAllowed, SecondFactorNeeded."""
    require_authority(own_organisation(organisation, acting), acting)


def keys_of(organisation: str, *, acting: Acting) -> list[KeyCard]:
    """The organisation's API keys, revoked ones too, newest first; for managers. Raises NotFound, NotAllowed."""
    row = own_organisation(organisation, acting)
    require_in(row, is_manager, acting)
    return [key_card(each) for each in ApiKey.objects.filter(organisation=row).order_by("-created_at")]


def switches_of(organisation: str, *, acting: Acting) -> list[SwitchCard]:
    """Every capability that the organisation may have on or off, and which it is; for its own staff and keys.

    Raises NotSignedIn, NotFound."""
    row = own_organisation(organisation, acting)
    off = read_switched_off(row.pk)
    return [SwitchCard(key, config.title, key not in off) for key, config in switchable(off).items()]
