"""The verb by which people correct the data of their own account."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.cards import PersonCard, card
from commonweal.ground.identity.events import ProfileCorrected
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.profile import tidy
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import NotFound


def correct_profile(*, changes: Mapping[str, object], acting: Acting) -> PersonCard:
    """Change fields of one's own account: name, phone, address, date_of_birth, language, preferences.

    Preferences are merged; a preference set to its opposite replaces it. What was and what is are journalled, sealed
    with the person's key. A checked identity (medium, high) keeps the name and date of birth that were checked: they
    need a new check. Raises Invalid by field."""
    me = acting.must_be_person()
    values = tidy(changes)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=me, erased_at=None).first()
        if person is None:
            raise NotFound(_("This account does not exist any more."))
        if "preferences" in values:
            values["preferences"] = {**person.preferences, **values["preferences"]}
        changed = {name: value for name, value in values.items() if getattr(person, name) != value}
        if not changed:
            return card(person)
        before = {name: _plain(getattr(person, name)) for name in changed}
        for name, value in changed.items():
            setattr(person, name, value)
        fields = list(changed)
        if person.assurance in {"medium", "high"} and {"name", "date_of_birth"} & set(changed):
            # What was checked was another name or day; no document was shown for the new one.
            person.assurance = "low"
            fields.append("assurance")
        person.save(update_fields=fields)
        record(
            ProfileCorrected(fields=fields, before=before, after={k: _plain(v) for k, v in changed.items()}),
            acting=acting,
            object=person.ref,
            subject=person.ref,
        )
    return card(person)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
