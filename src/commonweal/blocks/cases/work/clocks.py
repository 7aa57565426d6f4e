"""Keeps the clocks of a case in step with what happens to it: starts, pauses, resumes and stops them."""

from datetime import datetime

from commonweal.blocks.cases import clocks
from commonweal.blocks.cases.language import ClockRule
from commonweal.blocks.cases.models import CaseClock
from commonweal.blocks.cases.work.transaction import CaseTransaction


def on(work: CaseTransaction, trigger: str) -> None:
    """Start and stop the clocks that a trigger starts and stops, then bring all into step."""
    for rule in work.section.clocks:
        row = work.clocks.get(rule.key)
        if trigger == rule.start and work.row.is_open and (row is None or row.over):
            _start(work, rule, row)
        elif trigger in rule.stop_on and row is not None and not row.over:
            _stop(work, row)
    update_clocks(work)


def update_clocks(work: CaseTransaction) -> None:
    """Pause, resume or stop each clock as the present state of the case wants it."""
    for rule in work.section.clocks:
        row = work.clocks.get(rule.key)
        if row is None or row.over:
            continue
        if not work.row.is_open or work.row.state in rule.stop_in:
            _stop(work, row)
        elif row.due_at is None or row.due_at > work.moment:
            # One that is due already is left to expire: a late pause does not take its effect away.
            _keep(work, rule, row)


def restart(work: CaseTransaction) -> None:
    """Give a reopened case its opening periods anew."""
    for rule in work.section.clocks:
        if rule.start == "case.opened":
            _start(work, rule, work.clocks.get(rule.key))
    update_clocks(work)


def expire(work: CaseTransaction, row: CaseClock) -> None:
    """The period is over, since the moment at which it was due: a worker may notice that later."""
    row.expired_at, row.due_at, row.warn_at = row.due_at, None, None
    _touch(work, row)


def _start(work: CaseTransaction, rule: ClockRule, row: CaseClock | None) -> None:
    row = row or CaseClock(case=work.row, key=rule.key)
    row.timer = clocks.started(work.moment, rule.duration, rule.unit, work.calendar)
    row.started_at = work.moment
    row.warned_at = row.stopped_at = row.expired_at = None
    work.clocks[rule.key] = row
    _date(work, rule, row)


def _keep(work: CaseTransaction, rule: ClockRule, row: CaseClock) -> None:
    pauses = work.row.state in rule.pause_in or (work.row.waiting and rule.while_waiting == "pause")
    timer = row.timer
    changed = (clocks.paused if pauses else clocks.resumed)(timer, work.moment, work.calendar)
    if changed != timer:
        row.timer = changed
        _date(work, rule, row)


def _date(work: CaseTransaction, rule: ClockRule, row: CaseClock) -> None:
    row.due_at = clocks.due(row.timer, work.calendar)
    row.warn_at = _warning(work, rule, row)
    _touch(work, row)


def _warning(work: CaseTransaction, rule: ClockRule, row: CaseClock) -> datetime | None:
    if rule.warn_at is None or row.warned_at is not None:
        return None
    return clocks.warning(row.timer, rule.warn_at, work.calendar)


def _stop(work: CaseTransaction, row: CaseClock) -> None:
    row.timer = clocks.paused(row.timer, work.moment, work.calendar)
    row.stopped_at, row.due_at, row.warn_at = work.moment, None, None
    _touch(work, row)


def _touch(work: CaseTransaction, row: CaseClock) -> None:
    if row.pk is not None:
        work.touched.add(row.key)
