"""The HTTP API of organisations: the members of the place for everybody, staff and keys for the organisation's own."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from commonweal.ground.organisations import api
from commonweal.kernel.acting import acting_of
from commonweal.kernel.paging import MOST_PAGES, listed, page_of
from commonweal.kernel.text import Text

router = Router()
PageNumber = Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)]

SCOPES: dict[str, Text] = {
    "members:read": {"en": "Staff of the organisation: read", "cy": "Staff y sefydliad: darllen"},
}


class OrganisationOut(Schema):
    """A member of the place; texts by language."""

    id: UUID
    key: str
    name: dict[str, str]
    kind: str
    summary: dict[str, str]
    contact: dict[str, object]
    theme: dict[str, object]
    roles_in_place: list[str]


class OrganisationIn(Schema):
    """A new member of the place."""

    key: str = Field(max_length=80)
    name: dict[str, str]
    kind: str = Field(max_length=20)
    summary: dict[str, str] = {}
    contact: dict[str, object] = {}
    theme: dict[str, str] = {}


class OrganisationChange(Schema):
    """What is to be changed; omitted fields stay unchanged."""

    name: dict[str, str] | None = None
    summary: dict[str, str] | None = None
    contact: dict[str, object] | None = None
    theme: dict[str, str] | None = None


class MemberOut(Schema):
    """Somebody who works for the organisation."""

    person: UUID
    name: str
    email: str
    roles: list[str]
    since: datetime
    rests: str = Field(
        description="'' where the roles count; else they are suspended until a new second factor is confirmed"
    )
    replacement_asked_by: str = Field(
        description="the person who asked for a new second factor and waits for another manager"
    )


class RolesIn(Schema):
    """Roles, such as manager, officer, editor, reviewer, agent, viewer."""

    roles: list[str] = Field(min_length=1, max_length=50)


class InvitationIn(RolesIn):
    """The person to invite, and their roles."""

    email: str = Field(max_length=254)


class InvitationOut(Schema):
    """An invitation that waits for its answer."""

    id: UUID
    email: str
    roles: list[str]
    expires_at: datetime
    replaces: list[str] = Field(default=[], description="roles of an earlier one, whose link no longer works")


class TokenIn(Schema):
    """The token from the link of an invitation."""

    token: str = Field(max_length=200)


class KeyIn(Schema):
    """A new API key: what it is for, and what it may do (see the organisation's scopes)."""

    name: str = Field(max_length=120)
    scopes: list[str] = Field(min_length=1, max_length=200)


class KeyOut(Schema):
    """An API key without its secret."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    created_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


class NewKeyOut(Schema):
    """An API key just made; the secret is shown this once."""

    key: KeyOut
    secret: str


class OfficeIn(Schema):
    """Whether the organisation has the office."""

    given: bool


class SwitchIn(Schema):
    """Whether the organisation uses the capability."""

    on: bool


class CapabilityOut(Schema):
    """A capability and whether the organisation uses it."""

    key: str
    title: dict[str, str]
    on: bool


def _id(key: str) -> str:
    return api.organisation_by_key(key).id


@router.get("/", response=list[OrganisationOut], summary="The members of the place; the next ones by the header Link")
def list_organisations(
    request: HttpRequest, response: HttpResponse, number: PageNumber = 1
) -> list[api.OrganisationCard]:
    found = sorted(api.organisations().values(), key=lambda card: card.key)
    return listed(request, response, page_of(found, number), number)


@router.post("/", response={201: OrganisationOut}, summary="Admit an organisation (managers of the steward)")
def post_organisation(request: HttpRequest, body: OrganisationIn) -> Status[api.OrganisationCard]:
    return Status(201, api.create_organisation(**body.dict(), acting=acting_of(request)))


@router.post("/invitations/accept", response=OrganisationOut, summary="Accept an invitation as oneself")
def accept(request: HttpRequest, body: TokenIn) -> api.OrganisationCard:
    return api.accept_invitation(token=body.token, acting=acting_of(request))


@router.get("/{slug:key}", response=OrganisationOut, summary="One member of the place")
def get_organisation(request: HttpRequest, key: str) -> api.OrganisationCard:
    del request
    return api.organisation_by_key(key)


@router.patch("/{slug:key}", response=OrganisationOut, summary="Change the description or the look")
def patch_organisation(request: HttpRequest, key: str, body: OrganisationChange) -> api.OrganisationCard:
    return api.change_organisation(organisation=_id(key), acting=acting_of(request), **body.dict())


@router.post("/{slug:key}/stewardship", response=OrganisationOut, summary="Make this organisation the steward")
def post_stewardship(request: HttpRequest, key: str) -> api.OrganisationCard:
    return api.hand_over_stewardship(to=_id(key), acting=acting_of(request))


@router.get("/{slug:key}/members", response=list[MemberOut], summary="Who works for the organisation")
def list_members(request: HttpRequest, key: str) -> list[api.MemberCard]:
    return api.members_of(_id(key), acting=acting_of(request))


@router.put("/{slug:key}/members/{uuid:person}/roles", response=MemberOut, summary="Replace somebody's roles")
def put_roles(request: HttpRequest, key: str, person: UUID, body: RolesIn) -> api.MemberCard:
    return api.change_roles(organisation=_id(key), person=str(person), roles=body.roles, acting=acting_of(request))


@router.delete("/{slug:key}/members/{uuid:person}", response={204: None}, summary="End somebody's membership")
def delete_member(request: HttpRequest, key: str, person: UUID) -> Status[None]:
    api.remove_member(organisation=_id(key), person=str(person), acting=acting_of(request))
    return Status(204, None)


@router.post(
    "/{slug:key}/members/{uuid:person}/second-factor", response=MemberOut, summary="Replace a lost second factor"
)
def post_second_factor(request: HttpRequest, key: str, person: UUID) -> api.MemberCard:
    """The first manager asks, a second one agrees by the same call; the steward's managers do it immediately."""
    return api.replace_second_factor(organisation=_id(key), person=str(person), acting=acting_of(request))


@router.post(
    "/{slug:key}/members/{uuid:person}/confirm", response=MemberOut, summary="Confirm a colleague's new second factor"
)
def post_confirm(request: HttpRequest, key: str, person: UUID) -> api.MemberCard:
    """Their roles count again after they proved a new second factor to another organisation."""
    return api.confirm_member(organisation=_id(key), person=str(person), acting=acting_of(request))


@router.get("/{slug:key}/invitations", response=list[InvitationOut], summary="Invitations that wait")
def list_invitations(request: HttpRequest, key: str) -> list[api.InvitationCard]:
    return api.invitations_of(_id(key), acting=acting_of(request))


@router.post("/{slug:key}/invitations", response={201: InvitationOut}, summary="Invite somebody by email")
def post_invitation(request: HttpRequest, key: str, body: InvitationIn) -> Status[api.InvitationCard]:
    made = api.invite_member(organisation=_id(key), email=body.email, roles=body.roles, acting=acting_of(request))
    return Status(201, made)


@router.delete("/{slug:key}/invitations/{uuid:invitation}", response={204: None}, summary="Withdraw an invitation")
def delete_invitation(request: HttpRequest, key: str, invitation: UUID) -> Status[None]:
    api.withdraw_invitation(organisation=_id(key), invitation=str(invitation), acting=acting_of(request))
    return Status(204, None)


@router.get("/{slug:key}/keys", response=list[KeyOut], summary="API keys, revoked ones too")
def list_keys(request: HttpRequest, key: str) -> list[api.KeyCard]:
    return api.keys_of(_id(key), acting=acting_of(request))


@router.post("/{slug:key}/keys", response={201: NewKeyOut}, summary="Make an API key; its secret is shown only once")
def post_key(request: HttpRequest, key: str, body: KeyIn) -> Status[api.NewKey]:
    made = api.create_api_key(organisation=_id(key), name=body.name, scopes=body.scopes, acting=acting_of(request))
    return Status(201, made)


@router.delete("/{slug:key}/keys/{uuid:api_key}", response=KeyOut, summary="Revoke an API key")
def delete_key(request: HttpRequest, key: str, api_key: UUID) -> api.KeyCard:
    return api.revoke_api_key(organisation=_id(key), key=str(api_key), acting=acting_of(request))


@router.get("/{slug:key}/scopes", response=dict[str, dict[str, str]], summary="What keys can be allowed to do")
def list_scopes(request: HttpRequest, key: str) -> dict[str, Text]:
    del request
    _id(key)
    return api.scopes()


@router.get("/{slug:key}/capabilities", response=list[CapabilityOut], summary="What the organisation uses")
def list_capabilities(request: HttpRequest, key: str) -> list[api.SwitchCard]:
    return api.switches_of(_id(key), acting=acting_of(request))


@router.put("/{slug:key}/capabilities/{capability}", response={204: None}, summary="Switch a capability on or off")
def put_capability(request: HttpRequest, key: str, capability: str, body: SwitchIn) -> Status[None]:
    api.switch_capability(organisation=_id(key), capability=capability, on=body.on, acting=acting_of(request))
    return Status(204, None)


@router.put("/{slug:key}/offices/{office}", response=OrganisationOut, summary="Give an office of the place (steward)")
def put_office(request: HttpRequest, key: str, office: str, body: OfficeIn) -> api.OrganisationCard:
    return api.give_office(organisation=_id(key), office=office, given=body.given, acting=acting_of(request))
