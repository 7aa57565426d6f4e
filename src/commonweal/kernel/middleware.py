"""What every middleware here has in common."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Middleware:
    """Keeps the next handler as `get_response`; a subclass defines `__call__`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
