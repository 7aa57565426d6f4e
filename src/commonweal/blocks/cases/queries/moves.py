"""The transitions that somebody may make now, with what they must give."""

from collections.abc import Sequence

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.cards import Move, Needed
from commonweal.blocks.cases.definitions import VersionMissing
from commonweal.blocks.cases.language import Requirement, Transition
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.blocks.cases.models.case import SealedCase
from commonweal.blocks.cases.models.work import OPEN
from commonweal.blocks.cases.permissions import is_applicant, may_make
from commonweal.blocks.cases.undecided import Undecided
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel.acting import Acting
from commonweal.kernel.text import Text

REASONS: Text = {"en": "Reasons, in words that the applicant will understand", "cy": "Rhesymau, mewn geiriau clir"}
NOTE: Text = {"en": "Note for colleagues", "cy": "Nodyn i gydweithwyr"}
# What an applicant gives is read by the organisation, not the other way round.
OWN_REASONS: Text = {"en": "Your reasons", "cy": "Eich rhesymau"}
OWN_NOTE: Text = {"en": "What should we know?", "cy": "Beth ddylen ni ei wybod?"}


def moves_of(case: Case, acting: Acting, sealed: SealedCase | None, tasks: Sequence[CaseTask] = ()) -> list[Move]:
    """The moves open to the actor, with which of the tasks each would end.

    Asks the database for nothing where the seal was opened already."""
    if not case.is_open or sealed is None:
        return []
    work = CaseTransaction(case, acting, sealed=sealed)
    return [
        _move(work, key, rule, [task for task in tasks if task.state == OPEN])
        for key, rule in _ways(work)
        if work.holds(rule.when)
    ]


def undecided_for(case: Case, acting: Acting, sealed: SealedCase | None) -> list[Undecided]:
    """The steps that the actor may make, but whose condition is unknown."""
    if not case.is_open or sealed is None:
        return []
    work = CaseTransaction(case, acting, sealed=sealed)
    asked = ((key, rule, work.missing_for(rule.when)) for key, rule in _ways(work))
    return [
        Undecided(key, rule.title or workflow.words(key), missing)
        for key, rule, missing in asked
        if missing is not None
    ]


def _ways(work: CaseTransaction) -> list[tuple[str, Transition]]:
    """The transitions out of the present state that the actor makes by hand, regardless of their condition."""
    try:
        ways = list(workflow.ways(work.section, work.row.state))
    except VersionMissing:
        return []
    return [(key, rule) for key, rule in ways if may_make(work.acting, work.row, rule) and _by_hand(rule)]


def _by_hand(rule: Transition) -> bool:
    return rule.by != ["system"]


def _move(work: CaseTransaction, key: str, rule: Transition, open_tasks: Sequence[CaseTask]) -> Move:
    own = is_applicant(work.acting, work.row)
    requires = [_needed(item, own=own) for item in rule.requires]
    if rule.decides and not any(item.kind == "reason" for item in requires):
        requires.append(Needed("reason", "reason", OWN_REASONS if own else REASONS, "long_text"))
    return Move(
        key=key,
        title=rule.title or workflow.words(key),
        to=rule.to,
        to_title=workflow.state_title(work.section, rule.to),
        requires=tuple(requires),
        decides=rule.decides or "",
        closes=workflow.is_final(work.section, rule.to),
        ends=tuple(
            task.title
            for task in open_tasks
            if workflow.ends_task(work.section, work.row.state, rule.to, task.in_state)
        ),
    )


def _needed(item: Requirement, *, own: bool) -> Needed:
    if item.answer:
        return Needed("answer", item.answer, item.title or workflow.words(item.answer), item.type)
    if item.key == "note":
        return Needed("note", "note", item.title or (OWN_NOTE if own else NOTE), "long_text")
    return Needed("reason", "reason", item.title or (OWN_REASONS if own else REASONS), "long_text")
