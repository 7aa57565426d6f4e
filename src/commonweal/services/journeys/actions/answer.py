"""Keeps answers of a draft: those of one page as a browser posts them, or any as a program sends them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, Invalid
from commonweal.services.journeys.closing import still_open
from commonweal.services.journeys.contact import tidy_contact
from commonweal.services.journeys.drafts import JourneyData, Open, open_draft, seal
from commonweal.services.journeys.events import JourneyStopped
from commonweal.services.journeys.flow import AREA, CHECK, ELIGIBILITY
from commonweal.services.journeys.form_context import form_context
from commonweal.services.journeys.recording import record_of

Posted = Mapping[str, object]


@dataclass(frozen=True)
class Answered:
    """The draft afterwards, and what was wrong with what was typed."""

    journey: Open
    cleaned: forms.Cleaned


def save(journey: Open, data: JourneyData, confirmed: set[str]) -> Open:
    """Seal and write what a locked draft keeps now."""
    row = journey.row
    row.sealed = seal(row.owner, data)
    row.confirmed = sorted(confirmed)
    row.changed_at = clock.now()
    row.save(update_fields=["sealed", "confirmed", "changed_at"])
    return replace(journey, data=data)


def _note_if_stopped(journey: Open, acting: Acting) -> None:
    found = journey.flow
    if found.stopped is not None and found.stopped.section in {AREA, ELIGIBILITY}:
        row = journey.row
        record_of(row, JourneyStopped(row.service, row.version, found.because), acting=acting)


def _with(data: JourneyData, cleaned: forms.Cleaned, looked_at: Collection[str]) -> JourneyData:
    """What a draft keeps after some of its questions were looked at."""
    others = {key: value for key, value in data.unfinished.items() if key not in looked_at}
    return replace(data, answers=dict(cleaned.answers), unfinished={**others, **cleaned.unfinished})


def _dropped(before: Open, after: Open, page: Collection[str], stored: Collection[str]) -> list[str]:
    """Files of a page to which the draft refers no longer, or of those that were just `stored` never did."""
    asked, begun = (
        {key: value for key, value in each.items() if key in page}
        for each in (before.data.answers, before.data.unfinished)
    )
    had = [*forms.uploads_in(before.form, asked), *forms.uploads_unfinished(before.form, begun), *stored]
    left = str([after.data.answers, after.data.unfinished]) if had else ""
    return [upload for upload in had if upload not in left]


def answer_page(
    *,
    journey: str,
    part: str,
    posted: Posted,
    acting: Acting,
    files: Mapping[str, object] | None = None,
    later: bool = False,
    network: str = "",
) -> Answered:
    """Take the answers of a form page. With errors the good ones are kept too, and the others as they were typed;
    uploaded files (from the `network` of the request) are stored first, and one that is refused is an error of its
    question; those that are no longer an answer are deleted. With `later`, for "save and come back later", everything
    is kept as it was typed, without errors.

    Raises NotFound, and Conflict for a page that cannot be reached (yet) or no longer applies."""
    refused: Mapping[str, str] = {}
    stored: Collection[str] = ()
    if files:
        # To look through a file takes seconds: nothing is locked meanwhile.
        draft = _at_page(journey, part, acting, lock=False)
        owner = draft.row.owner
        received = forms.receive_files(draft.form, part, posted, files, owner=owner, acting=acting, network=network)
        posted, refused, stored = received.posted, received.errors, received.stored
    return _take_page(journey, part, posted, acting, refused=refused, stored=stored, later=later)


def _at_page(journey: str, part: str, acting: Acting, *, lock: bool) -> Open:
    draft = still_open(open_draft(journey, acting, lock=lock))
    if not draft.flow.reachable(f"form/{part}"):
        raise Conflict("This page comes later, or is no longer needed.", remedy="Go on with the next question.")
    return draft


@transaction.atomic
def _take_page(
    journey: str,
    part: str,
    posted: Posted,
    acting: Acting,
    *,
    refused: Mapping[str, str],
    stored: Collection[str],
    later: bool,
) -> Answered:
    """Keep what was posted for a page; `refused` are errors of its questions that are known already, `stored` the files
    that came along."""
    draft, name = _at_page(journey, part, acting, lock=True), f"form/{part}"
    cleaned = forms.clean_page(draft.form, part, posted, draft.data.answers, form_context(draft), later=later)
    cleaned = replace(cleaned, errors={**cleaned.errors, **refused})
    confirmed = set(draft.row.confirmed) - {CHECK}
    if cleaned.good:
        confirmed.add(name)
    else:
        confirmed.discard(name)
    here = {question.key for question in forms.find_page(draft.form, part).questions}
    after = save(draft, _with(draft.data, cleaned, here), confirmed)
    forms.delete_replaced(_dropped(draft, after, here, stored), owner=draft.row.owner, acting=acting)
    if cleaned.good:
        _note_if_stopped(after, acting)
    return Answered(after, cleaned)


@transaction.atomic
def put_in_typed(*, journey: str, part: str, posted: Posted, acting: Acting) -> Open:
    """Put what was typed on a page of another draft into this one, as unfinished answers: somebody who goes through
    the pages finds it on its page, and must still confirm it. Raises NotFound."""
    draft = still_open(open_draft(journey, acting, lock=True))
    typed = forms.typed_on(draft.form, part, posted)
    return save(draft, replace(draft.data, unfinished={**draft.data.unfinished, **typed}), set(draft.row.confirmed))


@transaction.atomic
def give_answers(
    *, journey: str, answers: Mapping[str, object], acting: Acting, contact: Mapping[str, str] | None = None
) -> Answered:
    """Take answers by question key, for all pages; omitted answers stay, and what is given in part is kept as it
    is until it is finished (null removes an answer). Raises Invalid with the field names.

    contact  name, email, phone of the applicant when staff or a program apply for them"""
    draft = still_open(open_draft(journey, acting, lock=True))
    together = {**draft.data.answers, **answers}
    former = {key: value for key, value in draft.data.answers.items() if answers.get(key, value) is not None}
    cleaned = forms.clean_answers(draft.form, together, form_context(draft), complete=False, former=former)
    if cleaned.errors:
        raise Invalid("Some answers need correcting.", fields=dict(cleaned.errors))
    unwanted = sorted(set(cleaned.dropped) & set(answers))
    if unwanted:
        raise Invalid(
            "Some answers are not asked for.",
            fields=dict.fromkeys(unwanted, "This question does not apply, given the other answers."),
        )
    data = _with(draft.data, cleaned, answers)
    if contact is not None and draft.row.person_id is None:
        data = replace(data, contact=tidy_contact(contact))
    confirmed = (set(draft.row.confirmed) - {CHECK}) | {f"form/{page.page}" for page in draft.form}
    return Answered(save(draft, data, confirmed), cleaned)


@transaction.atomic
def keep_part(
    *, journey: str, section: str, part: str, posted: Posted, acting: Acting
) -> tuple[Open, Mapping[str, str]]:
    """Let the block of a section take what was posted on its own stop of the journey (`Section.take`).

    Gives the draft afterwards and the errors by field; with errors nothing is kept."""
    draft = still_open(open_draft(journey, acting, lock=True))
    found = draft.service.sections.get(section)
    name = f"{section}/{part}" if part else section
    if found is None or found.take is None or not draft.flow.reachable(name):
        raise Conflict("This page comes later, or is no longer needed.", remedy="Go on with the next question.")
    evaluate = draft.evaluate_for(draft.data.answers)
    taken = found.take(draft.service.content(section), draft.state, evaluate, part, posted)
    if taken.errors:
        return draft, taken.errors
    data = replace(draft.data, sections={**draft.data.sections, section: taken.kept})
    return save(draft, data, set(draft.row.confirmed) | {name}), {}
