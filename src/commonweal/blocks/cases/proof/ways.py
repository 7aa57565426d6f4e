"""What is proved of the ways through a workflow: states are reached and left, cases end."""

from collections.abc import Iterable, Mapping

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.durations import Duration
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.proof.cycles import certain_cycles
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.text import nearest
from commonweal.kernel.worktime import MOST_YEARS


def unknown_state(section: CaseSection, key: str, path: Path, what: str) -> Iterable[Finding]:
    """A state that the section does not have; `what` begins the message and describes where it is named."""
    known = workflow.state_keys(section)
    if key not in known and key not in workflow.BUILT_IN:
        near = nearest(key, known)
        yield Finding(
            code="case-unknown-state",
            message=f"{what} the state '{key}', which is not among the states.",
            remedy=f"Did you mean '{near}'?" if near else f"Add it to states, or use one of {', '.join(known)}.",
            path=path,
        )


def reachable(section: CaseSection) -> set[str]:
    """The states that a case can reach, following transitions from the first, and from where it may be reopened."""
    seen: set[str] = set()
    todo = [section.start, *([section.reopen.to] if section.reopen.to else [])]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [transition.to for _, transition in workflow.ways(section, state)]
    return seen


def ways_through(section: CaseSection) -> Iterable[Finding]:
    """States that no case reaches, states that no case can leave, and ways out of an end."""
    seen = reachable(section)
    for index, state in enumerate(section.states):
        path: Path = ("states", index)
        final = workflow.is_final(section, state.key)
        has_way_out = any(True for _ in workflow.ways(section, state.key))
        if state.key not in seen and state.key not in workflow.BUILT_IN:
            yield Finding(
                code="case-unreachable-state",
                message=f"No case can reach the state '{state.key}'.",
                remedy="Add a transition that leads to it, or remove it.",
                path=path,
            )
        if not final and not has_way_out:
            yield Finding(
                code="case-dead-end",
                message=f"A case can never leave the state '{state.key}', and it is not an outcome.",
                remedy="Add a transition out of it, or name it under `outcomes:` with its retention.",
                path=path,
            )
        if final and has_way_out:
            yield Finding(
                code="case-way-out-of-outcome",
                message=f"'{state.key}' ends the case, so no transition can lead out of it.",
                remedy="Remove it from `outcomes:`, or let people reopen the case instead.",
                path=path,
            )
    yield from certain_cycles(section)


def outcomes_of(section: CaseSection, document: Mapping[str, object]) -> Iterable[Finding]:
    """What is wrong with the ends of cases, and with how long cases are kept after them."""
    general = workflow.general_retention(document)
    for key, outcome in section.outcomes.items():
        yield from unknown_state(section, key, ("outcomes", key), "An outcome names")
        if outcome.retention is not None:
            yield from no_time(outcome.retention.delete_after, ("outcomes", key, "retention", "delete_after"))
    for index, state in enumerate(section.states):
        if not workflow.is_final(section, state.key):
            continue
        if workflow.retention(section, state.key, general) is None:
            path: Path = ("outcomes", state.key) if state.key in section.outcomes else ("states", index)
            yield Finding(
                code="case-no-retention",
                message=f"There is no retention for cases that end in '{state.key}'.",
                remedy=f"Under outcomes, give {state.key} its retention: {{delete_after: 24 months, from: closed}}; "
                "or give the service one at its top.",
                path=path,
            )
    if not any(workflow.is_final(section, state.key) for state in section.states):
        yield Finding(
            code="case-never-ends",
            message="No state ends a case, so nothing would ever be deleted.",
            remedy="Name the final states under `outcomes:` with their retention.",
            path=("outcomes",),
        )


def no_time(duration: Duration, path: Path) -> Iterable[Finding]:
    """A period of nothing, after which a case would be deleted as it closes and could never be reopened; or one whose
    end no calendar has, at which the step that begins it would fail."""
    if duration.count == 0:
        yield Finding(
            code="case-no-time",
            message=f"'{duration}' is an empty period.",
            remedy="Write 1 or more.",
            path=path,
        )
    yield from beyond_calendars(duration, path)


def beyond_calendars(duration: Duration, path: Path) -> Iterable[Finding]:
    """A period that may end after the last day that can be written."""
    if duration.is_beyond_calendars:
        yield Finding(
            code="case-no-time",
            message=f"'{duration}' ends beyond the year 9999.",
            remedy=f"Write {MOST_YEARS} years or less.",
            path=path,
        )


def beginning(section: CaseSection) -> Iterable[Finding]:
    """A case that begins in a state that ends cases: it is never closed, and so never deleted."""
    if workflow.is_final(section, section.start):
        yield Finding(
            code="case-begins-at-end",
            message=f"Cases start in '{section.start}', which ends them: they could not be worked on or closed.",
            remedy="Start in a state of its own, with a transition that leads to this one.",
            path=("start",),
        )


def reopening(section: CaseSection) -> Iterable[Finding]:
    """What is wrong with how closed cases are reopened."""
    if "system" in section.reopen.by:
        yield Finding(
            code="case-reopened-by-nobody",
            message="The system does not reopen cases.",
            remedy="Name roles of staff or the applicant, or write `by: []` to let nobody reopen.",
            path=("reopen", "by"),
        )
    if section.reopen.within is not None:
        yield from no_time(section.reopen.within, ("reopen", "within"))
    if section.reopen.to is not None:
        yield from unknown_state(section, section.reopen.to, ("reopen", "to"), "Reopened cases go to")
        if workflow.is_final(section, section.reopen.to):
            yield Finding(
                code="case-reopen-closed",
                message=f"Reopened cases would go to '{section.reopen.to}', which ends them.",
                remedy="Name a state in which they are worked on.",
                path=("reopen", "to"),
            )
