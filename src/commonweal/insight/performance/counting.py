"""The one verb of performance: count something that happened."""

from datetime import datetime

from commonweal.insight.performance.models import Happening
from commonweal.kernel import clock


def count(*, entry: str, kind: str, service: str, at: datetime, days: int | None = None) -> None:
    """Count an entry of the journal (its id) for "organisation/service"; one that was counted is left alone."""
    month = clock.day_of(at).replace(day=1)
    organisation = service.partition("/")[0]
    row = Happening(entry=entry, kind=kind, organisation=organisation, service=service, month=month, days=days)
    Happening.objects.bulk_create([row], ignore_conflicts=True)
