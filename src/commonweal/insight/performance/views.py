"""Pages of figures: every service for everybody, one service by month, and the exact figures for staff."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonweal.ground.organisations.api import organisations
from commonweal.insight.performance import api
from commonweal.kernel.acting import acting_of
from commonweal.kernel.paging import number_asked, tell_next
from commonweal.web import charts
from commonweal.web.chrome import Brand, brand_page
from commonweal.web.csv_files import csv_file
from commonweal.web.formats import day, number, text

HEAD = ("begun", "submitted", "opened", "closed")
KEPT_BACK = "kept back"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every service by title with its volumes of a year; small numbers are kept back."""
    found = api.public_figures(page=number_asked(request), language=request.LANGUAGE_CODE)
    context = {"rows": found, "chart": _volumes(api.public_leaders())}
    return render(request, "performance/overview.html", context, using="jinja2")


@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The exact figures of the organisation that one works for."""
    acting = acting_of(request)
    found = api.own_figures(acting=acting, page=number_asked(request), language=request.LANGUAGE_CODE)
    if acting.organisation:
        brand_page(request, Brand(text(organisations([acting.organisation])[acting.organisation].name)))
    context = {"rows": found, "chart": _volumes(api.own_leaders(acting=acting))}
    return render(request, "performance/own.html", context, using="jinja2")


@require_safe
def service(request: HttpRequest, organisation: str, service: str) -> HttpResponse:
    """One service by month; small numbers are kept back."""
    found = api.public_service(f"{organisation}/{service}")
    context = {"figures": found, "chart": _by_month(found), "path": (organisation, service)}
    return render(request, "performance/service.html", context, using="jinja2")


def _volumes(used: Sequence[api.ServiceFigures]) -> charts.Chart | None:
    """The services that are used most, longest bar first."""
    if not used:
        return None
    most = used[0]
    return charts.bar(
        _("Applications in twelve months"),
        [text(each.title) for each in used],
        [each.submitted for each in used],
        sentence=_("“%(service)s” is used most: %(number)s applications.")
        % {"service": text(most.title), "number": number(most.submitted)},
        source=_("Journal of the place"),
        of=_("Service"),
        measure=_("Applications"),
    )


def _by_month(found: api.ServiceFigures) -> charts.Chart | None:
    if not any(month.begun or month.submitted for month in found.months):
        return None
    begun = charts.Series(_("Begun"), [month.begun for month in found.months])
    sent = charts.Series(_("Sent"), [month.submitted for month in found.months])
    if found.completion is None:
        sentence = _("Too few people used it to say how many finish.")
    else:
        share = round(found.completion * 100)
        sentence = _("Of every hundred who begin, %(share)s send their application.") % {"share": share}
    return charts.line(
        _("Applications by month"),
        [day(month.month, "month short") for month in found.months],
        [begun, sent],
        sentence=sentence,
        source=_("Journal of the place"),
        of=_("Month"),
        csv_href=reverse("performance:service-csv", args=found.service.split("/")),
    )


@require_safe
def overview_csv(request: HttpRequest) -> HttpResponse:
    """The table of services, as CSV; in the same parts as the page."""
    page = api.public_figures(page=number_asked(request), language=request.LANGUAGE_CODE)
    rows = (
        (each.service, text(each.title), each.begun, each.submitted, each.opened, each.closed, _days(each))
        for each in page
    )
    answer = _csv("services.csv", ("service", "title", *HEAD, "median_days"), rows)
    tell_next(request, answer, page)
    return answer


@require_safe
def service_csv(request: HttpRequest, organisation: str, service: str) -> HttpResponse:
    """The months of one service, as CSV."""
    del request
    found = api.public_service(f"{organisation}/{service}")
    rows = ((m.month.strftime("%Y-%m"), m.begun, m.submitted, m.opened, m.closed) for m in found.months)
    return _csv(f"{service}.csv", ("month", *HEAD), rows)


def _days(each: api.ServiceFigures) -> float | str:
    return "" if each.median_days is None else each.median_days


def _csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    return csv_file(name, head, ([KEPT_BACK if value is None else value for value in row] for row in rows))
