"""Limits the size of requests, except to addresses that take files, before a byte is kept.

A capability names the addresses that take more in its `urls.py` or `rest.py`, by the name of the page or of the
operation: `CARRIES = {"step": LargeBody(60_000_000, signed_in)}`. `large_bodies` decides who may send that much, once
the caller is known."""

from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from commonweal.kernel.capability import parts
from commonweal.kernel.large_bodies import LargeBody
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import TooLarge, filled
from commonweal.site.requests import errors

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]
PIECE = 1 << 16
CUT = "commonweal.cut"  # marks a body in chunks of which not all was read


@cache
def carriers() -> dict[str, LargeBody]:
    """The addresses that take more than others."""
    pages = {
        f"{config.key.split('.')[-1]}:{name}": carrier
        for config, module in parts("urls")
        for name, carrier in getattr(module, "CARRIES", {}).items()
    }
    operations = {
        f"api:{name}": carrier
        for _, module in parts("rest")
        for name, carrier in getattr(module, "CARRIES", {}).items()
    }
    return pages | operations


def most_at(path: str) -> int:
    """How many bytes a request to this path may carry."""
    small: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        carrier = carriers().get(resolve(path).view_name)
    except Resolver404:
        return small
    return carrier.most if carrier else small


def length_of(request: HttpRequest) -> int:
    """The length that a request declares. The framework refuses one that is not a number, without reading the body."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


class BodyLimitMiddleware(Middleware):
    """Refuses what is too large by its declared length, before anything reads it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = length_of(request)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if CUT in request.META else most_at(request.path_info)
            if length > most:
                return self.refuse(request, most)
        return self.get_response(request)

    def refuse(self, request: HttpRequest, most: int) -> HttpResponse:
        """The page with the size limit. No language has been chosen yet."""
        problem = TooLarge(
            filled("We can take %(most)s MB at a time here.", most=most // 1_000_000),
            remedy="Go back, and send less at a time or smaller files. A photo taken at a lower resolution is enough.",
        )
        with translation.override(translation.get_language_from_request(request)):
            return errors.for_problem(request, problem)


class KnownLength:
    """Gives a length to a body that comes in chunks. The body is read before it is known who sends it, so it may
    be no larger than the usual size: files have to be sent with their length, which a buffering proxy adds."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("HTTP_TRANSFER_ENCODING") or environ.get("CONTENT_LENGTH"):
            return self.application(environ, start_response)
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        with SpooledTemporaryFile(max_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) as kept:
            length = _copy(environ["wsgi.input"], kept, most)
            kept.seek(0)
            if length > most:
                environ[CUT] = True
            environ["wsgi.input"] = kept if length <= most else BytesIO()
            environ["CONTENT_LENGTH"] = str(length)
            return self.application(environ, start_response)


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> int:
    """Copy up to `most` bytes and give the length; a source that is longer gives some number above `most`."""
    length = 0
    while piece := source.read(PIECE):
        length += len(piece)
        if length > most:
            break
        target.write(piece)
    return length
