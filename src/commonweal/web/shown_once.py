"""Says of a page that it shows a secret, so that it is kept nowhere and cannot be fetched a second time."""

from django.http import HttpResponse


def show_once(response: HttpResponse) -> HttpResponse:
    """Let the page be kept nowhere."""
    response.shown_once = True  # type: ignore[attr-defined]  # read by the middleware that keeps pages
    return response


def is_shown_once(response: HttpResponse) -> bool:
    """Whether the page shows a secret."""
    return bool(getattr(response, "shown_once", False))
