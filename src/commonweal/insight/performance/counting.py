"""The one verb of performance: count something that happened."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from commonweal.insight.performance.models import NOT_TIMED, EventCount, MonthlyCount
from commonweal.kernel import clock


@transaction.atomic
def count(*, entry: str, kind: str, service: str, at: datetime, days: int | None = None) -> None:
    """Count an entry of the journal (its id) for "organisation/service"; one that was counted is left alone."""
    month = clock.day_of(at).replace(day=1)
    values = {"kind": kind, "service": service, "month": month, "days": days}
    _row, new = EventCount.objects.get_or_create(
        entry=entry, defaults=values | {"organisation": service.partition("/")[0]}
    )
    if new:
        counted = values | {"days": NOT_TIMED if days is None else days}
        MonthlyCount.objects.update_or_create(
            **counted, defaults={"number": F("number") + 1}, create_defaults={"number": 1}
        )
