"""The one address at which a file can be fetched."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from commonweal.blocks.forms import api
from commonweal.blocks.forms.serving import as_attachment
from commonweal.ground.identity.api import guest_of
from commonweal.kernel.acting import STRANGER, Acting, acting_of


def reader_of(request: HttpRequest) -> Acting:
    """Who asks: the signed-in person, or the guest of this session if there is one already."""
    acting = acting_of(request)
    guest = guest_of(request) if acting.is_stranger else None
    return replace(STRANGER, actor=guest, language=acting.language) if guest else acting


@require_GET
def download(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """A file that one sent, or that came with a case that one works on."""
    return as_attachment(api.open_upload(upload=str(upload_id), acting=reader_of(request)))
