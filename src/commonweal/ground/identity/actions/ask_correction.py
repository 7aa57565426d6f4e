"""The verb by which people report that data held about them elsewhere is wrong."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.events import CorrectionAsked
from commonweal.ground.identity.models import Correction
from commonweal.ground.identity.my_data.register import registered
from commonweal.ground.identity.tasks import tell_managers
from commonweal.ground.organisations.api import OrganisationCard, organisations
from commonweal.kernel import sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Invalid

LONGEST = 2000


def ask_correction(*, model: str, field: str, words: str, acting: Acting, organisation: str = "") -> str:
    """Ask an organisation (key) to correct a registered field ("blocks_cases.Case", "answers"), in the person's own
    words.

    Without `organisation` it is the one that holds the person's rows of this table, or the steward of the place where
    none does; its managers are notified. Returns the id of the request. Raises NotSignedIn, Invalid by field (among
    them `organisation` where several hold something), TooMany (20 a day)."""
    person = acting.must_be_person()
    limit("identity.ask-correction", acting.actor, times=20, seconds=86_400)
    known = {data.model: {each.field for each in data.fields} for _config, data in registered()}
    wrong = {}
    if field not in known.get(model, set()):
        wrong["field"] = _("Choose one of the things held about you")
    if not words.strip() or len(words) > LONGEST:
        wrong["words"] = _("Describe what is wrong, in at most %(number)s characters") % {"number": LONGEST}
    asked = _asked(organisation, model, person)
    if asked is None:
        wrong["organisation"] = _("Choose the organisation that should look at it")
    if wrong or asked is None:
        raise Invalid(_("Some of what you entered needs correcting."), fields=wrong)
    with transaction.atomic():
        row = Correction.objects.create(
            person_id=person,
            organisation_id=asked.id,
            model=model,
            field=field,
            sealed=sensitive.seal(acting.actor, words.strip()),
        )
        record(
            CorrectionAsked(model=model, field=field, words=words.strip()),
            acting=acting,
            object=f"correction:{row.pk}",
            subject=acting.actor,
            organisation=asked.id,
        )
        tell_managers.enqueue(str(row.pk))
    return str(row.pk)


# The newest rows of a table, from which it is found who is asked.
ROWS_READ = 100


def _asked(organisation: str, model: str, person: str) -> OrganisationCard | None:
    """The organisation that should look at it; None where the person must choose."""
    all_here = {card.key: card for card in organisations().values()}
    if organisation:
        return all_here.get(organisation)
    holding = _holding(model, person) & set(all_here)
    if holding:
        return all_here[holding.pop()] if len(holding) == 1 else None
    return next((card for card in all_here.values() if "steward" in card.roles_in_place), None)


def _holding(model: str, person: str) -> set[str]:
    """Keys of the organisations that the newest rows of a person in a table name: by `organisation`, or `service`."""
    rows = (row for _config, data in registered() if data.model == model for row in data.collect(person, ROWS_READ))
    return {str(row.get("organisation") or row.get("service") or "").partition("/")[0] for row in rows} - {""}
