"""Failed work: background work that was tried too often, for the managers of the steward."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from commonweal.blocks.messages import api as sending
from commonweal.desk.actions.replay_work import replay_work
from commonweal.desk.entrance import Desk, staff
from commonweal.desk.failed_work import failed_work
from commonweal.kernel.problems import Conflict
from commonweal.web.refusals import refusal


@require_safe
@staff
def failed(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list, newest first. Arguments are ids, never words of a person."""
    context = {"desk": desk, "rows": failed_work(acting=desk.acting), "waiting": sending.waiting(desk.acting)}
    return render(request, "desk/failed.html", context, using="jinja2")


@require_POST
@staff
def again(request: HttpRequest, desk: Desk, work: UUID) -> HttpResponse:
    """Have it tried again."""
    try:
        replay_work(work=work, acting=desk.acting)
    except Conflict as problem:
        messages.warning(request, refusal(problem))
    else:
        messages.success(request, _("It will be tried again within a minute."))
    return HttpResponseRedirect(reverse("desk:failed-work"))


@require_POST
@staff
def send_waiting(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Retry all messages that could not be sent."""
    count = sending.send_waiting(acting=desk.acting)
    said = ngettext("%(num)s message is tried again now.", "%(num)s messages are tried again now.", count)
    messages.success(request, said % {"num": count})
    return HttpResponseRedirect(reverse("desk:failed-work"))
