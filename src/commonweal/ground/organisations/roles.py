"""What the common roles are called, and what they are for; a service may name further roles of its own.

What a role may do is decided by the predicates of each capability (`permissions.py`)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from django.utils.translation import gettext_noop as msgid

from commonweal.kernel.providers import asks, provider
from commonweal.kernel.text import Text

ROLES: dict[str, tuple[Text, Text]] = {
    "manager": (
        {"en": "Manager", "cy": "Rheolwr"},
        {
            "en": "Manages staff and their roles, API keys and the details",
            "cy": "Yn rheoli pobl a manylion",
        },
    ),
    "officer": (
        {"en": "Officer", "cy": "Swyddog"},
        {"en": "Works on cases and decides them", "cy": "Yn gweithio ar achosion ac yn eu penderfynu"},
    ),
    "editor": (
        {"en": "Editor", "cy": "Golygydd"},
        {"en": "Writes services and pages", "cy": "Yn ysgrifennu gwasanaethau a thudalennau"},
    ),
    "reviewer": (
        {"en": "Reviewer", "cy": "Adolygydd"},
        {"en": "Checks what editors wrote before it is published", "cy": "Yn gwirio cyn cyhoeddi"},
    ),
    "agent": (
        {"en": "Contact agent", "cy": "Asiant cyswllt"},
        {"en": "Helps people at the counter and on the phone", "cy": "Yn helpu pobl wrth y cownter ac ar y ffôn"},
    ),
    "viewer": (
        {"en": "Viewer", "cy": "Gwyliwr"},
        {"en": "Sees figures, changes nothing", "cy": "Yn gweld ffigurau heb newid dim"},
    ),
}
# The same in the middle of a sentence, where a refusal names the role that something takes.
IN_A_SENTENCE = (
    msgid("agent"),
    msgid("editor"),
    msgid("manager"),
    msgid("officer"),
    msgid("reviewer"),
    msgid("viewer"),
)


def options(known: Mapping[str, Text], held: Iterable[str] = ()) -> list[dict[str, object]]:
    """The roles to choose from, as a field's options: the common ones, the others that are `known` in the organisation,
    and those that are held although no service names them any more."""
    common: list[dict[str, object]] = [
        {"value": key, "label": label, "hint": hint} for key, (label, hint) in ROLES.items()
    ]
    others = sorted({*known, *held} - set(ROLES))
    return common + [{"value": role, "label": known.get(role) or role} for role in others]


def words_for(role: str, known: Mapping[str, Text] = MappingProxyType({})) -> Text | str:
    """What a role is called, as one of those `known` in the organisation; its key where it has no title."""
    return ROLES[role][0] if role in ROLES else known.get(role) or role


class FurtherRoles(Protocol):
    """The roles that an organisation has besides the common ones, such as those that its services name."""

    def __call__(self, organisation: str) -> Mapping[str, Text]:
        """The roles of an organisation (id) with their titles, which are empty where a role has none."""


def _none(organisation: str) -> Mapping[str, Text]:
    del organisation
    return {}


asks(FurtherRoles, default=_none)


def known_roles(organisation: str) -> dict[str, Text]:
    """The roles that can be given in an organisation (id), with their titles: the common ones, and those that its
    services name."""
    return {**provider(FurtherRoles)(organisation)} | {role: title for role, (title, _) in ROLES.items()}
