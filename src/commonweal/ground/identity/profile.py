"""What a person may have in their account, field by field: each is tidied, and refused with a remedy when wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from commonweal.ground.areas.api import area_of_postcode
from commonweal.kernel import clock
from commonweal.kernel.problems import Invalid
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.addresses import is_abroad, tidy_abroad
from commonweal.kernel.written.phones import tidy_phone
from commonweal.kernel.written.postcodes import tidy_postcode
from commonweal.kernel.written.words import one_line

ADDRESS = ("line1", "line2", "lines", "town", "postcode", "area", "uprn", "country")
LONGEST = 200
OLDEST = 130  # years
# What a person may choose, and the kind of each choice; a capability above keeps its own settings itself.
CHOICES: dict[str, type | tuple[type, ...]] = {
    "personalise": bool,  # order and prefill by what the place knows of me
    "circumstances": list,  # the life events and situations that I have named
    "channels": list,  # how I want to be written to, best first
    "large_print": bool,
}


class Wrong(ValueError):
    """What is wrong with one field, in plain words."""


def _words(value: object, longest: int = LONGEST) -> str:
    if not isinstance(value, str):
        raise Wrong(_("Enter this as words"))
    tidy_words = one_line(value)
    if len(tidy_words) > longest:
        raise Wrong(_("Use at most %(number)s characters") % {"number": longest})
    return tidy_words


def _phone(value: object) -> str:
    typed = _words(value, 60)
    try:
        return tidy_phone(typed, settings.PLACE_COUNTRY) if typed else ""
    except Unfit as unfit:
        raise Wrong(_(unfit.message)) from None


def _address(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) - set(ADDRESS):
        raise Wrong(_("Give an address as %(fields)s") % {"fields": ", ".join(ADDRESS)})
    if not all(isinstance(each, str) for each in value.values() if each):
        raise Wrong(_("Enter this as words"))
    if is_abroad(value, settings.PLACE_COUNTRY):
        return _abroad(value)
    found = {name: _words(value[name]) for name in ADDRESS if value.get(name) and name != "country"}
    if found and not ((found.get("line1") or found.get("lines")) and found.get("postcode")):
        raise Wrong(_("Enter the first line of the address and the postcode"))
    if found:
        found["postcode"] = _postcode(found["postcode"])
    if found and not found.get("area"):
        area = area_of_postcode(found["postcode"])
        found |= {"area": area} if area else {}
    return found


def _abroad(value: Mapping[str, str]) -> dict[str, str]:
    try:
        return tidy_abroad(value, settings.PLACE_COUNTRY)
    except Unfit as unfit:
        raise Wrong(_(unfit.message)) from None


def _postcode(typed: str) -> str:
    try:
        return tidy_postcode(typed, settings.PLACE_COUNTRY)
    except Unfit as unfit:
        raise Wrong(_(unfit.message)) from None


def _born(value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Wrong(_("Enter a real date, like 1985-03-27")) from error
    if day > clock.today():
        raise Wrong(_("Your date of birth must be in the past"))
    if day.year < clock.today().year - OLDEST:
        raise Wrong(_("Check the year of your date of birth"))
    return day


def _language(value: object) -> str:
    if value and value not in dict(settings.LANGUAGES):
        raise Wrong(_("Choose one of the languages of this place"))
    return str(value or "")


def _preferences(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise Wrong(_("Give your preferences as names with values"))
    for name, choice in value.items():
        if name not in CHOICES or not isinstance(choice, CHOICES[name]):
            raise Wrong(_("There is no such preference: %(name)s") % {"name": str(name)[:40]})
        if isinstance(choice, list) and (len(choice) > 50 or not all(isinstance(each, str) for each in choice)):
            raise Wrong(_("Choose at most 50 things for %(name)s") % {"name": name})
    return dict(value)


FIELDS: dict[str, Callable[[object], object]] = {
    "name": _words,
    "phone": _phone,
    "address": _address,
    "date_of_birth": _born,
    "language": _language,
    "preferences": _preferences,
}


def tidy(changes: Mapping[str, object]) -> dict[str, Any]:
    """The changes in the form in which they are kept. Raises Invalid with a message for each field that is wrong."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in changes.items():
        if name not in FIELDS:
            wrong[name] = _("There is no such field in an account")
            continue
        try:
            found[name] = FIELDS[name](value)
        except Wrong as error:
            wrong[name] = str(error)
    if wrong:
        raise Invalid(_("Some of what you entered needs correcting."), fields=wrong)
    return found
