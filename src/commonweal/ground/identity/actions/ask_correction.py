"""The verb by which people say that something held of them elsewhere is wrong."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.events import CorrectionAsked
from commonweal.ground.identity.register import registered
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Invalid

LONGEST = 2000


def ask_correction(*, model: str, field: str, words: str, acting: Acting) -> None:
    """Ask whoever holds a registered field ("blocks_cases.Case", "answers") to correct it, in one's own words.

    Those who hold it read the journal's `CorrectionAsked`. Raises NotSignedIn, Invalid by field, TooMany (20 a day)."""
    acting.must_be_person()
    limit("identity.ask-correction", acting.actor, times=20, seconds=86_400)
    known = {data.model: {each.field for each in data.fields} for _config, data in registered()}
    wrong = {}
    if field not in known.get(model, set()):
        wrong["field"] = _("Choose one of the things held of you")
    if not words.strip() or len(words) > LONGEST:
        wrong["words"] = _("Say what is wrong, in at most %(number)s characters") % {"number": LONGEST}
    if wrong:
        raise Invalid(_("Some of what you entered needs correcting."), fields=wrong)
    with transaction.atomic():
        record(
            CorrectionAsked(model=model, field=field, words=words.strip()),
            acting=acting,
            object=acting.actor,
            subject=acting.actor,
        )
