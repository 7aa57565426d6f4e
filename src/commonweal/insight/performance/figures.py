"""Adds up what was counted: by service and month, with the median time to close."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from statistics import mean

from django.db.models import F, Q, QuerySet, Sum, Window

from commonweal.insight.performance.cards import MonthFigures, ServiceFigures
from commonweal.insight.performance.models import MonthlyCount
from commonweal.insight.performance.suppression import SMALLEST, YEAR, Shown, guarded_period
from commonweal.kernel import clock
from commonweal.kernel.text import Text
from commonweal.services.definitions import api as definitions

KINDS = ("begun", "submitted", "opened", "closed")
MOST_MONTHS = 36

Counted = Mapping[tuple[str, date, str], int]


def months_back(number: int) -> list[date]:
    """The first days of the last so many months, this one included, oldest first."""
    today = clock.today()
    back = [today.year * 12 + today.month - 1 - at for at in range(min(number, MOST_MONTHS))]
    return [date(month // 12, month % 12 + 1, 1) for month in reversed(back)]


def figures(services: Mapping[str, Text], *, months: int, exact: bool) -> list[ServiceFigures]:
    """The figures of these services, in their order; two queries. Without `exact` small numbers are kept back."""
    period = months_back(months)
    years = months_back(-(-len(period) // YEAR) * YEAR)
    rows = MonthlyCount.objects.filter(service__in=list(services), month__gte=years[0])
    counted, medians = _counted(rows), _medians(rows.filter(month__gte=period[0]))
    asked = years, len(period)
    return [_service(key, title, asked, counted, medians, exact=exact) for key, title in services.items()]


def _counted(rows: "QuerySet[MonthlyCount]") -> Counted:
    groups = rows.order_by().values_list("service", "month", "kind").annotate(total=Sum("number"))
    return {(service, month, kind): total for service, month, kind, total in groups}


def _medians(rows: "QuerySet[MonthlyCount]") -> dict[str, tuple[float, int]]:
    """The median by service, and of how many cases it is. The database finds the one or two rows in which the cases in
    the middle are: half of all are in it and the rows before, and half in it and the rows after."""
    summed = rows.filter(kind="closed", days__gte=0).annotate(
        until=Window(Sum("number"), partition_by="service", order_by=["days", "month"]),
        total=Window(Sum("number"), partition_by="service"),
    )
    middle = summed.annotate(twice=2 * F("until"), before=2 * F("until") - 2 * F("number")).filter(
        Q(twice__gte=F("total")), Q(before__lte=F("total"))
    )
    found: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for service, days, numbers[service] in middle.order_by().values_list("service", "days", "total"):
        found[service].append(days)
    return {service: (mean(days), numbers[service]) for service, days in found.items()}


def _service(
    key: str,
    title: Text,
    asked: tuple[list[date], int],
    counted: Counted,
    medians: Mapping[str, tuple[float, int]],
    *,
    exact: bool,
) -> ServiceFigures:
    """`asked` has the months of whole years, and how many of them, from the end, are wanted."""
    years, last = asked
    columns: dict[str, list[int | None]] = {}
    sums: dict[str, int | None] = {}
    for kind in KINDS:
        values = [counted.get((key, month, kind), 0) for month in years]
        wanted = values[-last:]
        shown: Shown = ([*wanted], sum(wanted)) if exact else guarded_period(values, last)
        columns[kind], sums[kind] = shown
    begun, submitted = sums["begun"], sums["submitted"]
    half, cases = medians.get(key, (None, 0))
    return ServiceFigures(
        service=key,
        title=title,
        **sums,
        completion=min(submitted / begun, 1.0) if begun and submitted is not None else None,
        median_days=half if exact or cases >= SMALLEST else None,
        months=[MonthFigures(month, *(columns[kind][at] for kind in KINDS)) for at, month in enumerate(years[-last:])],
    )


def most_used(services: Iterable[str], *, months: int, number: int, fewest: int = 1) -> list[str]:
    """The services that sent most applications, most first; those with fewer than `fewest` are omitted. One query."""
    rows = MonthlyCount.objects.filter(kind="submitted", month__gte=months_back(months)[0], service__in=list(services))
    counted = rows.order_by().values("service").annotate(total=Sum("number")).filter(total__gte=fewest)
    return list(counted.order_by("-total", "service").values_list("service", flat=True)[:number])


def live_services(organisations: Iterable[str] | None = None) -> dict[str, Text]:
    """The titles of all live services by key, or of those of some organisations (keys), from memory."""
    wanted = None if organisations is None else set(organisations)
    live = definitions.titles().items()
    return {key: title for key, title in live if wanted is None or key.partition("/")[0] in wanted}
