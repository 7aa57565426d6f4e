"""The HTTP API of messages: one's own inbox, preferences, and writing to a person of one's own cases."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from commonweal.blocks.messages import api
from commonweal.kernel.acting import acting_of

router = Router()


class InboxRowOut(Schema):
    """A line of the inbox."""

    id: UUID
    language: str
    subject: str
    organisation: UUID | None
    about: str
    created_at: datetime
    read: bool


class MessageOut(Schema):
    """A message; the body is Markdown."""

    id: UUID
    organisation: UUID | None
    about: str
    language: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None


class PreferencesIn(Schema):
    """Whether email is wanted in addition to the inbox."""

    email: bool


class PreferencesOut(Schema):
    """The channels that are used."""

    email: bool
    portal: bool


class WaitingOut(Schema):
    """Messages that fail for the same reason: "ours" (settings have to be corrected), "later", "given_up"."""

    cause: str
    messages: int
    since: datetime
    error: str


class AgainOut(Schema):
    """How many messages are tried again."""

    messages: int


class PageIn(Schema):
    """Which part of a list: `offset` from the newest, at most `limit` rows."""

    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=100)


@router.get("/", response=list[InboxRowOut], summary="One's own inbox, newest first")
def list_inbox(request: HttpRequest, page: Query[PageIn]) -> list[api.InboxRow]:
    return api.inbox(acting_of(request), offset=page.offset, limit=page.limit)


@router.get("/preferences", response=PreferencesOut, summary="How one wants to be notified")
def get_preferences(request: HttpRequest) -> dict[str, bool]:
    return api.wants(acting_of(request))


@router.put("/preferences", response=PreferencesOut, summary="Choose how to be notified")
def put_preferences(request: HttpRequest, body: PreferencesIn) -> dict[str, bool]:
    api.choose_channel(channel="email", wanted=body.email, acting=acting_of(request))
    return api.wants(acting_of(request))


@router.get("/waiting", response=list[WaitingOut], summary="Messages that cannot be sent, by cause; for the steward")
def get_waiting(request: HttpRequest) -> list[api.Waiting]:
    return api.waiting(acting_of(request))


@router.post("/waiting/again", response=AgainOut, summary="Retry all of them now; for the steward")
def waiting_again(request: HttpRequest) -> dict[str, int]:
    return {"messages": api.send_waiting(acting=acting_of(request))}


@router.post("/{uuid:message_id}/again", response={204: None}, summary="Retry a message that could not be sent")
def send_again(request: HttpRequest, message_id: UUID) -> Status[None]:
    api.send_again(message=str(message_id), acting=acting_of(request))
    return Status(204, None)


@router.get("/{uuid:message_id}", response=MessageOut, summary="One message of one's own; marks it as read")
def get_message(request: HttpRequest, message_id: UUID) -> api.OpenedMessage:
    return api.read_message(message=str(message_id), acting=acting_of(request))
