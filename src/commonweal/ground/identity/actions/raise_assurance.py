"""The verbs by which it is recorded how surely a person is known: a check of documents, and taking one back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.cards import PersonCard, card
from commonweal.ground.identity.documents import ADDRESS_PROOFS, PHOTO_PROOFS, level_shown_by
from commonweal.ground.identity.events import AssuranceRaised, AssuranceWithdrawn
from commonweal.ground.identity.models import Person
from commonweal.kernel.acting import ASSURANCE, Acting, has_role, has_scope, is_system, require
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound

may_check = is_system | has_role("manager", "officer", "agent") | has_scope("identity:check")


def raise_assurance(
    *, person: str, level: str, method: str, acting: Acting, documents: Iterable[str] = ()
) -> PersonCard:
    """Record that a person (id) was checked and is now known to `level` ("low", "medium", "high").

    method     "counter" (documents seen in person) or, for the platform itself, the name of an outside scheme
    documents  kinds of documents seen (`documents.PHOTO_PROOFS`, `ADDRESS_PROOFS`); no numbers or copies are kept

    For staff of the organisation in whose name they act. A level at or below the present one changes nothing.
    Raises Invalid (documents do not show the level), NotAllowed (oneself, no role), NotFound."""
    require(may_check, acting, acting.organisation)
    if acting.person == person:
        raise NotAllowed(_("Nobody can check their own identity."), remedy=_("Ask a colleague to do it."))
    seen = sorted(set(documents))
    _check(level, method, seen, acting)
    with transaction.atomic():
        row = _find(person)
        before = row.assurance
        if ASSURANCE.index(level) > ASSURANCE.index(before):
            row.assurance = level
            row.save(update_fields=["assurance"])
            record(
                AssuranceRaised(before=before, after=level, method=method, documents=seen),
                acting=acting,
                object=row.ref,
                subject=row.ref,
                purpose=acting.purpose or "checking an identity",
            )
    return card(row)


def withdraw_assurance(*, person: str, level: str, reason: str, acting: Acting) -> PersonCard:
    """Set a person's level down to `level`, with the reason; for managers. Raises Conflict if it is not lower."""
    require(is_system | has_role("manager"), acting, acting.organisation)
    if not reason.strip():
        raise Invalid(_("Say why."), fields={"reason": _("Enter the reason")})
    if level not in ASSURANCE:
        raise Invalid(_("There is no such level."), fields={"level": _("Choose one of the levels")})
    with transaction.atomic():
        row = _find(person)
        before = row.assurance
        if ASSURANCE.index(level) >= ASSURANCE.index(before):
            raise Conflict(_("The level is not higher than this already."))
        row.assurance = level
        row.save(update_fields=["assurance"])
        record(
            AssuranceWithdrawn(before=before, after=level, reason=reason.strip()),
            acting=acting,
            object=row.ref,
            subject=row.ref,
        )
    return card(row)


def _check(level: str, method: str, documents: list[str], acting: Acting) -> None:
    if level not in ASSURANCE[1:]:
        raise Invalid(_("There is no such level."), fields={"level": _("Choose low, medium or high")})
    if method != "counter" and acting.actor == "system":
        return
    if method != "counter":
        raise Invalid(_("Staff check documents at a counter."), fields={"method": _("This must be counter")})
    unknown = set(documents) - set(PHOTO_PROOFS) - set(ADDRESS_PROOFS)
    if unknown:
        words = _("These are no documents we know: %(names)s") % {"names": ", ".join(sorted(unknown))}
        raise Invalid(words, fields={"documents": words})
    if ASSURANCE.index(level_shown_by(documents)) < ASSURANCE.index(level):
        words = _("These documents do not show this level. High takes a photo document and a proof of address.")
        raise Invalid(words, fields={"documents": words})


def _find(person: str) -> Person:
    row = Person.objects.select_for_update().filter(pk=person, erased_at=None).first()
    if row is None:
        raise NotFound(_("There is no such person."))
    return row
