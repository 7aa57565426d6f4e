"""The verb by which managers answer a request for a correction."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.events import CorrectionAnswered
from commonweal.ground.identity.models import DONE, REFUSED
from commonweal.ground.identity.my_data.corrections import CorrectionCard, card_of
from commonweal.ground.identity.permissions import correction_for
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, Invalid

LONGEST = 2000


def answer_correction(*, correction: str, outcome: str, words: str = "", acting: Acting) -> CorrectionCard:
    """Answer with "done", or "refused" with the reason; the person reads it with their data.

    For managers of the organisation that was asked. Raises NotSignedIn, NotFound, NotAllowed, Invalid by field,
    Conflict where it was answered before."""
    with transaction.atomic():
        row = correction_for(correction, acting, lock=True)
        _check(outcome, words)
        if row.answered_at is not None:
            raise Conflict(_("This request was answered before."), remedy=_("Read the answer on its page."))
        row.state, row.answered_at = outcome, clock.now()
        row.answer_sealed = sensitive.seal(row.person.ref, words.strip()) if words.strip() else ""
        row.save(update_fields=["state", "answered_at", "answer_sealed"])
        record(
            CorrectionAnswered(outcome=outcome, words=words.strip() or None),
            acting=acting,
            object=f"correction:{row.pk}",
            subject=row.person.ref,
            organisation=str(row.organisation_id),
            purpose="answering a request for a correction",
        )
    return card_of(row)


def _check(outcome: str, words: str) -> None:
    wrong = {}
    if outcome not in {DONE, REFUSED}:
        wrong["outcome"] = _("Say whether it is corrected")
    if len(words) > LONGEST:
        wrong["words"] = _("Use at most %(number)s characters") % {"number": LONGEST}
    elif outcome == REFUSED and not words.strip():
        wrong["words"] = _("Give the reason")
    if wrong:
        raise Invalid(_("Some of what you entered needs correcting."), fields=wrong)
