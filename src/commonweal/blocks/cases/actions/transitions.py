"""Transitions: the way in which staff and applicants move a case on, decisions among them."""

from collections.abc import Mapping
from typing import Any

from commonweal.blocks.cases.actions.correspondence import note_in
from commonweal.blocks.cases.events import NoteAdded
from commonweal.blocks.cases.language import Requirement, Transition
from commonweal.blocks.cases.permissions import is_applicant, may_make
from commonweal.blocks.cases.work.assigning import must_be_open
from commonweal.blocks.cases.work.given_values import read_given
from commonweal.blocks.cases.work.moving import move
from commonweal.blocks.cases.work.texts import written
from commonweal.blocks.cases.work.transaction import CaseTransaction, working
from commonweal.kernel.acting import Acting, either
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, filled


def transition(
    *,
    case: str,
    transition: str,
    acting: Acting,
    given: Mapping[str, object] | None = None,
    reason: str = "",
    note: str = "",
) -> None:
    """Take a case along a transition of its definition.

    `given` has the answers that it requires, `reason` the text of a decision or a required reason, `note` a note for
    colleagues. Raises NotFound for an unknown transition, NotAllowed for those who may not make it, Conflict if it does
    not lead out of the present state or its condition does not hold, Invalid for what is missing."""
    with working(case, acting) as work:
        make(work, transition, allowed(work, transition), given=given or {}, reason=reason, note=note)


def require_transition(*, case: str, transition: str, acting: Acting) -> None:
    """Refuse a step that is somebody else's, or none of the service, as `transition` does; whether it fits the case now
    is left to that. Raises NotFound, NotAllowed."""
    with working(case, acting) as work:
        rule_for(work, transition)


def make(
    work: CaseTransaction, key: str, rule: Transition, *, given: Mapping[str, object], reason: str, note: str
) -> None:
    """Make a transition that was found allowed, with what it requires. Raises Invalid for what is missing."""
    answers = _required(rule, given, reason, note, own=is_applicant(work.acting, work.row))
    work.attach([answers[item.answer] for item in rule.requires if item.type == "file" and item.answer])
    if note.strip():
        _keep_note(work, note, "note")
    if reason.strip() and not rule.decides:
        _keep_note(work, reason, "reason")
    move(work, key, acting=work.acting, reasons=reason.strip(), given=answers)


def _keep_note(work: CaseTransaction, text: str, field: str) -> None:
    row = note_in(work, text, field=field, ask="Write a note.")
    work.record(NoteAdded(note=str(row.pk)))


def _who(by: str) -> str:
    known = {"applicant": filled("the applicant"), "system": filled("the platform itself")}
    return known.get(by) or filled("the role %(role)s", role=filled(by.removeprefix("role:")))


def rule_for(work: CaseTransaction, key: str) -> Transition:
    """The rule of a transition that is the actor's to make, if not now."""
    rule = work.section.transitions.get(key)
    if rule is None:
        raise NotFound(
            filled("This service has no transition called %(key)s.", key=key), remedy="See which moves the case offers."
        )
    if not may_make(work.acting, work.row, rule):
        raise NotAllowed(
            "This step is for somebody else.",
            remedy=filled("It requires %(what)s.", what=either([_who(by) for by in rule.by])),
        )
    return rule


def allowed(work: CaseTransaction, key: str) -> Transition:
    """The rule of a transition that the actor may make now."""
    rule = rule_for(work, key)
    must_be_open(work.row)
    if work.row.state not in rule.source:
        raise Conflict("The case has moved on, and this step no longer fits.", remedy="Load it again.")
    if not work.holds(rule.when):
        raise _not_open(work, rule)
    return rule


def _not_open(work: CaseTransaction, rule: Transition) -> Conflict:
    """Why a condition blocks a step: it is false, or not known."""
    missing = work.missing_for(rule.when)
    if missing is None:
        return Conflict("This step is not open for this case.", remedy="Its condition is not met by the answers.")
    valueless = filled("Its rule has no value for these answers.")
    remedy = filled("Not known: %(names)s", names=", ".join(missing)) if missing else valueless
    return Conflict("The answers do not show whether this step is open.", remedy=remedy)


def _required(rule: Transition, given: Mapping[str, object], reason: str, note: str, *, own: bool) -> dict[str, Any]:
    wanted = {item.answer: item for item in rule.requires if item.answer}
    keys = {item.key for item in rule.requires}
    fields: dict[str, str] = {}
    if (rule.decides or "reason" in keys) and not reason.strip():
        of_staff = filled("Give the reasons, in words that the applicant will understand.")
        fields["reason"] = filled("Give your reasons.") if own else of_staff
    if "note" in keys and not note.strip():
        fields["note"] = filled("Write something here.") if own else filled("Write a note.")
    for unknown in set(given) - set(wanted):
        fields[unknown] = filled("This step does not ask for it.")
    answers: dict[str, Any] = {}
    for key, requirement in wanted.items():
        _read(requirement, given.get(key), answers, fields)
    if fields:
        raise Invalid("Something is missing or needs correcting.", fields=fields)
    if reason.strip():
        written(reason, field="reason", ask="Give the reasons.")
    return answers


def _read(requirement: Requirement, value: object, answers: dict[str, object], fields: dict[str, str]) -> None:
    try:
        answers[requirement.answer] = read_given(requirement.type, value)
    except ValueError as error:
        fields[requirement.answer] = error.args[0]


def decide(
    *,
    case: str,
    transition: str,
    reasons: str,
    acting: Acting,
    given: Mapping[str, object] | None = None,
    note: str = "",
) -> None:
    """Grant or refuse by a transition that `decides`; the reasons go to the applicant, `note` to colleagues.

    The assessment of the rules, on the version and day of the application, is kept with the decision. Raises what
    `transition` raises, and Invalid for a transition that decides nothing."""
    with working(case, acting) as work:
        rule = allowed(work, transition)
        if not rule.decides:
            raise Invalid(
                "This step is not a decision.", fields={"transition": "Choose a step that grants or refuses."}
            )
        make(work, transition, rule, given=given or {}, reason=reasons, note=note)
