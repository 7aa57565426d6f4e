"""What the common roles are called, and what they are for; a service may name further roles of its own.

What a role may do is decided by the predicates of each capability (`permissions.py`)."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_noop as msgid

from commonweal.kernel.text import Text

ROLES: dict[str, tuple[Text, Text]] = {
    "manager": (
        {"en": "Manager", "cy": "Rheolwr"},
        {
            "en": "Says who works here and in which roles, makes keys, changes the details",
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


def options(held: Iterable[str] = ()) -> list[dict[str, object]]:
    """The roles to choose from, as a field's options: the common ones, and those that are held beside them."""
    common: list[dict[str, object]] = [
        {"value": key, "label": label, "hint": hint} for key, (label, hint) in ROLES.items()
    ]
    return common + [{"value": role, "label": role} for role in sorted(set(held) - set(ROLES))]


def words_for(role: str) -> Text | str:
    """What a role is called; the role's own name where it is no common one."""
    return ROLES[role][0] if role in ROLES else role


Source = Callable[[str], Iterable[str]]
_sources: list[Source] = []


def names_roles(source: Source) -> Source:
    """Decorator of a function that knows further roles of an organisation (id), such as those that services name."""
    _sources.append(source)
    return source


def known_roles(organisation: str) -> frozenset[str]:
    """The roles that can be given in an organisation (id): the common ones, and those that its services name."""
    return frozenset(ROLES).union(*(source(organisation) for source in _sources))
