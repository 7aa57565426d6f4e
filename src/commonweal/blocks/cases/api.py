"""The front door of cases. `case` is always an id or a reference as people write it; ids are text, moments aware.

    queue(filters, *, acting, organisation=None, page=1) -> QueuePage     NotFound for another's organisation
    counts(*, acting, organisation=None) -> Counts                        open cases by state, mine, overdue …
    case(case, *, acting) -> CaseView                                     staff; records that it was read
    my_case(case, *, acting) -> ApplicantView                             the applicant, or who acts on their behalf
    may_read_file(case, upload, *, acting) -> bool                        staff, and the applicant that it was sent to
    is_known_to(case, acting) -> bool                                     the applicant, and staff of its organisation
    is_known_to_staff(case, acting) -> bool                               of its organisation
    subject_of(case) -> str unchecked; '' where there is no such case my_cases(*, acting) -> list[CaseCard] newest
    first; also `cases_of("person:<id>")` cards(ids) -> dict[str, CaseCard] many by id in one query, unchecked
    history(case, *, acting, limit=200) -> list[HistoryItem] newest first, from the journal my_tasks(*, acting) ->
    list[TaskView] what an applicant was asked for, soonest first staff_tasks(*, acting, organisation=None) ->
    list[TaskView] open tasks of my roles ended_tasks(*, acting, organisation=None) -> list[TaskView] those that ended
    undone within a week workers(section) -> frozenset[str] roles whose holders can be given a case tasks_ended_by(*,
    cases, transition, acting) -> list[TaskView] those that a transition would end

Verbs; each is one transaction, checks permission and writes the journal. NotFound for a case of another organisation,
NotAllowed for the wrong role, Conflict when the case has moved on, Invalid with `fields` for what is missing:

    open_case(*, service, version, organisation, answers, acting, subject=…, contact=…, journey=…, …) -> Opened
    take(*, case, acting)                            assign(*, case, person, acting)         release(*, case, acting)
    hand_over(*, case, person, note, acting)         set_priority(*, case, priority, acting)
    transition(*, case, transition, acting, given={}, reason="", note="")
    decide(*, case, transition, reasons, acting, given={})
    request_information(*, case, question, acting, due=None) -> task id
    answer_request(*, task, text, acting, attachments=())
    add_note(*, case, text, acting)            write_to_applicant(*, case, text, acting, subject="", attachments=())
    write_to_staff(*, case, text, acting, subject="", attachments=())     read_correspondence(*, case, acting)
    complete_task(*, task, acting)                   reopen(*, case, reason, acting)
    link_cases(*, case, other, acting)               mark_duplicate(*, case, of, acting)
    refer(*, case, organisation, service, version, share, acting, note="") -> Opened
    withdraw(*, case, acting)                        delete_case(*, case)
    assign_many(*, cases, person, acting)            transition_many(*, cases, transition, acting, …) -> list[RowResult]

What other capabilities provide, and how they are notified:

    CaseDefinitions                                                who knows the pinned versions
    CaseFiles                                                      who ties files to cases, and deletes them
    triggers(content) -> frozenset[str]                            names that `on:` of other sections may use

A fact of another block moves a case or starts its clocks if its object is "case:<id>" or it has a field `case`.
`CaseMoved.then` holds what `then:` of a transition asks of other blocks ("message.could_not_collect").
"""

from commonweal.blocks.cases.actions.assignment import assign, hand_over, release, set_priority, take
from commonweal.blocks.cases.actions.correspondence import (
    add_note,
    read_correspondence,
    write_to_applicant,
    write_to_staff,
)
from commonweal.blocks.cases.actions.ending import delete_case, reopen, withdraw
from commonweal.blocks.cases.actions.links import link_cases, mark_duplicate, refer
from commonweal.blocks.cases.actions.many import assign_many, transition_many
from commonweal.blocks.cases.actions.open_case import open_case
from commonweal.blocks.cases.actions.tasks import answer_request, complete_task, request_information
from commonweal.blocks.cases.actions.transitions import decide, require_transition, transition
from commonweal.blocks.cases.cards import (
    PAGE,
    PRIORITIES,
    ApplicantView,
    CaseCard,
    CaseView,
    ClockView,
    Counts,
    DecisionView,
    HistoryItem,
    LetterView,
    LinkView,
    Move,
    Needed,
    NoteView,
    Priority,
    QueueFilter,
    QueuePage,
    TaskView,
)
from commonweal.blocks.cases.definitions import CaseDefinitions, CaseFiles, VersionMissing
from commonweal.blocks.cases.given_views import GivenView
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.lookup import is_known_to, is_known_to_staff, subject_of
from commonweal.blocks.cases.queries.counting import counts
from commonweal.blocks.cases.queries.ending import ended_tasks, tasks_ended_by
from commonweal.blocks.cases.queries.files import may_read_file
from commonweal.blocks.cases.queries.history import history
from commonweal.blocks.cases.queries.mine import cards, cases_of, my_cases, my_tasks, staff_tasks, tasks_of
from commonweal.blocks.cases.queries.one import case, my_case
from commonweal.blocks.cases.queries.queue import queue
from commonweal.blocks.cases.results import Opened, RowResult
from commonweal.blocks.cases.work.assigning import workers
from commonweal.blocks.cases.workflow import triggers

__all__ = [
    "PAGE",
    "PRIORITIES",
    "ApplicantView",
    "CaseCard",
    "CaseDefinitions",
    "CaseFiles",
    "CaseSection",
    "CaseView",
    "ClockView",
    "Counts",
    "DecisionView",
    "GivenView",
    "HistoryItem",
    "LetterView",
    "LinkView",
    "Move",
    "Needed",
    "NoteView",
    "Opened",
    "Priority",
    "QueueFilter",
    "QueuePage",
    "RowResult",
    "TaskView",
    "VersionMissing",
    "add_note",
    "answer_request",
    "assign",
    "assign_many",
    "cards",
    "case",
    "cases_of",
    "complete_task",
    "counts",
    "decide",
    "delete_case",
    "ended_tasks",
    "hand_over",
    "history",
    "is_known_to",
    "is_known_to_staff",
    "link_cases",
    "mark_duplicate",
    "may_read_file",
    "my_case",
    "my_cases",
    "my_tasks",
    "open_case",
    "queue",
    "read_correspondence",
    "refer",
    "release",
    "reopen",
    "request_information",
    "require_transition",
    "set_priority",
    "staff_tasks",
    "subject_of",
    "take",
    "tasks_ended_by",
    "tasks_of",
    "transition",
    "transition_many",
    "triggers",
    "withdraw",
    "workers",
    "write_to_applicant",
    "write_to_staff",
]
