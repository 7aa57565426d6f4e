"""The rules of a definition for a case, as pure functions: ways out of a state, tasks, routes, retention."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from commonweal.blocks.cases.language import CaseSection, Reopening, Requirement, Retention, Route, TaskRule, Transition
from commonweal.kernel.definition import Evaluate, Unknown
from commonweal.kernel.text import Text
from commonweal.kernel.worktime import Calendar

Holds = Callable[[str | None], bool]

WITHDRAWN, DUPLICATE = "withdrawn", "duplicate"
# States that every case can end in, whether its definition names them or not.
BUILT_IN: Mapping[str, Text] = {
    WITHDRAWN: {"en": "Withdrawn", "cy": "Tynnwyd yn ôl"},
    DUPLICATE: {"en": "Closed as a duplicate", "cy": "Caewyd fel dyblygiad"},
}
# From what a period of retention may be counted, the earliest first.
SINCE = ("opened", "decided", "closed")


def words(key: str) -> Text:
    """A readable title made of a key, for what has no title: `could_not_collect` -> Could not collect."""
    return {"en": key.replace("_", " ").replace("-", " ").capitalize()}


def holds(source: str | None, evaluate: Evaluate, scope: Mapping[str, object]) -> bool:
    """Whether a condition holds; one that is unknown for lack of answers does not."""
    return source is None or evaluate(source, scope) is True


def missing_for(source: str, evaluate: Evaluate, scope: Mapping[str, object]) -> tuple[str, ...] | None:
    """The missing names where a condition is unknown; None where it is known."""
    found = evaluate(source, scope)
    return tuple(sorted(found.missing)) if isinstance(found, Unknown) else None


def state_keys(section: CaseSection) -> list[str]:
    return [state.key for state in section.states]


def state_title(section: CaseSection, key: str) -> Text:
    """What a state is called, also one that is built in."""
    for state in section.states:
        if state.key == key and state.title:
            return state.title
    outcome = section.outcomes.get(key)
    return (outcome.title if outcome else {}) or BUILT_IN.get(key) or words(key)


def is_final(section: CaseSection, key: str) -> bool:
    """Whether a case in this state is closed."""
    marked = any(state.key == key and state.final for state in section.states)
    return marked or key in section.outcomes or key in BUILT_IN


def ends_task(section: CaseSection, state: str, to: str, in_state: str) -> bool:
    """Whether going from `state` to `to` ends a task that belongs to `in_state` ("" belongs to the whole case)."""
    return is_final(section, to) or (to != state and in_state == state)


def ways(section: CaseSection, state: str) -> Iterator[tuple[str, Transition]]:
    """The transitions that lead out of a state."""
    for key, transition in section.transitions.items():
        if state in transition.source:
            yield key, transition


def waits_for_applicant(section: CaseSection, state: str) -> bool:
    """Whether only the applicant can move the case on from this state."""
    found = [rule for _, rule in ways(section, state)]
    return bool(found) and all("applicant" in rule.by for rule in found)


def told(section: CaseSection) -> dict[str, Requirement]:
    """What staff give in transitions and the applicant may know, by the key of the answer."""
    return {
        item.answer: item
        for rule in section.transitions.values()
        for item in rule.requires
        if item.told and item.answer
    }


def automatic(section: CaseSection, state: str, trigger: str, asks: Holds) -> str | None:
    """The transition that the system makes in `state` when `trigger` happens: the first whose condition holds."""
    for key, transition in ways(section, state):
        if transition.on == trigger and "system" in transition.by and asks(transition.when):
            return key
    return None


def tasks_in(section: CaseSection, state: str, asks: Holds) -> list[TaskRule]:
    """The tasks that entering a state makes."""
    return [rule for rule in section.tasks if rule.state == state and asks(rule.when)]


def route(section: CaseSection, asks: Holds) -> Route:
    """Where a new case goes."""
    return next((rule for rule in section.route if asks(rule.when)), Route())


def roles(section: CaseSection) -> dict[str, Text]:
    """The roles of staff that the definition gives work to, with the titles that it gives them."""
    named = {role for transition in section.transitions.values() for role in transition.roles}
    return {role: section.roles.get(role, {}) for role in sorted(named | {rule.role for rule in section.tasks})}


def general_retention(document: Mapping[str, Any]) -> Retention | None:
    """The retention period at the top of a definition. "submitted" means the day on which the case was opened."""
    said = document.get("retention")
    if said is None:
        return None
    since = "opened" if said.get("from") == "submitted" else "closed"
    return Retention.model_validate({"delete_after": said["delete_after"], "from": since})


def retention(section: CaseSection, outcome: str, general: Retention | None = None) -> Retention | None:
    """How long a case with this outcome is kept; `general` is the period of the whole service, for outcomes without
    one. Where neither has it, a case in a built-in final state is kept for the longest period of the others."""
    own = section.outcomes.get(outcome)
    if own is not None and own.retention is not None:
        return own.retention
    if general is not None or outcome not in BUILT_IN:
        return general
    every = [other.retention for other in section.outcomes.values() if other.retention is not None]
    # Of equally long periods the one that begins last, so that the order of the outcomes decides nothing.
    return max(every, key=lambda rule: (_roughly_days(rule), SINCE.index(rule.since)), default=None)


def _roughly_days(rule: Retention) -> float:
    per = {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4, "working_days": 1.4}
    return rule.delete_after.count * per[rule.delete_after.unit]


def delete_at(
    rule: Retention, *, opened: datetime, decided: datetime | None, closed: datetime, calendar: Calendar
) -> datetime:
    """When a closed case is due to be deleted; counted from closing where it was never decided."""
    since = {"opened": opened, "decided": decided or closed, "closed": closed}[rule.since]
    return rule.delete_after.after(since, calendar)


def too_late_to_reopen(rule: Reopening, closed: datetime | None, calendar: Calendar, now: datetime) -> bool:
    """Whether the time within which a case may be reopened is over."""
    end = end_of_reopening(rule, closed, calendar)
    return end is not None and end < now


def end_of_reopening(rule: Reopening, closed: datetime | None, calendar: Calendar) -> datetime | None:
    """Until when a case may be reopened; None where there is no such time, or it is not closed."""
    return rule.within.after(closed, calendar) if rule.within and closed else None


def triggers(section: CaseSection) -> frozenset[str]:
    """The names that the transitions and states add to what `on:` of any section may name: "case.fail", "state.x"."""
    return frozenset(f"case.{key}" for key in section.transitions) | frozenset(
        f"state.{key}" for key in state_keys(section)
    )
