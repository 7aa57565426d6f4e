"""The HTTP API of the desk's own doors: the organisation's journal, and failed work for the steward."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from commonweal.desk.actions.replay_work import replay_work
from commonweal.desk.failed_work import failed_work
from commonweal.desk.journal_pages import journal_of
from commonweal.kernel.acting import acting_of
from commonweal.kernel.problems import NotSignedIn

router = Router()
SCOPES = {"journal:read": {"en": "The journal of the organisation", "cy": "Cofnodlyfr y sefydliad"}}


class Asked(Schema):
    """Which entries: of an organisation (the default is the acting one), a type, an actor, up to a day, from a
    number on."""

    organisation: UUID | None = None
    kind: str = Field("", max_length=80)
    actor: str = Field("", max_length=80)
    day: date | None = None
    before: int | None = Field(None, ge=1, le=2**62)


class LineOut(Schema):
    """An entry in words; `object` is what it happened to, `digest` what the seal covers."""

    number: int
    id: str
    at: datetime
    type: str
    title: dict[str, str]
    detail: dict[str, str]
    actor: str
    actor_name: str
    on_behalf_of: str
    role: str
    object: str
    purpose: str
    digest: str


class PageOut(Schema):
    """A page, newest first; `next` is the `before` of the following one, null on the last."""

    lines: list[LineOut]
    next: int | None


class FailedOut(Schema):
    """Work that was tried too often: the path of its task, its error and its arguments."""

    id: str
    path: str
    attempts: int
    failed_at: datetime | None
    error: str
    arguments: dict[str, object]


@router.get("/journal", response=PageOut, summary="What was done in the name of an organisation")
def journal(request: HttpRequest, asked: Query[Asked]) -> object:
    acting = acting_of(request)
    organisation = str(asked.organisation) if asked.organisation else acting.organisation
    if organisation is None:
        raise NotSignedIn("Say whose journal you mean.", remedy="Give `organisation`, or sign in as its staff.")
    return journal_of(
        organisation, acting=acting, kind=asked.kind, actor=asked.actor, day=asked.day, before=asked.before
    )


@router.get("/failed-work", response=list[FailedOut], summary="Work in the background that failed")
def failed(request: HttpRequest) -> object:
    return failed_work(acting=acting_of(request))


@router.post("/failed-work/{work}/replay", response={204: None}, summary="Retry failed work")
def replay(request: HttpRequest, work: UUID) -> Status[None]:
    replay_work(work=work, acting=acting_of(request))
    return Status(204, None)
