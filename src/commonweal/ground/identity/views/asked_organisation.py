"""The field that names an organisation: a list where there are few, its name where there are many."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.ground.organisations.api import organisations
from commonweal.kernel.problems import Invalid
from commonweal.kernel.text import in_language

MOST_LISTED = 50
MOST_LIKE_IT = 5


def organisation_field() -> dict[str, object]:
    """The field, without a value."""
    drawn = {
        "key": "organisation",
        "label": _("Who should look at it?"),
        "hint": _("If you do not choose, it goes to the organisation that holds it."),
        "required": False,
    }
    listed = list(organisations().values())
    if len(listed) > MOST_LISTED:
        hint = _(
            "Write the name of the organisation. If you leave this empty, it goes to the organisation that holds it."
        )
        return drawn | {"type": "text", "max_length": 200, "hint": hint}
    options = [{"value": card.key, "label": card.name} for card in listed]
    return drawn | {
        "type": "one_of",
        "widget": "select",
        "prompt": _("The organisation that holds it"),
        "options": options,
    }


def organisation_key(written: str) -> str:
    """The key of the organisation that was chosen by its key or written by its name in any language; '' for nothing.

    Raises Invalid (field "organisation") with names that are like it."""
    asked = " ".join(written.split()).casefold()
    if not asked:
        return ""
    named = {
        card.key: {card.key, *(name.casefold() for name in card.name.values())} for card in organisations().values()
    }
    found = [key for key, names in named.items() if asked in names]
    if len(found) != 1:
        raise _unknown([key for key, names in named.items() if any(asked in name for name in names)])
    return found[0]


def _unknown(like_it: list[str]) -> Invalid:
    cards = {card.key: card for card in organisations().values()}
    names = sorted(in_language(cards[key].name, get_language() or "en") for key in like_it)[:MOST_LIKE_IT]
    words = _("There is no organisation of this name here. Write its whole name")
    if names:
        words = _("Write the whole name, such as: %(names)s") % {"names": "; ".join(names)}
    return Invalid(words, fields={"organisation": words})
