"""Pages of organisations that are not for their staff alone: the stylesheet of their look, and invitations."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.ground.organisations import api
from commonweal.ground.organisations.actions.accept_invitation import find_invitation
from commonweal.kernel.acting import acting_of
from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import limit
from commonweal.web import theming
from commonweal.web.formats import text


@require_safe
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """The organisation's colours as a stylesheet."""
    colours = api.organisation_by_key(key).theme
    return theming.response(request, theming.Theme(**colours))


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the invitation offers, and the button that accepts it."""
    acting = acting_of(request)
    if request.method == "POST":
        joined = api.accept_invitation(token=token, acting=acting)
        request.session["organisation"] = joined.id
        messages.success(request, _("You now work for %(name)s.") % {"name": text(joined.name)})
        return HttpResponseRedirect(settings.STAFF_REDIRECT_URL)
    limit("organisations.look-at-invitation", network_of(request), times=300, seconds=3600)
    found = find_invitation(token)
    context = {
        "organisation": found.organisation,
        "roles": found.roles,
        "words_for": partial(api.role_words, known=api.known_roles(str(found.organisation.id))),
        "present": acting.fresh,
        "email": found.email,
        "signed_in": acting.person is not None,
        "mine": request.user.is_authenticated and request.user.email == found.email,
    }
    response = render(request, "organisations/invitation.html", context, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response
