"""Keeps what was typed into a form that cannot be taken just now, and puts it back on the page of the form."""

from dataclasses import replace
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from commonweal.ground.identity.signing_in import kept_forms
from commonweal.kernel.form_marks import digest_of
from commonweal.kernel.middleware import Middleware
from commonweal.web.form_filling import TYPED_AGAIN, refilled
from commonweal.web.views import SENT_TO

# Field of the other forms of a page, which the script of the switch adds: address, blank, fields as in a query.
ALSO = "_also"


class KeptFormsMiddleware(Middleware):
    """Keeps a form that cannot be taken just now, and puts it back on its page (see `identity.kept_forms`): one that
    comes after the session has ended, and one in the middle of which the language was changed."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = kept_forms.kept_form(request, page=request.get_full_path()) if request.method == "GET" else None
        if given is not None:
            self._announce(request, given)
        response = self.get_response(request)
        if given is not None and response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            html = response.content.decode()
            for form in given.forms:
                html = refilled(html, request.path, form, _choose_again)
            response.content = html.encode()
            kept_forms.forget(request)
        elif request.method == "POST" and response.status_code == 302:
            response = self._kept(request, response)
        kept_forms.remember(request, response)
        return response

    @staticmethod
    def _announce(request: HttpRequest, given: kept_forms.KeptForm) -> None:
        if urlsplit(given.action).path == request.path:  # what was typed elsewhere does not belong to this page
            typed = QueryDict(mutable=True)
            for name, values in given.forms[0].values.items():
                typed.setlist(name, list(values))
            TYPED_AGAIN.set(request, typed)
        if not given.silent:
            messages.warning(request, _("What you typed is here again. It was not sent yet: look at it and send it."))

    @staticmethod
    def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep a form that was answered by the sign-in page, which then leads back to the page of the form. A form that
        needs the second step is kept by `stepping_up`, which offers to send it."""
        to, _sep, _query = response["Location"].partition("?")
        if _changes_language(request):
            _keep_in_new_language(request)
        elif to == settings.LOGIN_URL and request.path != to and (page := keep_for_typist(request)):
            messages.warning(request, _("What you typed is kept for an hour. Sign in, and it is there again."))
            return HttpResponseRedirect(to + "?" + urlencode({"next": page}))
        return response


def keep_for_typist(request: HttpRequest) -> str:
    """Keep what was posted, for the person that the form was rendered for; returns the page to go back to, '' if
    nothing is kept.

    Only a form from a page of this site is kept, and only if nobody else is signed in now."""
    owner, page = kept_forms.typist(request), kept_forms.page_of(request)
    here = kept_forms.actor_of(request)
    somebody_else = here.startswith("person:") and owner != digest_of(here)
    if not owner or not page or somebody_else:
        return ""
    form = _in_new_language(request, page) if _changes_language(request) else kept_forms.posted_form(request, page)
    return page if kept_forms.keep(request, form, owner) else ""


def _changes_language(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name == "web:language" and SENT_TO in request.POST


def _keep_in_new_language(request: HttpRequest) -> None:
    """Keep the forms of a page whose language was changed, for the person who changed it."""
    page, owner = request.GET.get("next", ""), digest_of(kept_forms.actor_of(request))
    if not kept_forms.page_of(request) or kept_forms.typist(request) != owner:
        return
    if not kept_forms.keep(request, replace(_in_new_language(request, page), silent=True), owner):
        messages.warning(
            request,
            _("What you typed could not be kept when the language changed. Your browser may still have it: go back."),
        )


def _in_new_language(request: HttpRequest, page: str) -> kept_forms.KeptForm:
    """The form to which the switch belongs, and others of its page that a script added."""
    posted = request.POST.copy()
    forms = [(str(posted.pop(SENT_TO)[0]), posted)]
    for also in posted.pop(ALSO, []):
        to, _end, inside = str(also).partition(" ")
        forms.append((to, QueryDict(inside)))
    return kept_forms.KeptForm(page, tuple(kept_forms.form_in(inside, urljoin(page, to)) for to, inside in forms))


def _choose_again(files: str) -> str:
    return _("Choose again: %(files)s") % {"files": files}
