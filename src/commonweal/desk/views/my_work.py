"""My work: what waits for me today, in whose name I work, and that organisation's figures of the moment."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.blocks.cases import api as cases
from commonweal.desk.case_lines import lines_of
from commonweal.desk.entrance import Desk, staff
from commonweal.desk.permissions import WORK_ON_SERVICES, works_on_cases
from commonweal.desk.titles import readable, said_roles, title_of
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.acting import acting_of
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn
from commonweal.services.definitions import api as definitions
from commonweal.web.formats import text

SHOWN = 12


@require_safe
@staff
def my_work(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The start of the desk: my cases by due date, tasks of my roles, and what there is to take."""
    context: dict[str, object] = {"desk": desk, "works_on_cases": works_on_cases(desk.roles), "said_roles": said_roles}
    if works_on_cases(desk.roles):
        mine = cases.queue(cases.QueueFilter(assignee="me"), acting=desk.acting)
        tasks = cases.staff_tasks(acting=desk.acting, limit=SHOWN + 1)
        context |= {
            "counts": cases.counts(acting=desk.acting),
            "lines": lines_of(mine.rows[:SHOWN]),
            "more": mine.has_next or len(mine.rows) > SHOWN,
            "tasks": tasks[:SHOWN],
            "more_tasks": len(tasks) > SHOWN,
            "ended": cases.ended_tasks(acting=desk.acting, limit=SHOWN),
        }
    if desk.has(*WORK_ON_SERVICES):
        waiting = definitions.waiting_for_review([desk.id], acting=desk.acting)
        sent_back = definitions.sent_back(desk.id, acting=desk.acting)
        context["to_review"] = [(each, title_of(each.service, each.hash)) for each in waiting]
        titles = definitions.titles()
        context["sent_back"] = [(each, titles.get(each.service) or readable(each.service)) for each in sent_back]
    return render(request, "desk/my_work.html", context, using="jinja2")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """For people who work for several organisations: in whose name they act from now on."""
    acting = acting_of(request)
    if acting.is_stranger:
        raise NotSignedIn(_("The desk is for staff."), remedy=_("Sign in and try again."))
    if not acting.memberships:
        raise NotAllowed(_("The desk is for people who work for an organisation of this place."))
    onward = _safe(request, request.POST.get("next") or request.GET.get("next") or "")
    own = organisations(acting.memberships)
    if request.method == "POST" and request.POST.get("organisation"):
        chosen = request.POST["organisation"]
        if chosen not in own:
            raise NotFound(_("There is no such organisation among those that you work for."))
        request.session["organisation"] = chosen
        return HttpResponseRedirect(onward)
    options = [
        {"value": key, "label": text(card.name), "hint": said_roles(",".join(sorted(acting.memberships[key])))}
        for key, card in sorted(own.items(), key=lambda pair: text(pair[1].name))
    ]
    errors = [_("Choose the organisation that you work for now.")] if request.method == "POST" else []
    context = {"options": options, "chosen": acting.organisation, "next": onward, "errors": errors}
    status = 422 if errors else 200
    return render(request, "desk/choose.html", context, using="jinja2", status=status)


def _safe(request: HttpRequest, address: str) -> str:
    """The address to go on to; never another site's."""
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("desk:my-work")
