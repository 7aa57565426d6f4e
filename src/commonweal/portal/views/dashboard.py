"""The dashboard: what waits, what is under way, drafts and messages, from all organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.acting import acting_of
from commonweal.portal.tasks_due import address_of, tasks_of
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys import api as journeys

LATEST = 5


@never_cache
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Everything of the signed-in person."""
    acting = acting_of(request)
    person = acting.must_be_person()
    mine = cases.my_cases(acting=acting)
    titles = {case.version: definitions.version(case.version).title for case in mine}
    context = {
        "tasks": tasks_of(acting),
        "task_address": address_of,
        "open_cases": [case for case in mine if case.open],
        "closed_cases": [case for case in mine if not case.open],
        "titles": titles,
        "senders": organisations(),
        "drafts": journeys.drafts(acting),
        "letters": messages.inbox(acting, limit=LATEST),
        "unread": messages.unread(person),
    }
    return render(request, "portal/dashboard.html", context)
