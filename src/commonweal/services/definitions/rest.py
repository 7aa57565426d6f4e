"""The HTTP API of definitions: translates, decides nothing."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.acting import acting_of
from commonweal.services.definitions import api
from commonweal.services.definitions.language.schema import service_schema
from commonweal.services.definitions.source.marks import as_json

router = Router()


class VersionOut(Schema):
    """A version of a service; `hash` is "" for a draft with mistakes."""

    service: str
    number: int
    status: str
    hash: str
    extends: str
    note: str
    changes_wanted: str
    author: str
    reviewer: str
    live: bool
    changed_at: datetime
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    publish_at: datetime | None = None
    published_at: datetime | None = None


class VersionTextOut(VersionOut):
    """A version with its text; `source_hash` is the hash of that."""

    source: str
    source_hash: str


class ManagedServiceOut(Schema):
    """A service as its organisation sees it."""

    key: str
    title: dict[str, str]
    live: VersionOut | None = None
    open: VersionOut | None = None
    retired_at: datetime | None = None


class FindingOut(Schema):
    """One thing that is wrong, or worth looking at, in a definition."""

    code: str
    severity: str
    message: str
    remedy: str
    path: list[str | int]
    file: str
    line: int
    column: int | None = None


class ExampleOut(Schema):
    """How an embedded example came out."""

    name: str
    passed: bool


class CheckedOut(Schema):
    """What checking a text found; `hash` is "" unless it may be published."""

    ok: bool
    hash: str
    findings: list[FindingOut]
    examples: list[ExampleOut]


class SavedOut(Schema):
    """A draft as it was kept; `source_hash` is the hash of its text."""

    version: VersionOut
    source_hash: str
    checked: CheckedOut


class DefinitionIn(Schema):
    """A definition as YAML or JSON text. `note` describes what the version is for; without it, the note of the draft
    stays. `based_on` is the `source_hash` of the text that this was written from: with it, nothing that somebody else
    saved in the meantime is overwritten."""

    source: str
    note: str | None = None
    based_on: str | None = None


class DefinitionCheckIn(Schema):
    """A definition as YAML or JSON text; `service` is the one that it must be of, if any."""

    source: str
    service: str | None = None


class NoteIn(Schema):
    """Words for the reviewer."""

    note: str = ""


class ReasonIn(Schema):
    """Why."""

    reason: str


class WhenIn(Schema):
    """When to publish, with a time zone; defaults to now."""

    at: datetime | None = None


class DifferenceOut(Schema):
    """What changed, in sentences."""

    old: int
    new: int
    changes: list[str]


class UpdateOut(Schema):
    """A newer version of what a service extends."""

    service: str
    parent: str
    extends: str
    available: str
    changes: list[str]


class DocumentOut(Schema):
    """A version that is or was live: the resolved document."""

    service: str
    hash: str
    document: dict[str, object]


def checked_out(checked: api.Checked) -> dict[str, object]:
    """A check for programs."""
    return {
        "ok": checked.good,
        "hash": checked.service.hash if checked.service and checked.good else "",
        "findings": [as_json(finding) for finding in checked.findings],
        "examples": [{"name": example.name, "passed": example.passed} for example in checked.examples],
    }


@router.get("/schema", summary="The JSON Schema of service definitions")
def get_schema(request: HttpRequest) -> dict[str, object]:
    """For editors; has a part for each section that is installed here."""
    del request
    return service_schema()


@router.post("/check", response=CheckedOut, summary="Check a definition without keeping it")
def check(request: HttpRequest, body: DefinitionCheckIn) -> dict[str, object]:
    """Every mistake with line, column and remedy, up to a hundred. For staff, and keys with a scope of definitions;
    120 times a minute for an organisation, fewer where the proofs are long."""
    return checked_out(api.check_text(body.source, service=body.service, acting=acting_of(request)))


@router.get("/services", response=list[ManagedServiceOut], summary="The services of an organisation, drafts included")
def list_services(request: HttpRequest, organisation: str) -> list[api.ServiceCard]:
    return api.services_of(organisation_by_key(organisation).id, acting=acting_of(request))


@router.get("/updates", response=list[UpdateOut], summary="Newer versions of what an organisation's services extend")
def list_updates(request: HttpRequest, organisation: str, language: str = "en") -> list[api.UpstreamUpdate]:
    return api.upstream_updates(organisation_by_key(organisation).id, acting=acting_of(request), language=language)


@router.get("/versions/{version_hash}", response=DocumentOut, summary="The text of a version that is or was live")
def get_document(request: HttpRequest, version_hash: str) -> dict[str, object]:
    """The resolved document, by the hash that cases pin. For everybody."""
    del request
    found = api.published_document(version_hash)
    return {"service": f"{found['offered_by']}/{found['service']}", "hash": version_hash, "document": found}


@router.get("/services/{organisation}/{name}", response=ManagedServiceOut, summary="One service")
def get_service(request: HttpRequest, organisation: str, name: str) -> api.ServiceCard:
    return api.service_card(f"{organisation}/{name}", acting=acting_of(request))


@router.get("/services/{organisation}/{name}/versions", response=list[VersionOut], summary="All versions, newest first")
def list_versions(request: HttpRequest, organisation: str, name: str) -> list[api.VersionCard]:
    return api.versions_of(f"{organisation}/{name}", acting=acting_of(request))


@router.get("/services/{organisation}/{name}/versions/{number}", response=VersionTextOut, summary="One version")
def get_version(request: HttpRequest, organisation: str, name: str, number: int) -> dict[str, object]:
    """With its text. Versions that are or were live are for everybody."""
    found = api.version_text(f"{organisation}/{name}", number, acting=acting_of(request))
    return {**vars(found.card), "source": found.source, "source_hash": found.source_hash}


@router.put("/services/{organisation}/{name}/draft", response=SavedOut, summary="Save the draft")
def put_draft(request: HttpRequest, organisation: str, name: str, body: DefinitionIn) -> dict[str, object]:
    """Kept even with mistakes, which are reported."""
    saved = api.save_draft(
        service=f"{organisation}/{name}",
        source=body.source,
        note=body.note,
        based_on=body.based_on,
        acting=acting_of(request),
    )
    return _saved_out(saved)


def _saved_out(saved: api.Saved) -> dict[str, object]:
    return {
        "version": vars(saved.version),
        "source_hash": saved.source_hash,
        "checked": checked_out(saved.checked),
    }


@router.delete("/services/{organisation}/{name}/versions/{number}", response={204: None}, summary="Discard a draft")
def delete_draft(request: HttpRequest, organisation: str, name: str, number: int) -> Status[None]:
    api.discard_draft(service=f"{organisation}/{name}", number=number, acting=acting_of(request))
    return Status(204, None)


@router.post(
    "/services/{organisation}/{name}/versions/{number}/submit",
    response=VersionOut,
    summary="Submit a draft for review (people)",
)
def submit(request: HttpRequest, organisation: str, name: str, number: int, body: NoteIn) -> api.VersionCard:
    return api.submit_for_review(
        service=f"{organisation}/{name}", number=number, note=body.note, acting=acting_of(request)
    )


@router.post("/services/{organisation}/{name}/versions/{number}/approve", response=VersionOut, summary="Approve")
def approve(
    request: HttpRequest, organisation: str, name: str, number: int, read: str | None = None
) -> api.VersionCard:
    """By a second person. `read` is the hash of the version that they read: with it, another one is not approved."""
    return api.approve(service=f"{organisation}/{name}", number=number, read=read, acting=acting_of(request))


@router.post("/services/{organisation}/{name}/versions/{number}/send-back", response=VersionOut, summary="Send back")
def send_back(request: HttpRequest, organisation: str, name: str, number: int, body: ReasonIn) -> api.VersionCard:
    return api.send_back(service=f"{organisation}/{name}", number=number, reason=body.reason, acting=acting_of(request))


@router.post("/services/{organisation}/{name}/versions/{number}/publish", response=VersionOut, summary="Publish")
def publish(request: HttpRequest, organisation: str, name: str, number: int, body: WhenIn) -> api.VersionCard:
    """Now, or at a time."""
    return api.publish(service=f"{organisation}/{name}", number=number, at=body.at, acting=acting_of(request))


@router.post("/services/{organisation}/{name}/versions/{number}/roll-back", response=VersionOut, summary="Roll back")
def roll_back(request: HttpRequest, organisation: str, name: str, number: int) -> api.VersionCard:
    """Take this earlier version up again."""
    return api.roll_back(service=f"{organisation}/{name}", number=number, acting=acting_of(request))


@router.post("/services/{organisation}/{name}/retire", response={204: None}, summary="Withdraw a service")
def retire(request: HttpRequest, organisation: str, name: str, body: ReasonIn) -> Status[None]:
    api.retire(service=f"{organisation}/{name}", reason=body.reason, acting=acting_of(request))
    return Status(204, None)


@router.post("/services/{organisation}/{name}/take-update", response=SavedOut, summary="Extend the newer version")
def take_update(request: HttpRequest, organisation: str, name: str) -> dict[str, object]:
    saved = api.take_update(service=f"{organisation}/{name}", acting=acting_of(request))
    return _saved_out(saved)


@router.get("/services/{organisation}/{name}/difference", response=DifferenceOut, summary="What changed, in sentences")
def get_difference(
    request: HttpRequest, organisation: str, name: str, old: int, new: int, language: str = "en"
) -> dict[str, object]:
    changes = api.difference(f"{organisation}/{name}", old, new, language=language, acting=acting_of(request))
    return {"old": old, "new": new, "changes": changes}
