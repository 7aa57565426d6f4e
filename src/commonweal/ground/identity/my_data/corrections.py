"""Requests for corrections as those who were asked see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonweal.ground.identity.events import CorrectionRead
from commonweal.ground.identity.models import Correction
from commonweal.ground.identity.my_data.register import registered, titles
from commonweal.ground.identity.permissions import correction_for, require_manager
from commonweal.kernel import sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.text import Text

MOST_LISTED = 100


@dataclass(frozen=True)
class CorrectionLine:
    """A request in a list: the labels of its table and field, since when, and its state; without names of people."""

    id: str
    organisation: str
    about: Text
    asked_at: datetime
    answered_at: datetime | None
    state: str


@dataclass(frozen=True)
class CorrectionCard:
    """A request in full: whose it is, what they wrote, and what was answered."""

    line: CorrectionLine
    person: str
    name: str
    email: str
    words: str
    answer: str


def corrections_of(organisation: str, *, acting: Acting) -> list[CorrectionLine]:
    """What an organisation (id) was asked to correct: what waits first, the oldest first; at most MOST_LISTED.

    For its managers. Raises NotSignedIn, NotFound, NotAllowed. One query."""
    require_manager(organisation, acting)
    rows = Correction.objects.filter(organisation_id=organisation)
    waiting = rows.filter(answered_at=None).order_by("asked_at")
    answered = rows.exclude(answered_at=None).order_by("-answered_at")
    found = list(waiting[:MOST_LISTED])
    return _lines([*found, *answered[: MOST_LISTED - len(found)]])


def correction(correction: str, *, acting: Acting) -> CorrectionCard:
    """One request in full, for managers of the organisation that was asked; reading it is journalled.

    Raises NotSignedIn, NotFound, NotAllowed."""
    with transaction.atomic():
        row = correction_for(correction, acting)
        record(
            CorrectionRead(),
            acting=acting,
            object=f"correction:{row.pk}",
            subject=row.person.ref,
            organisation=str(row.organisation_id),
            purpose="answering a request for a correction",
        )
    return card_of(row)


def card_of(row: Correction) -> CorrectionCard:
    """The card of a row whose person is loaded."""
    seals = [(row.person.ref, sealed) for sealed in (row.sealed, row.answer_sealed) if sealed]
    opened = sensitive.unseal_many(seals)
    [line] = _lines([row])
    words, answer = (opened.get(sealed, "") for sealed in (row.sealed, row.answer_sealed))
    return CorrectionCard(line, str(row.person_id), row.person.name, row.person.email, words, answer)


def about(model: str, field: str) -> Text:
    """The title of a registered field; its own name where it is no longer registered."""
    fields = next((data.fields for _config, data in registered() if data.model == model), ())
    return titles(fields).get(field) or {"en": field}


def _lines(rows: Iterable[Correction]) -> list[CorrectionLine]:
    return [
        CorrectionLine(
            id=str(row.pk),
            organisation=str(row.organisation_id),
            about=about(row.model, row.field),
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            state=row.state,
        )
        for row in rows
    ]
