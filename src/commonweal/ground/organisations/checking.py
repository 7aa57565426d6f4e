"""Checks an organisation's description, look, roles and scopes, and reports mistakes by field."""

import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from commonweal.ground.organisations.models import KINDS
from commonweal.kernel.problems import Invalid
from commonweal.kernel.written import Unfit, emails
from commonweal.web.theming import Theme, ThemeError, stylesheet

KEY = re.compile(r"[a-z][a-z0-9-]{1,78}[a-z0-9]")
ROLE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
CONTACT = ("email", "phone", "website", "address", "hours")
THEME = ("primary", "accent")
LONGEST_NAME = 120
LONGEST_TEXT = 2000


def refuse(**fields: str) -> None:
    """Raise Invalid if any field has a message."""
    wrong = {name: words for name, words in fields.items() if words}
    if wrong:
        raise Invalid(_("Some of what you entered needs correcting."), fields=wrong)


def fault_in_key(key: str) -> str:
    """Why this cannot be an organisation's key, or ''."""
    if KEY.fullmatch(key):
        return ""
    return _("Use 3 to 80 small letters, digits and hyphens, beginning with a letter")


def fault_in_kind(kind: str) -> str:
    """Why this is not a valid kind of organisation, or ''."""
    return "" if kind in dict(KINDS) else _("Choose one of the kinds of organisation")


def fault_in_text(text: object, longest: int, *, needed: bool) -> str:
    """Why this is not a text in the languages of the place, or ''."""
    codes = {code for code, _name in settings.LANGUAGES}
    if not isinstance(text, Mapping) or not all(isinstance(words, str) for words in text.values()):
        return _("Give words by language, such as {“en”: “…”}")
    if set(text) - codes:
        return _("This place has no language called %(code)s") % {"code": ", ".join(sorted(set(text) - codes))}
    if any(len(words) > longest for words in text.values()):
        return _("Use at most %(number)s characters") % {"number": longest}
    if needed and not any(words.strip() for words in text.values()):
        return _("Enter this in at least one language")
    return ""


def faults_in_description(said: Mapping[str, object]) -> dict[tuple[str, ...], str]:
    """What is wrong with the name, summary, contact and theme of an organisation, as far as they are given.

    By path: ("name",), or ("contact", "hours") for one detail of them."""
    faults: dict[tuple[str, ...], str] = {}
    if "name" in said:
        faults["name",] = fault_in_text(said["name"], LONGEST_NAME, needed=True)
    faults["summary",] = fault_in_text(said.get("summary", {}), LONGEST_TEXT, needed=False)
    faults["theme",] = fault_in_theme(said.get("theme", {}))
    faults |= {("contact", *detail): words for detail, words in _faults_in_contact(said.get("contact", {})).items()}
    return {path: words for path, words in faults.items() if words}


def refuse_description(said: Mapping[str, object], **more: str) -> None:
    """Raise Invalid, by field, where anything is wrong with it; `more` are faults of other fields."""
    found = faults_in_description(said)
    refuse(**more, **{path[0]: words for path, words in reversed(found.items())})


def _faults_in_contact(contact: object) -> dict[tuple[str, ...], str]:
    if not isinstance(contact, Mapping) or set(contact) - set(CONTACT):
        return {(): _("Contact details can be: %(fields)s") % {"fields": ", ".join(CONTACT)}}
    return {(name,): _fault_in_detail(name, value) for name, value in contact.items()}


def _fault_in_detail(name: str, value: object) -> str:
    if name == "hours" and isinstance(value, Mapping):
        return fault_in_text(value, LONGEST_TEXT, needed=False)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return _("Give %(name)s as plain words") % {"name": name}
    try:
        if name == "email" and value:
            emails.tidy_email(value)
        if name == "website" and value:
            URLValidator(schemes=["https", "http"])(value)
    except Unfit as unfit:
        return _(unfit.message)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def fault_in_theme(theme: object) -> str:
    """Why these colours cannot be used, or ''."""
    if not isinstance(theme, Mapping) or set(theme) - set(THEME):
        return _("A theme can have: %(fields)s") % {"fields": ", ".join(THEME)}
    try:
        stylesheet(Theme(**{name: str(colour) for name, colour in theme.items()}))
    except ThemeError as error:
        return str(error)
    return ""


def tidy_roles(roles: Iterable[str]) -> list[str]:
    """Roles without repetition, in order. Raises Invalid for none, or for what cannot be a role's name."""
    found = sorted(set(roles))
    if not found:
        refuse(roles=_("Choose at least one role"))
    if any(not ROLE.fullmatch(role) for role in found):
        refuse(roles=_("A role is a short name in small letters, such as officer"))
    return found


def refuse_unknown_roles(roles: Iterable[str], known: Iterable[str]) -> None:
    """Raise Invalid for a role that is not used anywhere: it would give its holder no permission, without any
    warning."""
    unknown = sorted(set(roles) - set(known))
    if unknown:
        said = {"names": ", ".join(unknown), "known": ", ".join(sorted(known))}
        refuse(roles=_("There is no role called %(names)s. There are: %(known)s") % said)


def tidy_email(email: str) -> str:
    """An email address in the form in which it is kept. Raises Invalid."""
    try:
        return emails.tidy_email(email)
    except Unfit as unfit:
        raise Invalid(_("Some of what you entered needs correcting."), fields={"email": _(unfit.message)}) from None
