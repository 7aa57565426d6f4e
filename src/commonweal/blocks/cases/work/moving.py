"""Moves a case: enters states, makes tasks, decides, closes, and follows what happens by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from commonweal.blocks.cases import definitions, workflow
from commonweal.blocks.cases.events import AutomaticStepsStopped, CaseClosed, CaseDecided, CaseMoved
from commonweal.blocks.cases.language import TaskRule, Transition
from commonweal.blocks.cases.models import CaseTask, Correspondence
from commonweal.blocks.cases.models.case import CLOSED
from commonweal.blocks.cases.models.correspondence import DECISION
from commonweal.blocks.cases.models.work import OPEN
from commonweal.blocks.cases.work import clocks
from commonweal.blocks.cases.work.ending_tasks import end_all_tasks, end_tasks_of_state
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.text import Text, in_language

BY_RULES: Text = {
    "en": "Decided automatically by the rules of this service.",
    "cy": "Penderfynwyd yn awtomatig yn ôl rheolau’r gwasanaeth hwn.",
}


def happened(work: CaseTransaction, trigger: str) -> None:
    """Something happened that the case may wait for: clocks follow, then at most one automatic transition."""
    clocks.on(work, trigger)
    if not work.row.is_open or work.trail.stopped:
        return
    key = workflow.automatic(work.section, work.row.state, trigger, work.holds)
    if key is not None:
        _go_on(work, key)


def _go_on(work: CaseTransaction, key: str) -> None:
    """Make a transition that follows from another. Where it follows from itself, the case stays as it is and records
    that: a cycle in the rules is no reason to refuse an application or a step."""
    step = (key, work.row.state)
    if work.trail.may_go_on(step):
        move(work, key, acting=as_system(work), reasons=in_language(BY_RULES, work.row.language))
    else:
        keys = [each for each, _ in work.trail.cycle(step)]
        work.record(AutomaticStepsStopped(transitions=list(dict.fromkeys(keys))), acting=as_system(work))


def as_system(work: CaseTransaction) -> Acting:
    """The platform, acting in the name of the organisation of the case."""
    return replace(SYSTEM, organisation=str(work.row.organisation_id), purpose="automatic workflow")


def move(
    work: CaseTransaction, key: str, *, acting: Acting, reasons: str = "", given: Mapping[str, object] | None = None
) -> None:
    """Make a transition that was found allowed, and all that follows from it."""
    transition = work.section.transitions[key]
    before = work.row.state
    work.trail.begin((key, before))
    work.give(given or {})
    final = workflow.is_final(work.section, transition.to)
    if not final and transition.to != before:
        end_tasks_of_state(work, key, acting)
    work.row.state, work.row.state_since = transition.to, work.moment
    called = [item.removeprefix("task.") for item in transition.then if item.startswith("task.")]
    make_tasks(work, called, still_open=_open_keys(work) if transition.to == before else ())
    work.record(_moved(work, key, before, transition), acting=acting)
    if transition.decides:
        decide(work, key, transition.decides, reasons, acting)
    if final:
        close(work, acting)
    _follow(work, key, transition)
    work.trail.end()


def _moved(work: CaseTransaction, key: str, before: str, transition: Transition) -> CaseMoved:
    return CaseMoved(
        transition=key,
        before=before,
        after=transition.to,
        after_title=dict(workflow.state_title(work.section, transition.to)),
        service=work.row.service,
        then=[item for item in transition.then if "." in item and not item.startswith("task.")],
    )


def _follow(work: CaseTransaction, key: str, transition: Transition) -> None:
    for item in transition.then:
        further = work.section.transitions.get(item)
        if further is None or not work.row.is_open or work.trail.stopped:
            continue
        if work.row.state in further.source:
            _go_on(work, item)
    state = work.row.state
    happened(work, f"case.{key}")
    if work.row.state == state == transition.to:
        happened(work, f"state.{state}")


def _open_keys(work: CaseTransaction) -> list[str]:
    """The open tasks of a state that the case stays in: they stay open, and are not created twice."""
    if not work.section.tasks:
        return []
    rows = CaseTask.objects.filter(case=work.row, state=OPEN, in_state=work.row.state)
    return list(rows.values_list("key", flat=True))


def make_tasks(work: CaseTransaction, called: Sequence[str] = (), still_open: Sequence[str] = ()) -> list[str]:
    """Make the tasks of the state that was entered, and those that a transition calls; their keys."""
    rules = workflow.tasks_in(work.section, work.row.state, work.holds)
    rules += [rule for rule in work.section.tasks if rule.key in called and rule not in rules]
    rows = [_task(work, rule) for rule in rules if rule.key not in still_open]
    CaseTask.objects.bulk_create(rows)
    work.made |= {row.pk for row in rows}
    return [row.key for row in rows]


def _task(work: CaseTransaction, rule: TaskRule) -> CaseTask:
    return CaseTask(
        case=work.row,
        organisation_id=work.row.organisation_id,
        key=rule.key,
        title=dict(rule.title or workflow.words(rule.key)),
        role=rule.role,
        in_state=work.row.state,
        due_at=rule.due.after(work.moment, work.calendar) if rule.due else None,
        created_at=work.moment,
    )


def decide(work: CaseTransaction, key: str, outcome: str, reasons: str, acting: Acting) -> None:
    """Store a decision with its reasons and with the assessment by the rules on the day of the application."""
    row = work.row
    row.decision, row.decided_at = outcome, work.moment
    assessment = definitions.assessment(row.version, work.sealed.get("answers", {}), clock.day_of(row.opened_at))
    decision = Correspondence.objects.create(
        case=row,
        kind=DECISION,
        outcome=outcome,
        transition=key,
        author=acting.actor,
        at=work.moment,
        sealed=work.seal({"reasons": reasons, "assessment": dict(assessment)}),
    )
    automatic = acting.actor == "system"
    fact = CaseDecided(
        decision=str(decision.pk), outcome=outcome, transition=key, service=row.service, automatic=automatic
    )
    work.record(fact, acting=acting)


def close(work: CaseTransaction, acting: Acting) -> None:
    """End the case in its present state: open tasks end, clocks stop, and the day of its deletion is known."""
    row = work.row
    row.phase, row.closed_at, row.outcome, row.waiting = CLOSED, work.moment, row.state, False
    end_all_tasks(work, row.state, acting)
    rule = workflow.retention(work.section, row.state, definitions.retention_of_service(row.version))
    if rule is not None:
        row.delete_at = workflow.delete_at(
            rule, opened=row.opened_at, decided=row.decided_at, closed=work.moment, calendar=work.calendar
        )
    clocks.update_clocks(work)
    work.record(CaseClosed(outcome=row.state, service=row.service), acting=acting)
