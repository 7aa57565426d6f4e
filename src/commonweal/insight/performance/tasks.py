"""Deletes counts that are older than any figure needs."""

from datetime import timedelta

from commonweal.insight.performance.figures import MOST_MONTHS, months_back
from commonweal.insight.performance.models import EventCount, MonthlyCount
from commonweal.kernel.housekeeping import delete_in_batches
from commonweal.kernel.tasks import scheduled, task


@scheduled(every=timedelta(days=1))
@task(retries=3, atomic=False)
def delete_old_counts() -> None:
    """Events and counts of months before the longest period that may be asked for."""
    first = months_back(MOST_MONTHS)[0]
    delete_in_batches(EventCount.objects.filter(month__lt=first))
    delete_in_batches(MonthlyCount.objects.filter(month__lt=first))
