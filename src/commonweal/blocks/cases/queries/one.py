"""One case, as staff see it and as its applicant sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Q

from commonweal.blocks.cases import clocks, definitions, workflow
from commonweal.blocks.cases.cards import ApplicantView, CaseView, ClockView, LinkView
from commonweal.blocks.cases.events import CaseRead
from commonweal.blocks.cases.given_views import GivenView
from commonweal.blocks.cases.language import ClockRule
from commonweal.blocks.cases.lookup import CHECK, MISSING, find
from commonweal.blocks.cases.models import Case, CaseClock, CaseLink, CaseTask
from commonweal.blocks.cases.models.case import SealedCase
from commonweal.blocks.cases.models.correspondence import LETTER_OUT
from commonweal.blocks.cases.permissions import belongs, is_applicant, may_read, may_reopen, may_write
from commonweal.blocks.cases.queries.correspondence import (
    NEWEST,
    correspondence_of,
    decision_views,
    letter_views,
    note_views,
    public_correspondence_of,
    task_views,
)
from commonweal.blocks.cases.queries.history import public_history
from commonweal.blocks.cases.queries.lines import card_of, names_of
from commonweal.blocks.cases.queries.moves import moves_of, undecided_for
from commonweal.blocks.cases.queries.stopped import stopped_steps
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.problems import NotFound
from commonweal.kernel.text import Text
from commonweal.kernel.worktime import Calendar, place_calendar

ONE_READING = timedelta(hours=1)


def case(case: str, *, acting: Acting, page: int = 1) -> CaseView:
    """A case with everything about it, for staff of its organisation; of very many letters and notes a `page`, from 1.
    That they looked is recorded, once an hour for each reader and case. Raises NotFound, NotAllowed."""
    row = find(case, acting)
    require(may_read, acting, row)
    _record_reading(row, acting)
    correspondence, pages = correspondence_of(row, page)
    names = names_of(correspondence.actors)
    sealed: SealedCase = correspondence.sealed or {}
    _attach(correspondence.tasks, row)
    return CaseView(
        card=card_of(row, names.get(f"person:{row.assignee_id}", "")),
        subject=row.subject,
        contact=sealed.get("contact", {}),
        answers=sealed.get("answers"),
        given=sealed.get("given", {}),
        tasks=task_views(correspondence.tasks, correspondence.opened),
        clocks=_clocks(row),
        notes=note_views(correspondence, names),
        letters=letter_views(correspondence, names),
        decisions=decision_views(correspondence, names, _appeal(row)),
        links=_links(row, acting),
        moves=moves_of(row, acting, correspondence.sealed, correspondence.tasks),
        delete_at=row.delete_at,
        may_write=may_write(acting, row),
        undecided=undecided_for(row, acting, correspondence.sealed),
        stopped=stopped_steps(row),
        may_reopen=_may_reopen(row, acting),
        told=told_of(row, sealed.get("given", {})),
        page=page,
        pages=pages,
    )


def my_case(case: str, *, acting: Acting) -> ApplicantView:
    """The public part of a case, for its applicant or who acts on their behalf; NotFound for everybody else."""
    row = find(case, acting)
    if not (is_applicant(acting, row) or is_system(acting)):
        raise NotFound(MISSING, remedy=CHECK)
    correspondence, earlier = public_correspondence_of(row)
    senders = [letter.author for letter, _ in correspondence.of(LETTER_OUT)]
    names = names_of(senders)
    _attach(correspondence.tasks, row)
    return ApplicantView(
        card=replace(card_of(row), assignee=None),
        answers=(correspondence.sealed or {}).get("answers"),
        tasks=task_views(correspondence.tasks, correspondence.opened),
        letters=letter_views(correspondence, names),
        decisions=decision_views(correspondence, {}, _appeal(row)),
        moves=moves_of(row, acting, correspondence.sealed),
        history=public_history(row),
        may_withdraw=row.is_open,
        delete_at=row.delete_at,
        told=told_of(row, (correspondence.sealed or {}).get("given", {})),
        earlier=earlier,
        may_reopen=_may_reopen(row, acting),
        reopen_by=_reopen_by(row),
    )


def _may_reopen(row: Case, acting: Acting) -> bool:
    if row.is_open:
        return False
    try:
        rule = definitions.section_of(row.version).reopen
    except definitions.VersionMissing:
        return False
    late = workflow.too_late_to_reopen(rule, row.closed_at, place_calendar(), clock.now())
    return not late and may_reopen(acting, row, rule)


def _reopen_by(row: Case) -> datetime | None:
    try:
        rule = definitions.section_of(row.version).reopen
    except definitions.VersionMissing:
        return None
    return workflow.end_of_reopening(rule, row.closed_at, place_calendar())


def told_of(row: Case, given: Mapping[str, object]) -> list[GivenView]:
    """What staff gave, as far as the applicant may know it."""
    try:
        rules = workflow.told(definitions.section_of(row.version))
    except definitions.VersionMissing:
        return []
    return [
        GivenView(key, rule.title or workflow.words(key), rule.type, given[key])
        for key, rule in rules.items()
        if key in given
    ]


# Who read what when, as far as this process remembers: asking the journal would cost each page a query, and the
# price of forgetting, or of a second process, is an entry more.
_read_lately: dict[tuple[str, str], datetime] = {}
MOST_REMEMBERED = 20_000


def _record_reading(row: Case, acting: Acting) -> None:
    now, what = clock.now(), (acting.actor, row.ref)
    last = _read_lately.get(what)
    if is_system(acting) or (last is not None and now - ONE_READING < last <= now):
        return
    with transaction.atomic():
        journal.record(
            CaseRead(),
            acting=acting,
            object=row.ref,
            subject=row.subject,
            organisation=str(row.organisation_id),
            area=row.area,
            purpose=acting.purpose or "casework",
        )
        transaction.on_commit(lambda: _remember(what, now))


def _remember(what: tuple[str, str], at: datetime) -> None:
    if len(_read_lately) >= MOST_REMEMBERED:
        _read_lately.clear()
    _read_lately[what] = at


def _attach(tasks: Sequence[CaseTask], row: Case) -> None:
    for task in tasks:
        task.case = row


def _appeal(row: Case) -> Text:
    try:
        return definitions.section_of(row.version).appeal
    except definitions.VersionMissing:
        return {}


def _clocks(row: Case) -> list[ClockView]:
    try:
        rules = {rule.key: rule for rule in definitions.section_of(row.version).clocks}
    except definitions.VersionMissing:
        rules = {}
    calendar, now = place_calendar(), clock.now()
    return [_clock(found, rules.get(found.key), row, calendar, now) for found in row.clocks.order_by("pk")]


def _clock(found: CaseClock, rule: ClockRule | None, row: Case, calendar: Calendar, now: datetime) -> ClockView:
    state = _state(found)
    used = found.allowed if state == "expired" else clocks.used_by(found.timer, now, calendar)
    return ClockView(
        key=found.key,
        title=(rule.title if rule else None) or workflow.words(found.key),
        state=state,
        due_at=found.due_at,
        started_at=found.started_at,
        used=min(used, found.allowed),
        allowed=found.allowed,
        unit=found.unit,
        warned=found.warned_at is not None,
        ended_at=_ended(found, calendar),
        paused_by=_paused_by(rule, row) if state == "paused" else "",
    )


def _state(row: CaseClock) -> str:
    if row.expired_at:
        return "expired"
    if row.stopped_at:
        return "stopped"
    return "paused" if row.running_since is None else "running"


def _ended(row: CaseClock, calendar: Calendar) -> datetime | None:
    """When it was stopped, or when its period was over: it is noticed some minutes later, which may be another day."""
    if row.expired_at is None:
        return row.stopped_at
    return min(clocks.due(row.timer, calendar) or row.expired_at, row.expired_at)


def _paused_by(rule: ClockRule | None, row: Case) -> Literal["applicant", "state"]:
    waits = row.waiting and (rule is None or rule.while_waiting == "pause")
    return "applicant" if waits else "state"


KINDS = {
    ("related", True): "related",
    ("related", False): "related",
    ("duplicate", True): "duplicate of",
    ("duplicate", False): "has duplicate",
    ("referral", True): "referred from",
    ("referral", False): "referred to",
}


def _links(row: Case, acting: Acting) -> list[LinkView]:
    rows = CaseLink.objects.filter(Q(case=row) | Q(other=row)).select_related("case", "other")
    found = sorted(rows.order_by("-pk")[:NEWEST], key=lambda link: link.pk)
    pairs = [
        (link.other if link.case_id == row.pk else link.case, KINDS[link.kind, link.case_id == row.pk])
        for link in found
    ]
    return [
        LinkView(
            kind=kind,
            case=str(other.pk),
            reference=other.reference,
            service=other.service,
            organisation=str(other.organisation_id),
            state_title=definitions.title_of_state(other.version, other.state),
            open=other.is_open,
            visible=belongs(acting, str(other.organisation_id)) and may_read(acting, other),
        )
        for other, kind in pairs
    ]
