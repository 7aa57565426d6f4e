"""What the front door answers with: rows of a queue, a case as staff see it, and as its applicant sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from commonweal.blocks.cases.given_views import GivenView
from commonweal.blocks.cases.undecided import Undecided
from commonweal.kernel.text import Text

Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
PAGE = 50


@dataclass(frozen=True)
class QueueFilter:
    """What a queue shows; empty means all. Every filter has an index.

    open       True for open cases, False for closed ones, None for both
    assignee   "me", "none", or the id of a person
    areas      exact area keys; name the children too if they are wanted
    due        "overdue", "today" (due by the end of today) or "week" (by the end of the seventh day from now)
    waiting    True for cases that wait for their applicant, False for the others
    reference as typed or spoken; finds the one case
    order      "due" (soonest first, then those without a date), "newest" or "oldest" by the day of opening
    """

    open: bool | None = True
    states: Sequence[str] = ()
    services: Sequence[str] = ()
    assignee: str = ""
    team: str = ""
    areas: Sequence[str] = ()
    priorities: Sequence[Priority] = ()
    channels: Sequence[str] = ()
    due: Literal["", "overdue", "today", "week"] = ""
    waiting: bool | None = None
    reference: str = ""
    order: Literal["due", "newest", "oldest"] = "due"


@dataclass(frozen=True)
class CaseCard:
    """A case in one line, without anything personal of its applicant. `version` is the pinned hash of the definition;
    `waiting` is true when the applicant has been asked for something; `assignee` is a person's id or None."""

    id: str
    reference: str
    service: str
    version: str
    organisation: str
    state: str
    state_title: Text
    open: bool
    outcome: str
    assignee: str | None
    assignee_name: str
    team: str
    priority: str
    channel: str
    area: str
    language: str
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    overdue: bool
    waiting: bool


@dataclass(frozen=True)
class QueuePage:
    """One page of a queue. Rows are not counted: on a long queue that costs more than the page itself."""

    rows: Sequence[CaseCard]
    page: int
    has_next: bool


@dataclass(frozen=True)
class Needed:
    """Something that a transition requires. `kind` is "reason", "note" or "answer"; `name` the key of an answer;
    `type` "text", "long_text", "date", "yes_no", "number" or "file" (the id of an upload)."""

    kind: Literal["reason", "note", "answer"]
    name: str
    title: Text
    type: str = "text"


@dataclass(frozen=True)
class Move:
    """A transition that the reader may make now. `decides` is "granted", "refused" or "" ; `ends` are the titles of
    open tasks that it ends undone (shown only to staff)."""

    key: str
    title: Text
    to: str
    to_title: Text
    requires: Sequence[Needed] = ()
    decides: str = ""
    closes: bool = False
    ends: Sequence[Text] = ()


@dataclass(frozen=True)
class TaskView:
    """Something that somebody has to do for a case. `role` is "officer" and the like, or "applicant"; `question` is
    what an applicant was asked; `state` is "open", "done" or "lapsed" (ended undone); `done_at` and `done_by` are when
    it was done or ended, and the actor."""

    id: str
    case: str
    reference: str
    service: str
    organisation: str
    key: str
    title: Text
    role: str
    person: str | None
    question: str
    due_at: datetime | None
    state: str
    created_at: datetime
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True)
class ClockView:
    """A statutory clock of a case. `state` is "running", "paused", "stopped" or "expired"; `due_at` is None while it
    is not running; `used` (until now, or until it ended) and `allowed` are in days or seconds, see `unit`.

    ended_at    when it ran out or was stopped, else None
    paused_by   "applicant" while it waits for an answer, "state" where the state pauses it, "" unless it is paused
    """

    key: str
    title: Text
    state: str
    due_at: datetime | None
    started_at: datetime
    used: int
    allowed: int
    unit: str
    warned: bool
    ended_at: datetime | None = None
    paused_by: Literal["", "applicant", "state"] = ""


@dataclass(frozen=True)
class NoteView:
    """A note among staff; its applicant sees it only in their own data export."""

    id: str
    author: str
    author_name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class LetterView:
    """A letter to the applicant ("out") or from them ("in"). `attachments` are ids of uploads; `read_at` when the
    other side first read it."""

    id: str
    direction: Literal["in", "out"]
    author: str
    author_name: str
    at: datetime
    subject: str
    text: str
    attachments: Sequence[str]
    read_at: datetime | None


@dataclass(frozen=True)
class DecisionView:
    """A decision with its reasons. `assessment` is that of the rules, as they were on the day of the application."""

    id: str
    outcome: str
    transition: str
    reasons: str
    assessment: Mapping[str, object]
    at: datetime
    decided_by: str
    decided_by_name: str
    appeal: Text


@dataclass(frozen=True)
class LinkView:
    """Another case that is linked to this one. `kind` is "related", "duplicate of", "has duplicate",
    "referred from" or "referred to"; `visible` is whether the reader may open it."""

    kind: str
    case: str
    reference: str
    service: str
    organisation: str
    state_title: Text
    open: bool
    visible: bool


@dataclass(frozen=True)
class HistoryItem:
    """One thing that happened to a case. `actor_name` is empty for an applicant who is not known by an account;
    `number` is what to ask for what happened before it."""

    number: int
    at: datetime
    type: str
    title: Text
    detail: Text
    actor: str
    actor_name: str
    role: str
    organisation: str
    public: bool


@dataclass(frozen=True)
class CaseView:
    """A case as the staff of its organisation see it. `answers` is None once the applicant's data has been erased;
    `given` is what staff gave in transitions, by key; `told` the part of it that the applicant may see; `undecided` are
    steps that may or may not be open, because of missing answers; `stopped` those that lead to each other endlessly,
    if the case was stopped for this reason in its present state. Correspondence comes in `pages`; each of them has the
    open tasks and links, or the newest if there are very many."""

    card: CaseCard
    subject: str
    contact: Mapping[str, str]
    answers: Mapping[str, object] | None
    given: Mapping[str, object]
    tasks: Sequence[TaskView]
    clocks: Sequence[ClockView]
    notes: Sequence[NoteView]
    letters: Sequence[LetterView]
    decisions: Sequence[DecisionView]
    links: Sequence[LinkView]
    moves: Sequence[Move]
    delete_at: datetime | None
    may_write: bool
    undecided: Sequence[Undecided] = ()
    stopped: Sequence[Text] = ()
    may_reopen: bool = False
    told: Sequence[GivenView] = ()
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class ApplicantView:
    """The public part of a case, for its applicant: no notes, no clocks of the inside, no names of staff beyond the
    sender of a letter. `told` is what staff gave in transitions (the day of a visit, the price of an offer). Of very
    many letters and questions the newest are here; `earlier` is true when there are more, on the page of the person's
    data. A case that they `may_reopen` can be reopened until `reopen_by`, or for as long as it is kept."""

    card: CaseCard
    answers: Mapping[str, object] | None
    tasks: Sequence[TaskView]
    letters: Sequence[LetterView]
    decisions: Sequence[DecisionView]
    moves: Sequence[Move]
    history: Sequence[HistoryItem]
    may_withdraw: bool
    delete_at: datetime | None
    told: Sequence[GivenView] = ()
    earlier: bool = False
    may_reopen: bool = False
    reopen_by: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """Open cases of an organisation: by state, and those that are mine, unassigned, overdue and waiting."""

    states: Mapping[str, int]
    total: int
    mine: int
    unassigned: int
    overdue: int
    waiting: int
