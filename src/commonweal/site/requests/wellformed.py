"""Refuses requests with characters or numbers that cannot be kept, before the database is asked.

Text in PostgreSQL cannot hold a NUL, and no text can hold half of a surrogate pair. Only the database finds a value
that is too long or too large for its column; that is the request's fault, too, and is answered in the same way."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

import structlog
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.parser import Parser

from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import WrongType
from commonweal.site.requests import errors
from commonweal.site.requests.programs import is_for_api

log = structlog.get_logger(__name__)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
# What the API reads. Otherwise the library would read any content type as JSON. Files are only posted.
READ = frozenset({"application/json", "multipart/form-data"})
READ_UNPOSTED = frozenset({"application/json"})
WRONG_TYPE = gettext_noop("The body does not say that it is JSON (Content-Type).")


def carries(request: HttpRequest) -> bool:
    """Whether a request has a body."""
    return (request.META.get("CONTENT_LENGTH") or "0") != "0"


def holds(text: str) -> bool:
    """Whether a text can be kept: without NUL, and without halves of surrogate pairs."""
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def texts_in(value: object) -> Iterable[str]:
    """Every text in a JSON value, names included."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each


def well_formed(texts: Iterable[str]) -> bool:
    return all(holds(text) for text in texts)


def refuse(request: HttpRequest) -> HttpResponse:
    """400, with what to do."""
    return errors.page(
        request,
        400,
        _("We could not understand this"),
        _("There is a character in it that cannot be kept, or a value that is too long or too large."),
        _("Go back, remove what is not plain text, and send it again."),
    )


class WellFormedMiddleware(Middleware):
    """Refuses such characters in address, headers or form, and answers for values that the database finds too large."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        headers = (value for name, value in request.META.items() if name.startswith("HTTP_") and isinstance(value, str))
        query = unquote_plus(request.META.get("QUERY_STRING", ""), errors="replace")
        if not well_formed([request.path, request.path_info, query, *headers]):
            return refuse(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        read = READ if request.method == "POST" else READ_UNPOSTED
        if is_for_api(request) and request.content_type not in read and carries(request):
            return errors.for_program(WrongType.status, WrongType.title, WRONG_TYPE, "Send JSON as application/json.")
        if request.content_type not in FORMS or request.method in {"GET", "HEAD"}:
            return None
        typed = (text for name, values in request.POST.lists() for text in (name, *values))
        files = (text for name, each in request.FILES.lists() for text in (name, *(file.name or "" for file in each)))
        return None if well_formed([*typed, *files]) else refuse(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError | OverflowError | UnicodeEncodeError):
            log.warning("value_out_of_range", path=request.path, exc_info=exception)
            return refuse(request)
        return None


class JSON(Parser):
    """Reads the body of an API call, and refuses texts that cannot be kept. The library answers 400 for both."""

    def parse_body(self, request: HttpRequest) -> Any:
        value = json.loads(request.body)
        if not well_formed(texts_in(value)):
            raise ValueError("a text in the JSON holds a NUL, or half of a surrogate pair")
        return value
