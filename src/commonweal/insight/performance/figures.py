"""Adds up what was counted: by service and month, with the median time to close."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, QuerySet

from commonweal.insight.performance.cards import MonthFigures, ServiceFigures
from commonweal.insight.performance.models import Happening
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
    rows = Happening.objects.filter(service__in=list(services), month__gte=years[0])
    counted, medians = _counted(rows), _medians(rows.filter(month__gte=period[0]))
    asked = years, len(period)
    return [_service(key, title, asked, counted, medians, exact=exact) for key, title in services.items()]


def _counted(rows: "QuerySet[Happening]") -> Counted:
    groups = rows.order_by().values_list("service", "month", "kind").annotate(number=Count("pk"))
    return {(service, month, kind): number for service, month, kind, number in groups}


def _medians(rows: "QuerySet[Happening]") -> dict[str, tuple[float, int]]:
    """The median by service, and of how many cases it is."""
    groups = rows.filter(kind="closed", days__isnull=False).order_by("service", "days")
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for service, days, number in groups.values_list("service", "days").annotate(number=Count("pk")):
        found[service].append((days, number))
    return {service: (median(pairs), sum(number for _, number in pairs)) for service, pairs in found.items()}


def median(pairs: Iterable[tuple[int, int]]) -> float:
    """The median of values that come with how often each occurs. Raises ValueError for none."""
    ordered = sorted((value, number) for value, number in pairs if number > 0)
    total = sum(number for _, number in ordered)
    if not total:
        raise ValueError("nothing has no median")
    middle = [(total - 1) // 2, total // 2]
    found: list[int] = []
    passed = 0
    for value, number in ordered:
        found += [value for place in middle if passed <= place < passed + number]
        passed += number
    return sum(found) / 2


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


def live_services(organisations: Iterable[str] | None = None) -> dict[str, Text]:
    """The titles of all live services by key, or of those of some organisations (keys), from memory."""
    wanted = None if organisations is None else set(organisations)
    live = definitions.titles().items()
    return {key: title for key, title in live if wanted is None or key.partition("/")[0] in wanted}
