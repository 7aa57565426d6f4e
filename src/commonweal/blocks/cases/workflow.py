"""What a definition says about a case, as pure functions: ways out of a state, tasks, routes, retention, opening."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
# A chain of automatic transitions longer than this is a loop that the proof could not see.
LONGEST_CHAIN = 20
# From what a period of retention may be counted, the earliest first.
SINCE = ("opened", "decided", "closed")


def words(key: str) -> Text:
    """A readable title made of a key, for what has no title: `could_not_collect` -> Could not collect."""
    return {"en": key.replace("_", " ").replace("-", " ").capitalize()}


def holds(source: str | None, evaluate: Evaluate, scope: Mapping[str, Any]) -> bool:
    """Whether a condition holds; one that cannot be said for lack of answers does not."""
    return source is None or evaluate(source, scope) is True


def missing_for(source: str, evaluate: Evaluate, scope: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names that nobody knows where it cannot be said whether a condition holds; None where it can."""
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
    """Whether nothing can happen in this state that the applicant may not do: it is theirs to say yes or no."""
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
    one. Where neither says it, a case in a built-in final state is kept for the longest period of the others."""
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


@dataclass(frozen=True)
class Opening:
    """What becomes of a case by being opened: the states that it passes, and the tasks open in the last."""

    states: Sequence[str]
    tasks: Sequence[str]

    @property
    def state(self) -> str:
        return self.states[-1]


def opening(section: CaseSection, evaluate: Evaluate) -> Opening:
    """Play the opening of a case without a database, for the examples in a definition."""
    play = _Play(section, evaluate)
    play.happens(f"state.{section.start}")
    if len(play.states) == 1:
        play.happens("case.opened")
    entered = [rule.key for rule in tasks_in(section, play.states[-1], play.asks)]
    return Opening(tuple(play.states), tuple(dict.fromkeys([*entered, *play.called])))


class _Play:
    """The automatic part of a workflow without a database; follows in the order in which `actions.moving` does."""

    def __init__(self, section: CaseSection, evaluate: Evaluate) -> None:
        self.section, self.evaluate = section, evaluate
        self.states = [section.start]
        self.made: list[str] = []
        self.called: list[str] = []

    def asks(self, source: str | None) -> bool:
        known = {"state": self.states[-1], "priority": "normal", "channel": "web", "area": ""}
        return holds(source, self.evaluate, {"case": known, "given": {}})

    def happens(self, trigger: str) -> None:
        state = self.states[-1]
        key = None if is_final(self.section, state) else automatic(self.section, state, trigger, self.asks)
        if key is not None:
            self.move(key)

    def move(self, key: str) -> None:
        if len(self.states) > LONGEST_CHAIN:
            return
        transition = self.section.transitions[key]
        self.made.append(key)
        self.states.append(transition.to)
        self.called = [item.removeprefix("task.") for item in transition.then if item.startswith("task.")]
        for item in transition.then:
            further = self.section.transitions.get(item)
            if further is not None and self.states[-1] in further.source:
                self.move(item)
        state, moves = self.states[-1], len(self.states)
        self.happens(f"case.{key}")
        if len(self.states) == moves and state == transition.to:
            self.happens(f"state.{state}")


class _Unconditional(_Play):
    """What follows a transition whatever is answered."""

    def asks(self, source: str | None) -> bool:
        return source is None


def circle(section: CaseSection, key: str) -> list[str]:
    """The transitions that follow each other for ever once this one was made, with this one among them; empty where
    they come to an end, or where the circle is one that this one only leads to."""
    play = _Unconditional(section, _never_asked)
    play.move(key)
    if len(play.states) <= LONGEST_CHAIN or key not in play.made[1:]:
        return []
    return play.made[: play.made.index(key, 1)]


def _never_asked(source: str, scope: Mapping[str, Any] | None = None) -> bool:
    del source, scope
    return False


def triggers(section: CaseSection) -> frozenset[str]:
    """The names that the transitions and states add to what `on:` of any section may name: "case.fail", "state.x"."""
    return frozenset(f"case.{key}" for key in section.transitions) | frozenset(
        f"state.{key}" for key in state_keys(section)
    )
