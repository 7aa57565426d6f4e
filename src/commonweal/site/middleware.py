"""Turns refusals and a database that is away into clear answers."""

from collections.abc import Callable

import structlog
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from commonweal.kernel.problems import NotSignedIn, Problem
from commonweal.site import errors

log = structlog.get_logger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


class Problems:
    """Answers `Problem` with its page, and a lost database with a page that says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            log.exception("database_away", path=request.path)
            return errors.unavailable(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotSignedIn):
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        if isinstance(exception, Problem):
            return errors.for_problem(request, exception)
        if isinstance(exception, (OperationalError, InterfaceError)):
            log.exception("database_away", path=request.path)
            return errors.unavailable(request)
        return None


problems = Problems
