"""Leads people to their second step and back, and keeps the form that they were about to send."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from commonweal.ground.identity.signing_in.kept_forms import actor_of, keep, page_of, posted_form
from commonweal.kernel.form_marks import digest_of


def ask_for_second_step(request: HttpRequest, *, fresh: bool) -> HttpResponseRedirect:
    """To the page that asks for the second step, `fresh` where one shown hours ago is not enough, and afterwards back
    here. What was sent as a form is kept until then, for an hour at most."""
    back = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        page = page_of(request) or "/"
        if not keep(request, posted_form(request, page), digest_of(actor_of(request))):
            back = page
    asked = {"next": back} | ({"fresh": "yes"} if fresh else {})
    return HttpResponseRedirect(reverse("identity:second-step") + "?" + urlencode(asked))
