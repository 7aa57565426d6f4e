"""Keeps personal answers out of every cache, between us and the browser and in the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header

from commonweal.kernel.middleware import Middleware

NOWHERE = "private, no-store"


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer was, or may have been, made for one person or program alone."""
    asked_as_somebody = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return asked_as_somebody or bool(response.cookies) or request.method not in {"GET", "HEAD"}


class CachingMiddleware(Middleware):
    """Adds `Cache-Control: no-store` to personal answers. An answer that is marked as public (a theme, a picture) is
    the same for everybody and stays as it is."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said = response.headers.get("Cache-Control", "")
        public = "public" in said and not response.cookies and not has_vary_header(response, "Cookie")
        if not public and "no-store" not in said and is_personal(request, response):
            response["Cache-Control"] = NOWHERE
        return response
