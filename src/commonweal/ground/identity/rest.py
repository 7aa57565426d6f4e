"""The HTTP API of identity: one's own account, all that is held of oneself, and checks of documents by staff."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from commonweal.ground.identity import api
from commonweal.ground.identity.signing_in.strength import require_fresh
from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.acting import acting_of
from commonweal.kernel.problems import NotFound

router = Router()


class PersonOut(Schema):
    """One's own account."""

    id: UUID
    name: str
    email: str
    phone: str
    address: dict[str, object]
    date_of_birth: date | None
    language: str
    assurance: str


class ProfileChange(Schema):
    """What is to be corrected; omitted fields stay unchanged. An empty value clears the field."""

    name: str | None = Field(None, max_length=200)
    phone: str | None = Field(None, max_length=40)
    address: dict[str, str] | None = None
    date_of_birth: str | None = Field(None, max_length=10, description="ISO 8601, such as 1985-03-27, or empty")
    language: str | None = Field(None, max_length=10)
    preferences: dict[str, object] | None = None


class CorrectionIn(Schema):
    """A registered field that is wrong, and its correct content."""

    model: str = Field(max_length=100)
    field: str = Field(max_length=100)
    words: str = Field(max_length=2000)
    organisation: str = Field(
        "",
        max_length=80,
        description="Key of the organisation that should look at it; defaults to the one that holds it",
    )


class CorrectionLineOut(Schema):
    """A request for a correction: what it is about, since when, and whether it is open, done or refused."""

    id: UUID
    about: dict[str, str]
    asked_at: datetime
    answered_at: datetime | None
    state: str


class CorrectionOut(Schema):
    """A request for a correction in full."""

    line: CorrectionLineOut
    person: UUID
    name: str
    email: str
    words: str
    answer: str


class CorrectionAnswer(Schema):
    """What happened to it: "done", or "refused" with the reason."""

    outcome: str = Field(max_length=10)
    words: str = Field("", max_length=2000)


class ErasureIn(Schema):
    """The email address of the account, to confirm."""

    confirmation: str = Field(max_length=254)


class ErasureOut(Schema):
    """How many rows were erased, by table."""

    rows: dict[str, int]


class CodeIn(Schema):
    """The code that the person shows at the counter."""

    code: str = Field(max_length=20)


class CheckIn(CodeIn):
    """A check of documents at a counter: the level that they show, and their kinds (never their numbers)."""

    level: str = Field(max_length=10)
    documents: list[str] = Field(max_length=20)


class ShownCodeOut(Schema):
    """A code to show at a counter, and until when it is good."""

    code: str
    until: datetime


class PresentOut(Schema):
    """Who shows the code, to be compared with the documents."""

    name: str
    date_of_birth: date | None
    address: dict[str, object]


def _me(request: HttpRequest) -> api.PersonCard:
    me = acting_of(request).must_be_person()
    found = api.people([me]).get(me)
    if found is None:
        raise NotFound("This account does not exist any more.")
    return found


@router.get("/me", response=PersonOut, summary="One's own account")
def get_me(request: HttpRequest) -> api.PersonCard:
    return _me(request)


@router.patch("/me", response=PersonOut, summary="Correct one's own account")
def patch_me(request: HttpRequest, body: ProfileChange) -> api.PersonCard:
    changes = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None}
    return api.correct_profile(changes=changes, acting=acting_of(request))


@router.get(
    "/me/export", response=dict[str, object], summary="Everything that is held about oneself, and what happened with it"
)
def get_export(request: HttpRequest) -> dict[str, object]:
    return api.as_json(api.export_of(acting=acting_of(request), form="json"))


@router.post("/me/corrections", response={202: None}, summary="Report that something held elsewhere is wrong")
def post_correction(request: HttpRequest, body: CorrectionIn) -> Status[None]:
    api.ask_correction(**body.dict(), acting=acting_of(request))
    return Status(202, None)


@router.get("/corrections/{key}", response=list[CorrectionLineOut], summary="What an organisation was asked to correct")
def get_corrections(request: HttpRequest, key: str) -> list[api.CorrectionLine]:
    return api.corrections_of(organisation_by_key(key).id, acting=acting_of(request))


@router.get("/corrections/{key}/{uuid:correction}", response=CorrectionOut, summary="One request for a correction")
def get_correction(request: HttpRequest, key: str, correction: UUID) -> api.CorrectionCard:
    organisation_by_key(key)
    return api.correction(str(correction), acting=acting_of(request))


@router.post("/corrections/{key}/{uuid:correction}/answer", response=CorrectionOut, summary="Answer such a request")
def post_correction_answer(
    request: HttpRequest, key: str, correction: UUID, body: CorrectionAnswer
) -> api.CorrectionCard:
    organisation_by_key(key)
    return api.answer_correction(correction=str(correction), **body.dict(), acting=acting_of(request))


@router.post("/me/erasure", response=ErasureOut, summary="Have everything deleted that is held about oneself")
def post_erasure(request: HttpRequest, body: ErasureIn) -> dict[str, object]:
    acting = acting_of(request)
    me = acting.must_be_person()
    require_fresh(request)
    return {"rows": api.erase_person(person=me, confirmation=body.confirmation, acting=acting)}


@router.post("/me/presence", response=ShownCodeOut, summary="A code that proves the person's presence at a counter")
def post_presence(request: HttpRequest) -> api.ShownCode:
    return api.show_presence(acting=acting_of(request))


@router.post("/checks/who", response=PresentOut, summary="The person who shows this code (counters with the office)")
def post_who(request: HttpRequest, body: CodeIn) -> api.PersonCard:
    return api.look_up_present(code=body.code, acting=acting_of(request))


@router.post("/checks", response={204: None}, summary="Record a check of documents (counters with the office)")
def post_check(request: HttpRequest, body: CheckIn) -> Status[None]:
    api.check_identity(**body.dict(), acting=acting_of(request))
    return Status(204, None)
