"""A file on its way to a browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from commonweal.blocks.forms.actions.open_upload import OpenedUpload


def as_attachment(opened: OpenedUpload) -> HttpResponse:
    """A file that no browser will run, guess at, frame or keep for the next person."""
    response = HttpResponse(opened.content, content_type=opened.facts.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=opened.facts.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
