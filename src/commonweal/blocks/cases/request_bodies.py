"""What the HTTP API of cases is sent, and the few answers that are not cards."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Uploads = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=20)]
Names = Annotated[list[Annotated[str, Field(max_length=160)]], Field(max_length=50)]


class QueueQuery(Schema):
    """What to show of a queue; omitted fields do not filter. `organisation` defaults to the acting one."""

    organisation: str = Field("", max_length=36)
    open: bool | None = True
    state: Names = []
    service: Names = []
    assignee: str = Field("", max_length=36, description='"me", "none" or the id of a person')
    team: str = Field("", max_length=60)
    area: Names = []
    priority: list[Literal["low", "normal", "high", "urgent"]] = []
    channel: Names = []
    due: Literal["", "overdue", "today", "week"] = ""
    waiting: bool | None = None
    reference: str = Field("", max_length=40)
    order: Literal["due", "newest", "oldest"] = "due"
    page: int = Field(1, ge=1, le=2000)


class PersonIn(Schema):
    """The new assignee (id of a person)."""

    person: str = Field(max_length=36)


class HandOverIn(PersonIn):
    """The new assignee, and what they need to know."""

    note: Words


class PriorityIn(Schema):
    """How urgent the case is."""

    priority: Literal["low", "normal", "high", "urgent"]


class TransitionIn(Schema):
    """A transition and what it requires."""

    transition: str = Field(max_length=60)
    given: dict[str, object] = {}
    reason: str = Field("", max_length=20_000)
    note: str = Field("", max_length=20_000)


class DecisionIn(Schema):
    """A transition that decides, with the reasons that the applicant will read, and what colleagues should know."""

    transition: str = Field(max_length=60)
    reasons: Words
    given: dict[str, object] = {}
    note: str = Field("", max_length=20_000)


class QuestionIn(Schema):
    """What the applicant is asked for, and the deadline (with a time zone; defaults to two weeks from now)."""

    question: Words
    due: datetime | None = None


class TextIn(Schema):
    """A note, or a reason."""

    text: Words


class LetterIn(Schema):
    """A letter; attachments are ids of uploads."""

    text: Words
    subject: str = Field("", max_length=200)
    attachments: Uploads = []


class LinkIn(Schema):
    """Another case, by id or reference."""

    other: str = Field(max_length=40)


class ManyIn(Schema):
    """Cases by id or reference."""

    cases: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1, max_length=200)


class AssignManyIn(ManyIn, PersonIn):
    """Cases, and their new assignee."""


class TransitionManyIn(ManyIn, TransitionIn):
    """Cases, and the transition that each is to make."""


class Made(Schema):
    """The id of what was made."""

    id: str


class ReadOut(Schema):
    """How many letters were new to the reader."""

    read: int
