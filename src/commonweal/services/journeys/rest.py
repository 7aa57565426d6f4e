"""The HTTP API of journeys: begin, answer, send; for people, and for programs with the scope journeys:write."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from commonweal.kernel.acting import Acting, acting_of
from commonweal.kernel.limits import limit, once
from commonweal.kernel.problems import Invalid, NotSignedIn
from commonweal.services.journeys import api

router = Router()
NAME = r"^[a-z0-9-]{1,60}/[a-z0-9-]{1,60}$"


class BeginIn(Schema):
    """Which service, and the language of the applicant."""

    service: str = Field(pattern=NAME, examples=["eastmere-council/missed-bin"])
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    channel: str = Field("api", pattern=r"^(api|web|phone|counter)$")


class ContactIn(Schema):
    """How to reach the applicant when a program or staff apply."""

    name: str = Field("", max_length=200)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=30)


class AnswersIn(Schema):
    """Answers as JSON values by question key; omitted answers stay unchanged, null removes an answer. An answer may
    be incomplete (a row without its amount): the draft keeps it, and cannot be sent before it is finished."""

    answers: dict[str, object]
    contact: ContactIn | None = None


class StepOut(Schema):
    """A step of the journey; problems by question key keep it from being done."""

    name: str
    title: dict[str, str]
    state: str
    problems: dict[str, str]


class JourneyOut(Schema):
    """A journey. `next` names the step to take; null when it can be sent, and once it was. What was given in part is in
    `answers` as it was given; `unfinished` names the questions that it belongs to."""

    id: UUID
    service: str
    version: str
    state: str
    language: str
    answers: dict[str, object]
    unfinished: list[str]
    steps: list[StepOut]
    next: str | None
    eligible: bool | None
    because: list[str]
    reference: str
    case: str


class DraftOut(Schema):
    """A draft in a list."""

    id: UUID
    service: str
    title: dict[str, str]
    organisation: UUID
    begun_at: datetime
    changed_at: datetime


class SubmittedOut(Schema):
    """The number, and the case where the service has cases."""

    journey: UUID
    service: str
    reference: str
    case: str


def _known(request: HttpRequest) -> Acting:
    acting = acting_of(request)
    if acting.is_stranger:
        raise NotSignedIn("Send an API key (Authorization: Bearer …) or sign in.")
    return acting


def _key(request: HttpRequest) -> str:
    written = request.headers.get("Idempotency-Key", "")
    if len(written) > 100:
        raise Invalid("The Idempotency-Key is longer than 100 characters.", remedy="Send a shorter one.")
    return written


@router.get("/", response=list[DraftOut], summary="One's own drafts")
def list_drafts(request: HttpRequest) -> list[api.DraftCard]:
    return api.drafts(_known(request))


@router.post("/", response={201: JourneyOut}, summary="Begin a service; repeatable with an Idempotency-Key")
def begin(request: HttpRequest, body: BeginIn) -> Status[api.JourneyView]:
    acting = _known(request)
    limit("begin", acting.actor, times=600, seconds=600)

    def run() -> str:
        row = api.begin_journey(service=body.service, acting=acting, language=body.language, channel=body.channel)
        return str(row.pk)

    key = _key(request)
    journey = once(f"begin:{acting.actor}:{key}", body.dict(), run) if key else run()
    return Status(201, api.my_journey(journey, acting))


@router.get("/{uuid:journey_id}", response=JourneyOut, summary="A journey of the caller")
def get_journey(request: HttpRequest, journey_id: UUID) -> api.JourneyView:
    return api.my_journey(str(journey_id), _known(request))


@router.patch("/{uuid:journey_id}", response=JourneyOut, summary="Give answers")
def give_answers(request: HttpRequest, journey_id: UUID, body: AnswersIn) -> api.JourneyView:
    acting = _known(request)
    contact = body.contact.dict() if body.contact else None
    api.give_answers(journey=str(journey_id), answers=body.answers, acting=acting, contact=contact)
    return api.my_journey(str(journey_id), acting)


@router.post(
    "/{uuid:journey_id}/submit", response=SubmittedOut, summary="Submit it; submitting again returns the same number"
)
def submit(request: HttpRequest, journey_id: UUID) -> api.Submitted:
    return api.submit_journey(journey=str(journey_id), acting=_known(request))


@router.delete("/{uuid:journey_id}", response={204: None}, summary="Delete a draft")
def discard(request: HttpRequest, journey_id: UUID) -> Status[None]:
    api.discard_journey(journey=str(journey_id), acting=_known(request))
    return Status(204, None)
