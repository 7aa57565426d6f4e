"""The verbs by which people see and take away all that is held of them."""

import json
from dataclasses import asdict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from commonweal.ground.identity.events import DataExported, DataViewed
from commonweal.ground.identity.my_data.register import BASES, Export, Looked, holdings_of
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import Fact, record
from commonweal.kernel.limits import limit

HISTORY = 200
# Rows of each table on the page; the file has all.
ROWS_ON_PAGE = 20


def export_of(*, acting: Acting, form: str = "page", language: str = "en") -> Export:
    """What is held about the acting person, and the newest HISTORY events; taking a copy is journalled.

    `form` is "page" (looking, at most 60 an hour: the newest ROWS_ON_PAGE rows of each table) or "json" (taking away,
    at most 20 an hour: all rows, however many). Raises NotSignedIn, TooMany."""
    person = acting.must_be_person()
    if form == "page":
        limit("identity.look", acting.actor, times=60, seconds=3600)
    else:
        limit("identity.export", acting.actor, times=20, seconds=3600)
    with transaction.atomic():
        held = holdings_of(person, ROWS_ON_PAGE if form == "page" else None)
        found = Export(person, clock.now(), held, history_of(person, language))
        fact: Fact = DataViewed() if form == "page" else DataExported(form=form)
        if form != "page" or not _looked_just_now(found):
            record(fact, acting=acting, object=acting.actor, subject=acting.actor)
    return found


def history_of(person: str, language: str) -> tuple[Looked, ...]:
    """What happened with a person's data, newest first: every change, and everybody who looked."""
    return tuple(
        Looked(
            at=entry.at,
            type=entry.type,
            title=entry.fact.display(language) if entry.fact else entry.type,
            actor=entry.actor,
            organisation=entry.organisation,
            purpose=entry.purpose,
            facts=entry.facts,
        )
        for entry in journal.entries(subject=f"person:{person}", limit=HISTORY)
    )


def _looked_just_now(found: Export) -> bool:
    # Loading the page again is not recorded: a person's own visits would hide the entries about others.
    newest = next(iter(found.history), None)
    return newest is not None and newest.type == DataViewed.type and newest.actor == f"person:{found.person}"


def as_json(export: Export) -> dict[str, object]:
    """The export as JSON values: for each table its fields with their reasons, and the rows."""
    held = [
        {
            "capability": holding.capability,
            "table": holding.model,
            "fields": [asdict(each) | {"basis_words": BASES[each.basis]} for each in holding.fields],
            "rows": holding.rows,
            "kept_after_deletion": holding.keeps,
        }
        for holding in export.holdings
    ]
    whole = {
        "person": export.person,
        "made_at": export.made_at,
        "held": held,
        "history": [asdict(looked) for looked in export.history],
    }
    plain: dict[str, object] = json.loads(json.dumps(whole, cls=DjangoJSONEncoder, default=None))
    return plain
