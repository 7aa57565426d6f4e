"""Brings a draft to the live version of its service, so that drafts survive a new version."""

from dataclasses import replace

from django.db import transaction

from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import Acting
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.actions.answer import save
from commonweal.services.journeys.drafts import Open, open_draft
from commonweal.services.journeys.events import JourneyCarriedOver
from commonweal.services.journeys.flow import CHECK
from commonweal.services.journeys.form_context import form_context
from commonweal.services.journeys.recording import record_of


@transaction.atomic
def bring_up_to_date(*, journey: str, acting: Acting) -> Open:
    """Move the draft to the live version. Answers that the new version still has are kept (under their new names where
    the definition says so); pages with questions that are new are asked again. A draft of a service that was retired
    stays on its own version."""
    draft = open_draft(journey, acting, lock=True)
    row = draft.row
    live = definitions.live([row.service]).get(row.service)
    if live is None or live == row.version:
        return draft
    new = definitions.version(live)
    renamed = definitions.carry(draft.data.answers, row.version, live)
    old_form, new_form = draft.form, new.content("form") or []
    carried = forms.carry_over(old_form, new_form, renamed, form_context(draft))
    row.moved_from, row.version = row.version, live
    row.save(update_fields=["version", "moved_from"])
    moved = replace(draft, service=new)
    # A page with a question that is new, or whose answer could not be kept, is asked again.
    asked = {page.page for page, question in forms.questions_of(new_form) if question.key in set(carried.to_ask)}
    pages = {f"form/{page.page}" for page in new_form if page.page not in asked}
    confirmed = {name for name in row.confirmed if name in pages and name != CHECK}
    record_of(row, JourneyCarriedOver(service=row.service, old=row.moved_from, new=live), acting=acting)
    types = [{question.key: question.type for _, question in forms.questions_of(form)} for form in (old_form, new_form)]
    unfinished = {key: half for key, half in draft.data.unfinished.items() if types[0].get(key) == types[1].get(key)}
    return save(moved, replace(draft.data, answers=carried.answers, unfinished=unfinished), confirmed)
