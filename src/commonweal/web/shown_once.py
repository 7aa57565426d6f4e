"""Marks a page as showing a secret, so that it is not stored and cannot be fetched a second time."""

from django.http import HttpRequest

from commonweal.kernel.request_values import RequestValue

SHOWN_ONCE = RequestValue[bool]("shown_once")


def show_once(request: HttpRequest) -> None:
    """Let the page that answers this request be kept nowhere."""
    SHOWN_ONCE.set(request, True)


def is_shown_once(request: HttpRequest) -> bool:
    """Whether the page shows a secret."""
    return SHOWN_ONCE.get(request, False)
