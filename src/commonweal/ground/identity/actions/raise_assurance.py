"""The verbs by which it is recorded how surely a person is known: a check at a counter, and taking one back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.actions.presence import find_present, take_code
from commonweal.ground.identity.cards import PersonCard, card
from commonweal.ground.identity.documents import ADDRESS_PROOFS, PHOTO_PROOFS, level_shown_by
from commonweal.ground.identity.events import AssuranceRaised, AssuranceWithdrawn, PersonLookedUp
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.api import has_office
from commonweal.kernel.acting import ASSURANCE, Acting, has_role, is_system, require, require_present
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Invalid, NotAllowed, NotFound

OFFICE = "identity_checks"
may_check = has_role("officer", "agent") & has_office(OFFICE)
may_withdraw = is_system | (has_role("manager") & has_office(OFFICE))
PURPOSE = "checking an identity"


def look_up_present(*, code: str, acting: Acting) -> PersonCard:
    """Find the person at the counter by the code that they show; for staff of an organisation with the office.

    What is shown (name, date of birth, address) is to be compared with the documents, and the person sees that it was.
    Raises NotAllowed (no office, no role, oneself), NotFound (no such code), TooMany."""
    person = _present(code, acting)
    with transaction.atomic():
        record(PersonLookedUp(), acting=acting, object=person.ref, subject=person.ref, purpose=PURPOSE)
    return card(person)


def check_identity(*, code: str, level: str, documents: Iterable[str], acting: Acting) -> None:
    """Record that the person who shows the code was checked by documents that show `level` ("medium", "high").

    documents  kinds of documents seen (`documents.PHOTO_PROOFS`, `ADDRESS_PROOFS`); no numbers or copies are kept

    Neither the answer nor the entry reveals the level before; a person at the same or a higher level keeps it. A level
    opens services to anybody who has the account, so it requires a recent second factor. Raises what `look_up_present`
    does, SecondFactorNeeded, and Invalid (documents do not show it)."""
    person = _present(code, acting)
    require_present(acting)
    seen = sorted(set(documents))
    _show(level, seen)
    with transaction.atomic():
        if not take_code(code):
            raise NotFound(_("This code is not valid, or has expired."))
        _raise(str(person.pk), level, "counter", seen, acting)


def raise_assurance(*, person: str, level: str, method: str, acting: Acting) -> PersonCard:
    """Record that an outside scheme, named by `method`, knows a person (id) to `level`; for the platform itself."""
    require(is_system, acting)
    if level not in ASSURANCE[1:]:
        raise Invalid(_("There is no such level."), fields={"level": _("Choose low, medium or high")})
    with transaction.atomic():
        return card(_raise(person, level, method, [], acting))


def withdraw_assurance(*, person: str, level: str, reason: str, acting: Acting) -> None:
    """Set a person's level down to `level` at most, with the reason; for present managers of an organisation with the
    office. Who is not known more surely stays as they are, and the answer is the same."""
    require(may_withdraw, acting, acting.organisation)
    require_present(acting)
    if not reason.strip():
        raise Invalid(_("Say why."), fields={"reason": _("Enter the reason")})
    if level not in ASSURANCE:
        raise Invalid(_("There is no such level."), fields={"level": _("Choose one of the levels")})
    with transaction.atomic():
        row = _find(person)
        if ASSURANCE.index(level) < ASSURANCE.index(row.assurance):
            row.assurance = level
            row.save(update_fields=["assurance"])
        fact = AssuranceWithdrawn(level=level, reason=reason.strip())
        record(fact, acting=acting, object=row.ref, subject=row.ref)


def _present(code: str, acting: Acting) -> Person:
    require(may_check, acting, acting.organisation)
    person = find_present(code, acting=acting)
    if acting.person == str(person.pk):
        raise NotAllowed(_("You cannot check your own identity."), remedy=_("Ask a colleague to do it."))
    return person


def _raise(person: str, level: str, method: str, documents: list[str], acting: Acting) -> Person:
    row = _find(person)
    if ASSURANCE.index(level) > ASSURANCE.index(row.assurance):
        row.assurance = level
        row.save(update_fields=["assurance"])
    record(
        AssuranceRaised(level=level, method=method, documents=documents),
        acting=acting,
        object=row.ref,
        subject=row.ref,
        purpose=acting.purpose or PURPOSE,
    )
    return row


def _show(level: str, documents: list[str]) -> None:
    if level not in ASSURANCE[2:]:
        raise Invalid(_("There is no such level."), fields={"level": _("Choose medium or high")})
    unknown = set(documents) - set(PHOTO_PROOFS) - set(ADDRESS_PROOFS)
    if unknown:
        words = _("We do not know these documents: %(names)s") % {"names": ", ".join(sorted(unknown))}
        raise Invalid(words, fields={"documents": words})
    if ASSURANCE.index(level_shown_by(documents)) < ASSURANCE.index(level):
        words = _(
            "These documents are not enough for this level. High requires a photo document and a proof of address."
        )
        raise Invalid(words, fields={"documents": words})


def _find(person: str) -> Person:
    row = Person.objects.select_for_update().filter(pk=person, erased_at=None).first()
    if row is None:
        raise NotFound(_("There is no such person."))
    return row
