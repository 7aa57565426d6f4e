"""Brings a draft to the live version of its service, so that drafts survive a new version."""

from dataclasses import replace

from django.db import transaction

from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.actions.answer import _save
from commonweal.services.journeys.events import JourneyCarriedOver
from commonweal.services.journeys.keeping import Open, open_draft


@transaction.atomic
def bring_up_to_date(*, journey: str, acting: Acting) -> Open:
    """The draft on the live version. Answers that the new version still has are kept (under their new names where
    the definition says so); pages with questions that are new are asked again. A draft of a service that was retired
    stays on its own version."""
    draft = open_draft(journey, acting, lock=True)
    row = draft.row
    live = definitions.live([row.service]).get(row.service)
    if live is None or live == row.version:
        return draft
    new = definitions.version(live)
    answers = definitions.carry(draft.kept.answers, old=draft.service, new=new)
    row.moved_from, row.version = row.version, live
    row.save(update_fields=["version", "moved_from"])
    moved = replace(draft, service=new)
    pages = {f"form/{page.page}" for page in new.content("form") or []}
    confirmed = {name for name in row.confirmed if name in pages and name != "form/check"}
    fact = JourneyCarriedOver(service=row.service, old=row.moved_from, new=live)
    journal.record(
        fact, acting=acting, object=f"journey:{row.pk}", subject=row.owner, organisation=str(row.organisation_id)
    )
    return _save(moved, replace(draft.kept, answers=answers), confirmed)
