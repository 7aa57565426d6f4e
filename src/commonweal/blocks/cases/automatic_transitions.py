"""Plays the automatic part of a workflow without a database, in the order in which `actions.moving` follows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.language import CaseSection
from commonweal.kernel.definition import Evaluate

Asks = Callable[[str | None, str], bool]
"""Whether a condition holds in a state."""
Step = tuple[str, str]
"""A transition, and the state out of which it is made."""

# So many transitions are made in one go. Without a cycle there are rarely more than three.
MOST_MOVES = 100


class Trail:
    """The transitions that are being made, each because of the one before it.

    What follows a transition depends only on the state out of which it is made: answers, and what staff gave, are the
    same throughout. One that follows from itself would do so for ever: that is a cycle."""

    def __init__(self) -> None:
        self.under_way: list[Step] = []
        self.moves = 0
        self.stopped = False

    def may_go_on(self, step: Step) -> bool:
        """Whether the transition may be made; if not, no other one is made either."""
        self.stopped = self.stopped or step in self.under_way or self.moves >= MOST_MOVES
        return not self.stopped

    def begin(self, step: Step) -> None:
        self.under_way.append(step)
        self.moves += 1

    def end(self) -> None:
        self.under_way.pop()

    def cycle(self, step: Step) -> list[Step]:
        """The transitions that lead from this one to itself; all that are under way where there are too many."""
        return self.under_way[self.under_way.index(step) :] if step in self.under_way else list(self.under_way)


class Play:
    """What happens automatically to a case in a state, given the conditions that hold."""

    def __init__(self, section: CaseSection, asks: Asks, state: str) -> None:
        self.section, self.asks = section, asks
        self.states = [state]
        self.called: list[str] = []
        self.cycle: list[Step] = []
        self._trail = Trail()

    def happens(self, trigger: str) -> None:
        """Make the transition that waits for the trigger in the present state, if there is one."""
        state = self.states[-1]
        if workflow.is_final(self.section, state) or self._trail.stopped:
            return
        key = workflow.automatic(self.section, state, trigger, lambda source: self.asks(source, state))
        if key is not None:
            self.move(key)

    def move(self, key: str) -> None:
        """Make a transition, and all that follows from it until a cycle is noticed."""
        step = (key, self.states[-1])
        if not self._trail.may_go_on(step):
            self.cycle = self.cycle or self._trail.cycle(step)
            return
        self._trail.begin(step)
        transition = self.section.transitions[key]
        self.states.append(transition.to)
        self.called = [item.removeprefix("task.") for item in transition.then if item.startswith("task.")]
        for item in transition.then:
            further = self.section.transitions.get(item)
            if further is not None and self.states[-1] in further.source and not self._trail.stopped:
                self.move(item)
        state, moves = self.states[-1], len(self.states)
        self.happens(f"case.{key}")
        if len(self.states) == moves and state == transition.to:
            self.happens(f"state.{state}")
        self._trail.end()


@dataclass(frozen=True)
class Opening:
    """What becomes of a case by being opened: the states that it passes, and the tasks open in the last."""

    states: Sequence[str]
    tasks: Sequence[str]

    @property
    def state(self) -> str:
        return self.states[-1]


def opening(section: CaseSection, evaluate: Evaluate) -> Opening:
    """Play the opening of a case, for the examples in a definition."""

    def asks(source: str | None, state: str) -> bool:
        known = {"state": state, "priority": "normal", "channel": "web", "area": ""}
        return workflow.holds(source, evaluate, {"case": known, "given": {}})

    play = Play(section, asks, section.start)
    play.happens(f"state.{section.start}")
    if len(play.states) == 1:
        play.happens("case.opened")
    state = play.states[-1]
    entered = [rule.key for rule in workflow.tasks_in(section, state, lambda source: asks(source, state))]
    return Opening(tuple(play.states), tuple(dict.fromkeys([*entered, *play.called])))


def leading_to_cycles(section: CaseSection) -> set[str]:
    """The transitions that can form a cycle, regardless of conditions; empty for nearly every workflow."""
    rules = section.transitions
    left = {key: _followers(section, key) for key in rules}
    ending = {key for key, after in left.items() if not after}
    while ending:
        left = {key: after - ending for key, after in left.items() if key not in ending}
        ending = {key for key, after in left.items() if not after}
    return set(left)


def _followers(section: CaseSection, key: str) -> set[str]:
    rules = section.transitions
    waited = {f"case.{key}", f"state.{rules[key].to}"}
    by_itself = {each for each, rule in rules.items() if "system" in rule.by and rule.on in waited}
    return by_itself | {item for item in rules[key].then if item in rules}
