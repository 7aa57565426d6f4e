"""Applies the effects of clocks: a warning before the deadline, and at the deadline what the definition requires."""

from commonweal.blocks.cases.events import CaseEscalated, ClockExpired, ClockWarned
from commonweal.blocks.cases.language import ClockRule
from commonweal.blocks.cases.models import CaseClock
from commonweal.blocks.cases.work import clocks
from commonweal.blocks.cases.work.moving import as_system, move
from commonweal.blocks.cases.work.transaction import CaseTransaction, working
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.text import Text, in_language

BY_LAW: Text = {
    "en": "No decision was made by the deadline, so this outcome follows by the rules of the service.",
    "cy": "Ni wnaed penderfyniad erbyn y terfyn amser, felly mae’r canlyniad hwn yn dilyn o reolau’r gwasanaeth.",
}


def warn_clock(*, case: str, key: str) -> bool:
    """Record that a clock is near its end; False if it no longer is, or if that was recorded before."""
    with working(case, SYSTEM) as work:
        row = work.clocks.get(key)
        if row is None or row.over or row.warn_at is None or row.warn_at > clock.now() or row.due_at is None:
            return False
        row.warned_at, row.warn_at = work.moment, None
        work.touched.add(key)
        work.record(ClockWarned(clock=key, due=row.due_at.isoformat()))
        return True


def expire_clock(*, case: str, key: str) -> bool:
    """Apply the effect of a clock that is due; False if it is no longer due, so calling it twice is safe."""
    with working(case, SYSTEM) as work:
        row = work.clocks.get(key)
        rule = next((rule for rule in work.section.clocks if rule.key == key), None)
        if row is None or rule is None or row.over or row.due_at is None or row.due_at > clock.now():
            return False
        clocks.expire(work, row)
        work.record(ClockExpired(clock=key, effect=rule.on_expire), acting=as_system(work))
        _take_effect(work, rule, row)
        return True


def _take_effect(work: CaseTransaction, rule: ClockRule, row: CaseClock) -> None:
    transition = work.section.transitions.get(rule.takes) if rule.takes else None
    if transition is None or work.row.state not in transition.source or rule.takes is None:
        # A case that the transition does not lead out of needs a person, too.
        work.row.priority = "urgent"
        work.record(CaseEscalated(clock=row.key), acting=as_system(work))
        return
    move(work, rule.takes, acting=as_system(work), reasons=in_language(BY_LAW, work.row.language))


def due_clocks(limit: int) -> list[tuple[str, str, bool]]:
    """The clocks whose time has come: case id, key, and whether it is the end (True) or the warning (False)."""
    now = clock.now()
    fields = ("case_id", "key")
    ends = CaseClock.objects.filter(due_at__lte=now).order_by("due_at").values_list(*fields)[:limit]
    warnings = CaseClock.objects.filter(warn_at__lte=now).order_by("warn_at").values_list(*fields)[:limit]
    return [(str(case), key, True) for case, key in ends] + [(str(case), key, False) for case, key in warnings]
