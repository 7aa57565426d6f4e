"""Turns refusals and a lost database into clear answers, and keeps what was typed in a form that comes too late."""

from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.contrib import messages
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import NotSignedIn, Problem
from commonweal.site import errors, refilling, retyping

log = structlog.get_logger(__name__)


class ProblemsMiddleware(Middleware):
    """Answers `Problem` with its page, a lost database with a page that says so, and no refusal without words."""

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


class RetypingMiddleware(Middleware):
    """Keeps what was typed in a form that comes too late, and gives it back on its page (see `retyping`)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = retyping.kept_for(request) if request.method == "GET" and retyping.KEY in request.COOKIES else None
        if given is not None:
            if given[0] == request.path:  # what another form of the page sent elsewhere is no answer of the page's own
                request.typed_again = given[1]  # type: ignore[attr-defined]  # for pages that put it in themselves
            messages.warning(request, _("What you typed is here again. It was not sent yet: look at it and send it."))
        response = self.get_response(request)
        if given is not None:
            response.delete_cookie(retyping.KEY)
        if request.method == "POST" and response.status_code == 302:
            return self._kept(request, response)
        if given is not None and response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            html = refilling.refilled(response.content.decode(), request.path, given[0], given[1])
            response.content = html.encode()
        return response

    @staticmethod
    def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep a form that was answered by the sign-in page, and come back to its page afterwards. `stepping_up` keeps
        one that was answered by the second step, and offers to send it."""
        to, _sep, _query = response["Location"].partition("?")
        if to != settings.LOGIN_URL or request.path == to:
            return response
        page = retyping.keep(request)
        if not page:
            return response
        messages.warning(request, _("What you typed is kept for an hour. Sign in, and it is there again."))
        return retyping.remember(HttpResponseRedirect(to + "?" + urlencode({"next": page})))
