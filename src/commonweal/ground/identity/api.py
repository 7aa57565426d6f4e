"""The front door of identity: who a person is and how surely, their own data, guests, and the verbs."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from commonweal.ground.identity.actions.answer_correction import answer_correction
from commonweal.ground.identity.actions.ask_correction import ask_correction
from commonweal.ground.identity.actions.correct_profile import correct_profile
from commonweal.ground.identity.actions.erase_person import erase_person
from commonweal.ground.identity.actions.export_data import as_json, export_of, history_of
from commonweal.ground.identity.actions.presence import ShownCode, show_presence
from commonweal.ground.identity.actions.raise_assurance import (
    check_identity,
    look_up_present,
    may_check,
    raise_assurance,
    withdraw_assurance,
)
from commonweal.ground.identity.actions.register_person import register_person
from commonweal.ground.identity.actions.require_assurance import AssuranceNeeded, require_assurance
from commonweal.ground.identity.cards import PersonCard, card
from commonweal.ground.identity.guests import acting_as_guest, begin_guest, forget_guest, guest_of
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.my_data.corrections import CorrectionCard, CorrectionLine, correction, corrections_of
from commonweal.ground.identity.my_data.purposes import purpose_in_words
from commonweal.ground.identity.my_data.register import keys_in_use
from commonweal.kernel.written.emails import email_key

__all__ = [
    "AssuranceNeeded",
    "CorrectionCard",
    "CorrectionLine",
    "PersonCard",
    "ShownCode",
    "acting_as_guest",
    "answer_correction",
    "as_json",
    "ask_correction",
    "begin_guest",
    "card",
    "check_identity",
    "correct_profile",
    "correction",
    "corrections_of",
    "erase_person",
    "export_of",
    "forget_guest",
    "guest_of",
    "history_of",
    "keys_in_use",
    "look_up_present",
    "may_check",
    "people",
    "purpose_in_words",
    "raise_assurance",
    "register_person",
    "require_assurance",
    "show_presence",
    "verified_emails",
    "withdraw_assurance",
]


def people(ids: Iterable[str]) -> dict[str, PersonCard]:
    """The cards of many people by id, in one query; unknown ids are omitted."""
    return {str(person.pk): card(person) for person in Person.objects.filter(pk__in=set(ids))}


def verified_emails(person: str) -> list[str]:
    """The addresses of a person (uuid) that were proven to be theirs, the main one first."""
    rows = EmailAddress.objects.filter(user_id=person, verified=True).order_by("-primary", "pk")
    return [email_key(email) for email in rows.values_list("email", flat=True)]
