"""Work on the clock: deadlines take effect, and cases whose time is over are deleted."""

from datetime import timedelta

from commonweal.blocks.cases.actions import clocks, ending
from commonweal.kernel.tasks import scheduled, task

AT_ONCE = 500


@scheduled(every=timedelta(minutes=5))
@task(retries=2)
def look_at_clocks() -> None:
    """Queue a task for each clock whose end or warning has come; what is left over comes with the next look."""
    for case, key, ends in clocks.due_clocks(AT_ONCE):
        (end_clock if ends else warn_of_clock).enqueue(case, key)


@task()
def end_clock(case: str, key: str) -> None:
    """Let a clock take its effect; one that was queued twice does so once."""
    if ending.exists(case):
        clocks.expire_clock(case=case, key=key)


@task()
def warn_of_clock(case: str, key: str) -> None:
    """Record once that a deadline is near."""
    if ending.exists(case):
        clocks.warn_clock(case=case, key=key)


@scheduled(every=timedelta(hours=1))
@task(retries=2)
def look_at_retention() -> None:
    """Queue the deletion of each case whose retention has ended."""
    for case in ending.due_for_deletion(AT_ONCE):
        delete.enqueue(case)


@task()
def delete(case: str) -> None:
    """Delete one case; it may be gone already."""
    if ending.exists(case):
        ending.delete_case(case=case)


@scheduled(every=timedelta(hours=1))
@task(atomic=False)
def end_erased() -> None:
    """End the open cases of people who had their data erased, each in a transaction of its own."""
    while cases := ending.open_and_erased(AT_ONCE):
        for case in cases:
            ending.end_erased(case=case)
