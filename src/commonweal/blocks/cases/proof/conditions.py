"""Proves, with the conditions of a workflow, that each transition, task and route is reached by some case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.cards import PRIORITIES
from commonweal.blocks.cases.language import CaseSection, TaskRule, Transition
from commonweal.kernel.definition import Finding, Path

Known = Mapping[str, Sequence[object]]
Holds = Callable[[Path, Known], bool]
"""Whether the condition at a path, if there is one, can be true with these values of `case` and `given`."""
OPENED = "case.opened"
CONDITION = "Look at its condition, and at the questions and transitions that give what the condition reads."


def out_of_reach(section: CaseSection, holds: Holds) -> Iterator[Finding]:
    """A warning for each transition that no case can make, each task that none gets, and each route that none takes."""
    course = _Course(section, holds)
    course.follow()
    for key, rule in section.transitions.items():
        if key not in course.possible:
            yield course.why_not(key, rule)
    for index, task in enumerate(section.tasks):
        yield from course.task(index, task)
    for index in range(len(section.route)):
        yield from course.route(index)


class _Course:
    """The states that cases reach, and the transitions that can be made: more with each round, until none is added.
    What cannot be determined counts as possible."""

    def __init__(self, section: CaseSection, holds: Holds) -> None:
        self.section, self.holds = section, holds
        self.states = {section.start, section.reopen.to or section.start}
        self.possible: set[str] = set()
        self.given: set[str] = set()
        self._never: set[tuple[Path, str]] = set()

    def follow(self) -> None:
        added = True
        while added:
            added = False
            for key, rule in self.section.transitions.items():
                if key not in self.possible and self._can_be_made(key, rule):
                    added = True
                    self.possible.add(key)
                    self.states.add(rule.to)
                    self.given |= {item.answer for item in rule.requires if item.answer}

    def _can_be_made(self, key: str, rule: Transition) -> bool:
        sources = self._sources(rule)
        if self._called_from(key) & set(sources):
            return True  # what a clock or another transition calls is made regardless of its condition
        sources = self._sources_where_it_happens(key, rule)
        return bool(sources) and self._can_hold(("transitions", key, "when"), sources)

    def _sources(self, rule: Transition) -> list[str]:
        return [state for state in rule.source if state in self.states]

    def _called_from(self, key: str) -> set[str]:
        """The states in which a clock may run out that takes the transition, or another ends that calls it."""
        if any(clock.takes == key for clock in self.section.clocks):
            return self.states
        rules = self.section.transitions
        calling = [rules[each] for each in self.possible if key in rules[each].then]
        called = [rules[item] for rule in calling for item in rule.then if item in rules]
        return {rule.to for rule in [*calling, *called]}

    def _sources_where_it_happens(self, key: str, rule: Transition) -> list[str]:
        """The states out of which people can make it, or in which it happens what it waits for and no other is made."""
        sources = self._sources(rule)
        if rule.by != ["system"]:
            return sources
        return [state for state in sources if self._happens(rule.on, state) and not self._comes_first(key, rule, state)]

    def _happens(self, trigger: str | None, state: str) -> bool:
        if trigger is None:
            return False
        first, _, name = trigger.partition(".")
        if first == "state":
            return name == state
        if trigger == OPENED:
            return state == self.section.start
        other = self.section.transitions.get(name) if first == "case" else None
        if other is None:
            return True
        calls = any(item in self.section.transitions for item in other.then)
        return name in self.possible and (calls or other.to == state)

    def _comes_first(self, key: str, rule: Transition, state: str) -> bool:
        """Whether another transition without a condition is always made in its stead."""
        for earlier, other in workflow.ways(self.section, state):
            if earlier == key:
                return False
            if other.on == rule.on and other.when is None and "system" in other.by:
                return True
        return False

    def _can_hold(self, path: Path, states: Sequence[str], *, opening: bool = False) -> bool:
        given = {item.answer for rule in self.section.transitions.values() for item in rule.requires if item.answer}
        lacking = sorted(given if opening else given - self.given)
        known: dict[str, Sequence[object]] = {f"given.{name}": () for name in lacking}
        known |= {"case.state": states, "case.priority": ("normal",) if opening else PRIORITIES}
        asked = (path, repr(known))
        if asked in self._never:
            return False
        if self.holds(path, known):
            return True
        self._never.add(asked)
        return False

    def why_not(self, key: str, rule: Transition) -> Finding:
        path: Path = ("transitions", key)
        if not self._sources(rule):
            message = f"No case reaches a state that '{key}' leads out of."
            return _finding(message, "Look at the conditions of the transitions that lead there.", (*path, "from"))
        if not self._sources_where_it_happens(key, rule):
            message = f"'{key}' is never made: where it leads out of, what it waits for does not happen, or another "
            remedy = "Look at `on` and `from`; or name it before a transition without a condition that waits for the "
            return _finding(f"{message}transition is made first.", f"{remedy}same.", (*path, "on"))
        return _finding(f"No answers were found with which '{key}' can be made.", CONDITION, (*path, "when"))

    def task(self, index: int, rule: TaskRule) -> Iterable[Finding]:
        called = any(f"task.{rule.key}" in self.section.transitions[key].then for key in self.possible)
        if called or (rule.state is None and rule.when is None):
            return
        if rule.state is not None and rule.state not in self.states:
            message = f"No case reaches the state in which the task '{rule.key}' is made."
            yield _finding(
                message, "Look at the conditions of the transitions that lead there.", ("tasks", index, "in")
            )
        elif rule.state is not None and not self._can_hold(("tasks", index, "when"), [rule.state]):
            message = f"No answers were found with which the task '{rule.key}' is made."
            yield _finding(message, CONDITION, ("tasks", index, "when"))

    def route(self, index: int) -> Iterable[Finding]:
        path: Path = ("route", index)
        if any(earlier.when is None for earlier in self.section.route[:index]):
            message = "This is never used: a rule without a condition comes before it."
            yield _finding(message, "Put the rule without a condition last.", path)
        elif not self._can_hold((*path, "when"), [self.section.start], opening=True):
            yield _finding("No answers were found with which a case takes this route.", CONDITION, (*path, "when"))


def _finding(message: str, remedy: str, path: Path) -> Finding:
    return Finding("out-of-reach", message, remedy, path, "warning")
