"""Turns refusals and a lost database into clear answers."""

import structlog
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import NotSignedIn, Problem
from commonweal.site.requests import errors

log = structlog.get_logger(__name__)


class ProblemsMiddleware(Middleware):
    """Answers `Problem` with its page, a lost database with an explanation, and every other refusal with words."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return errors.worded(request, self.get_response(request))
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
