"""The HTTP API of files: send one, see what became of it, fetch it, delete it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from commonweal.blocks.forms import api
from commonweal.blocks.forms.serving import as_attachment
from commonweal.kernel.acting import acting_of
from commonweal.kernel.large_bodies import LargeBody, signed_in

router = Router()
# The largest file, and the rest of the request around it.
CARRIES = {"post_upload": LargeBody(api.LARGEST + 100_000, signed_in)}


class UploadOut(Schema):
    """A file as it is kept. `size` in bytes. `state`: waiting (for the virus scanner), unscanned (there is none), clean
    or refused."""

    id: UUID
    name: str
    media_type: str
    size: int
    state: str


@router.post("/uploads", response={201: UploadOut}, summary="Send a file; its id is then the answer to a question")
def post_upload(request: HttpRequest, file: File[UploadedFile]) -> Status[api.UploadFacts]:
    stored = api.store_upload(file=file, owner=acting_of(request).actor, acting=acting_of(request))
    return Status(201, stored)


@router.get("/uploads/{uuid:upload_id}", response=UploadOut, summary="What happened to a file")
def get_upload(request: HttpRequest, upload_id: UUID) -> api.UploadFacts:
    return api.find_upload(upload=str(upload_id), acting=acting_of(request))


@router.get("/uploads/{uuid:upload_id}/content", summary="The content of a file")
def get_upload_content(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    return as_attachment(api.open_upload(upload=str(upload_id), acting=acting_of(request)))


@router.delete("/uploads/{uuid:upload_id}", response={204: None}, summary="Delete a file before it is submitted")
def delete_upload(request: HttpRequest, upload_id: UUID) -> Status[None]:
    api.delete_upload(upload=str(upload_id), acting=acting_of(request))
    return Status(204, None)
