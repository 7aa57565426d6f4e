"""What is proved of cycles: automatic transitions that lead to each other for ever, always or for some answers."""

import re
from collections.abc import Callable, Iterable, Iterator

from commonweal.blocks.cases.automatic_transitions import Play, Step, leading_to_cycles
from commonweal.blocks.cases.language import CaseSection
from commonweal.kernel.definition import Finding, Path

CanBeTrue = Callable[[Path, str], bool]
"""Whether a condition, which is not written down anywhere, can be true; the path is where a finding would be."""

MOST_PLAYS = 64  # in which ways the conditions after one transition are taken to be true and false
MOST_ASKED = 20  # cycles of one workflow for which answers are looked for
_STATE = re.compile(r"\bcase\.state\b")


def certain_cycles(section: CaseSection) -> Iterator[Finding]:
    """Transitions that lead into each other for all answers: those without a condition, and those in `then:`."""
    for key in _leading(section):
        found = _certain(section, key)
        if found:
            called = any(item in found for each in found for item in section.transitions[each].then)
            yield Finding(
                code="case-cycle",
                message=f"The transition '{key}' is part of a cycle: {' → '.join([*found, key])}.",
                remedy="Remove one of them from the `then:` of another." if called else "Give one of them a condition.",
                path=("transitions", key),
            )


def _certain(section: CaseSection, key: str) -> list[str]:
    """The transitions from this one to itself; empty where they end, or where this one only leads to a cycle."""
    source = next(iter(section.transitions[key].source), section.start)
    play = Play(section, lambda condition, _: condition is None, source)
    play.move(key)
    keys = [each for each, _ in play.cycle]
    return _beginning_with(key, keys) if key in keys else []


def possible_cycles(section: CaseSection, can_be_true: CanBeTrue) -> Iterator[Finding]:
    """A warning for each cycle whose conditions can all be true for the same answers."""
    said: set[frozenset[Step]] = set()
    asked: set[tuple[frozenset[Step], str]] = set()
    for cycle, condition in _cycles(section):
        steps = frozenset(cycle)
        if steps in said or (steps, condition) in asked or len(asked) >= MOST_ASKED:
            continue
        asked.add((steps, condition))
        key = cycle[0][0]
        path: Path = ("transitions", key, *(("when",) if section.transitions[key].when else ()))
        if can_be_true(path, condition):
            said.add(steps)
            yield Finding(
                code="case-possible-cycle",
                message="Automatic transitions can lead to each other endlessly: "
                f"{' → '.join(each for each, _ in [*cycle, cycle[0]])}.",
                remedy="Change their conditions so that they are never all true for the same answers. A case that goes "
                "in the cycle is stopped in it, and staff have to move it on.",
                path=path,
                severity="warning",
            )


def _cycles(section: CaseSection) -> Iterator[tuple[list[Step], str]]:
    """Each cycle that depends on conditions, beginning with the transition that comes first in the definition, with
    the condition under which it is gone round."""
    for key in _leading(section):
        for state in section.transitions[key].source:
            for cycle, assumed in _plays(section, (key, state)):
                if cycle and cycle[0] == (key, state) and assumed:
                    yield cycle, " && ".join(f"({each})" if true else f"!({each})" for each, true in assumed.items())


def _plays(section: CaseSection, step: Step) -> Iterator[tuple[list[Step], dict[str, bool]]]:
    """What follows a transition, for each way in which the conditions that are asked can be true and false."""
    todo: list[dict[str, bool]] = [{}]
    for _ in range(MOST_PLAYS):
        if not todo:
            return
        assumed = todo.pop()
        known = len(assumed)
        play = Play(section, _assuming(assumed), step[1])
        play.move(step[0])
        yield play.cycle, assumed
        every = list(assumed.items())
        todo += [dict([*every[:index], (every[index][0], False)]) for index in range(known, len(every))]


def _assuming(assumed: dict[str, bool]) -> Callable[[str | None, str], bool]:
    """Takes each condition of which nothing is assumed to be true. The state is written into conditions that read it,
    so that they can be put together with those of other states."""

    def asks(source: str | None, state: str) -> bool:
        return source is None or assumed.setdefault(_STATE.sub(f"'{state}'", source), True)

    return asks


def _leading(section: CaseSection) -> Iterable[str]:
    leading = leading_to_cycles(section)
    return [key for key in section.transitions if key in leading]


def _beginning_with(key: str, keys: list[str]) -> list[str]:
    return keys[keys.index(key) :] + keys[: keys.index(key)]
