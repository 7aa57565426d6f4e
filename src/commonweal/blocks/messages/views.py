"""The inbox, one message, preferences, and the demo's outbox."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.blocks.messages import api
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.acting import acting_of, is_signed_in, require
from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import limit
from commonweal.kernel.paging import newest_first

PAGE = 25


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first."""
    part = newest_first(
        request, lambda offset, limit: api.inbox(acting_of(request), offset=offset, limit=limit), size=PAGE
    )
    context = {
        "part": part,
        "senders": organisations({row.organisation for row in part.rows if row.organisation}),
        "wants": api.wants(acting_of(request)),
    }
    return render(request, "messages/inbox.html", context)


@require_GET
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message of one's own."""
    opened = api.read_message(message=str(message_id), acting=acting_of(request))
    sender = organisations([opened.organisation]).get(opened.organisation) if opened.organisation else None
    return render(request, "messages/message.html", {"message": opened, "sender": sender})


@require_http_methods(["POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Switch email on or off."""
    wanted = request.POST.get("email") == "yes"
    api.choose_channel(channel="email", wanted=wanted, acting=acting_of(request))
    return redirect("messages:preferences-saved")


@require_GET
def preferences_saved(request: HttpRequest) -> HttpResponse:
    """The confirmation."""
    require(is_signed_in, acting_of(request))
    return render(request, "messages/preferences_saved.html", {"wants": api.wants(acting_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an address by the link that was sent to it. Programs that look into mail open links: only the button
    confirms."""
    limit("confirm-address", network_of(request), times=120, seconds=600)
    api.read_link(token)
    if request.method == "POST":
        count = api.confirm_address(token=token, acting=acting_of(request))
        return render(request, "messages/confirmed.html", {"count": count})
    return render(request, "messages/confirm.html")


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message that left this demo."""
    if not settings.DEMO:
        raise Http404
    part = newest_first(request, lambda offset, limit: api.outbox(demo=True, offset=offset, limit=limit), size=PAGE)
    return render(request, "messages/outbox.html", {"part": part})
