"""What is about somebody is kept by no cache: neither between us and the browser, nor in the browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header

Answer = Callable[[HttpRequest], HttpResponse]
NOWHERE = "private, no-store"


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer was, or may have been, made for one person or program alone."""
    asked_as_somebody = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return asked_as_somebody or bool(response.cookies) or request.method not in {"GET", "HEAD"}


class Caching:
    """Says of every personal answer that it is not to be kept. What says of itself that it is public (a theme, a
    picture) is the same for everybody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said = response.headers.get("Cache-Control", "")
        public = "public" in said and not response.cookies and not has_vary_header(response, "Cookie")
        if not public and "no-store" not in said and is_personal(request, response):
            response["Cache-Control"] = NOWHERE
        return response


middleware = Caching
