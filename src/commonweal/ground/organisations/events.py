"""What can happen to an organisation, its staff and its keys."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class OrganisationCreated(Fact):
    """An organisation became a member of the place."""

    type: ClassVar[str] = "organisations.created"
    title: ClassVar[Text] = {"en": "Organisation joined the place", "cy": "Ymunodd sefydliad â’r lle"}
    key: str
    kind: str


@dataclass(frozen=True)
class OrganisationChanged(Fact):
    """Its public description or its look was changed; `fields` names what."""

    type: ClassVar[str] = "organisations.changed"
    title: ClassVar[Text] = {"en": "Organisation details changed", "cy": "Newidiwyd manylion y sefydliad"}
    fields: list[str]


@dataclass(frozen=True)
class StewardshipHandedOver(Fact):
    """Another member looks after the place from now on; `before` and `after` are keys of organisations."""

    type: ClassVar[str] = "organisations.stewardship_handed_over"
    title: ClassVar[Text] = {"en": "Stewardship handed over", "cy": "Trosglwyddwyd stiwardiaeth"}
    before: list[str]
    after: str


@dataclass(frozen=True)
class MemberInvited(Fact):
    """Somebody was invited by email to work for the organisation. Only the invitation holds the address."""

    type: ClassVar[str] = "organisations.member_invited"
    title: ClassVar[Text] = {"en": "Colleague invited", "cy": "Gwahoddwyd cydweithiwr"}
    invitation: str
    roles: list[str]


@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was accepted."""

    type: ClassVar[str] = "organisations.invitation_withdrawn"
    title: ClassVar[Text] = {"en": "Invitation withdrawn", "cy": "Tynnwyd gwahoddiad yn ôl"}
    invitation: str


@dataclass(frozen=True)
class MemberJoined(Fact):
    """Somebody began to work for the organisation."""

    type: ClassVar[str] = "organisations.member_joined"
    title: ClassVar[Text] = {"en": "Colleague joined", "cy": "Ymunodd cydweithiwr"}
    roles: list[str]


@dataclass(frozen=True)
class RolesChanged(Fact):
    """What a member of staff may do was changed."""

    type: ClassVar[str] = "organisations.roles_changed"
    title: ClassVar[Text] = {"en": "Roles changed", "cy": "Newidiwyd rolau"}
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class MemberRemoved(Fact):
    """Somebody no longer works for the organisation."""

    type: ClassVar[str] = "organisations.member_removed"
    title: ClassVar[Text] = {"en": "Colleague removed", "cy": "Tynnwyd cydweithiwr"}
    roles: list[str]


@dataclass(frozen=True)
class ReplacementAsked(Fact):
    """A manager reported that a colleague lost their second factor; a second one has to agree."""

    type: ClassVar[str] = "organisations.replacement_asked"
    title: ClassVar[Text] = {"en": "New second step asked for", "cy": "Gofynnwyd am ail gam newydd"}


@dataclass(frozen=True)
class SecondFactorReplaced(Fact):
    """The second factors of a person are removed, their sessions end, their roles rest until they prove a new one."""

    type: ClassVar[str] = "organisations.second_factor_replaced"
    title: ClassVar[Text] = {"en": "Second step removed for a new one", "cy": "Tynnwyd yr ail gam i gael un newydd"}


@dataclass(frozen=True)
class RolesRest(Fact):
    """An unconfirmed second factor was added; the person's roles do not count until it is confirmed."""

    type: ClassVar[str] = "organisations.roles_rest"
    title: ClassVar[Text] = {"en": "Roles on hold", "cy": "Rolau wedi’u hatal dros dro"}


@dataclass(frozen=True)
class MemberConfirmed(Fact):
    """A manager confirmed the identity of a colleague with a new second factor; the roles count again."""

    type: ClassVar[str] = "organisations.member_confirmed"
    title: ClassVar[Text] = {"en": "Colleague confirmed", "cy": "Cadarnhawyd cydweithiwr"}


@dataclass(frozen=True)
class OfficeChanged(Fact):
    """The steward gave an office of the place to the organisation, or took it back."""

    type: ClassVar[str] = "organisations.office_changed"
    title: ClassVar[Text] = {"en": "Office of the place changed", "cy": "Newidiwyd swydd y lle"}
    office: str
    given: bool


@dataclass(frozen=True)
class CapabilitySwitched(Fact):
    """The organisation began or ceased to use a capability."""

    type: ClassVar[str] = "organisations.capability_switched"
    title: ClassVar[Text] = {"en": "Building block switched", "cy": "Newidiwyd bloc adeiladu"}
    capability: str
    on: bool


@dataclass(frozen=True)
class ApiKeyCreated(Fact):
    """A key was made with which a program acts for the organisation."""

    type: ClassVar[str] = "organisations.api_key_created"
    title: ClassVar[Text] = {"en": "API key created", "cy": "Crëwyd allwedd API"}
    name: str
    hint: str
    scopes: list[str]


@dataclass(frozen=True)
class ApiKeyRevoked(Fact):
    """A key was made useless."""

    type: ClassVar[str] = "organisations.api_key_revoked"
    title: ClassVar[Text] = {"en": "API key revoked", "cy": "Diddymwyd allwedd API"}
    name: str
    hint: str
