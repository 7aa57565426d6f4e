"""The names that rules read, as labels for people."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from commonweal.blocks.forms import api as forms
from commonweal.desk.titles import readable
from commonweal.kernel.text import in_language


def labels_of(form: forms.Form, language: str) -> dict[str, str]:
    """What people call each question, by its key."""
    return {q.key: forms.label_of(page, q, language) for page, q in forms.questions_of(form) if q.asks}


def names_in_words(names: Iterable[str], labels: Mapping[str, str], language: str) -> list[str]:
    """The labels of names such as "cars" or "person.age", without duplicates."""
    return list(dict.fromkeys(_in_words(name, labels, language) for name in names))


def _in_words(name: str, labels: Mapping[str, str], language: str) -> str:
    first, _dot, rest = name.partition(".")
    if first == "person":
        return _of_person(rest.partition(".")[0])
    known = in_language(readable(rest or first), language)
    return (
        _("%(name)s, from another organisation") % {"name": known}
        if first == "attributes"
        else labels.get(first, known)
    )


def _of_person(part: str) -> str:
    words = {
        "age": _("Age of the applicant"),
        "date_of_birth": _("Date of birth of the applicant"),
        "name": _("Name of the applicant"),
        "email": _("Email address of the applicant"),
        "phone": _("Telephone number of the applicant"),
        "assurance": _("How sure the identity of the applicant is"),
        "address": _("Address of the applicant"),
    }
    return words.get(part, _("Applicant"))
