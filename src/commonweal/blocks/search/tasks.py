"""The background work of search: an index that an older version filled is filled again."""

from datetime import timedelta

from commonweal.blocks.search.filling import fill, needs_filling
from commonweal.kernel.tasks import scheduled, task


@task()
def refill() -> None:
    """Fill the index again."""
    fill()


@scheduled(every=timedelta(minutes=10))
@task()
def refill_after_an_upgrade() -> None:
    """Fill the index where entries of an older version are left; costs one small query otherwise."""
    if needs_filling():
        fill()
