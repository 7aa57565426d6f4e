"""Work in the background: the daily run that deletes what is past its time."""

from datetime import timedelta

from django.db import transaction

from commonweal.ground.identity.events import RetentionRun
from commonweal.ground.identity.register import expire_registered
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import record
from commonweal.kernel.tasks import scheduled, task


@scheduled(every=timedelta(days=1))
@task(retries=3)
def delete_what_is_past_its_time() -> None:
    """Ask every capability to delete what is past its retention, and journal how much that was."""
    with transaction.atomic():
        rows = expire_registered(clock.now())
        if rows:
            record(RetentionRun(rows=rows), acting=SYSTEM, object="retention:daily", purpose="keeping no data too long")
