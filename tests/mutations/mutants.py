"""A mutant of one file of the demo place for each seed: one or two faults, always the same for the same seed."""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from commonweal.services.definitions.source.reading import read_text
from tests.mutations import lines, shapes, values

PLACE = Path(__file__).resolve().parents[2] / "places" / "eastmere"
TWO_FAULTS = 0.2
# Examples notice most changes of a rule; what the proof alone notices is seen without them.
WITHOUT_EXAMPLES = 0.6
TRIES = 40

InTree = Callable[[Any, Random], str]
InText = Callable[[str, Random], tuple[str, str]]
# How often each is drawn. What passes the check is worth more than what it refuses at a glance.
IN_TREE: Mapping[InTree, int] = {
    shapes.drop_key: 4,
    shapes.drop_item: 4,
    shapes.repeat_item: 2,
    shapes.other_order: 4,
    shapes.swap_values: 6,
    shapes.value_of_twin: 8,
    shapes.other_shape: 3,
    values.edge_number: 5,
    values.other_truth: 3,
    values.edge_day: 3,
    values.edge_period: 3,
    values.misspell_value: 3,
    values.misspell_key: 2,
    values.taken_name: 2,
    values.odd_text: 3,
    values.blank_at_end: 3,
    values.long_text: 1,
    values.operator: 6,
    values.literal: 5,
    values.name_in_scope: 6,
    values.wrapped: 4,
}
GRAFT = 12
IN_TEXT: Mapping[InText, int] = {
    lines.indent: 1,
    lines.unindent: 1,
    lines.drop_line: 2,
    lines.repeat_line: 1,
    lines.drop_mark: 1,
    lines.other_mark: 1,
    lines.odd_character: 1,
    lines.cut_off: 1,
    lines.other_ends: 1,
}
# A file that is one of many is drawn as often as the place itself.
SHARES = {"services": 20, "organisations": 2, "place.yaml": 1}
SLOW = frozenset({"council-tax-reduction-calculator.yaml", "council-tax-reduction.yaml"})


@dataclass(frozen=True)
class Mutant:
    """A file of the place with something wrong in it, or only other than it was; `said` tells what."""

    seed: int
    file: str
    kinds: tuple[str, ...]
    text: str
    said: str

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.file}: {self.said}"


@cache
def files() -> Mapping[str, str]:
    """The text of every definition of the place, by its path in the folder."""
    return {path.relative_to(PLACE).as_posix(): path.read_text("utf-8") for path in sorted(PLACE.rglob("*.yaml"))}


@cache
def _document(file: str) -> Any:
    return read_text(files()[file]).document


def document(file: str) -> Any:
    """What a file says, to be changed."""
    return deepcopy(_document(file))


@cache
def _donors(folder: str) -> list[Any]:
    return [_document(file) for file in files() if file.startswith(folder)]


def examples_in(file: str) -> list[dict[str, Any]]:
    """What the examples of the file as it was give as answers, as they are written."""
    return [dict(example.get("given") or {}) for example in _document(file).get("examples") or []]


def make(seed: int, only: Sequence[str] = ()) -> Mutant:
    """The mutant of a seed; of one of the files `only`, where some are named."""
    dice = Random(seed)
    chosen = list(only) or list(files())
    file = dice.choices(chosen, [_share(each) for each in chosen])[0]
    for _ in range(TRIES):
        kinds, text, said = _broken(file, dice)
        if text != files()[file]:
            return Mutant(seed, file, kinds, text, said)
    raise AssertionError(f"seed {seed} changes nothing in {file}")


def _share(file: str) -> int:
    top = file.partition("/")[0]
    return SHARES[top] * (1 if file.rpartition("/")[2] in SLOW else 3)


def _broken(file: str, dice: Random) -> tuple[tuple[str, ...], str, str]:
    if dice.random() < 0.1:
        breaks = dice.choices(list(IN_TEXT), list(IN_TEXT.values()))[0]
        text, said = breaks(files()[file], dice)
        return (breaks.__name__,), text, said
    changed, kinds, words = document(file), [], []
    if dice.random() < WITHOUT_EXAMPLES:
        changed.pop("examples", None)
    for _ in range(2 if dice.random() < TWO_FAULTS else 1):
        kind, said = _change(changed, file, dice)
        if said:
            kinds.append(kind)
            words.append(said)
    text = json.dumps(changed, ensure_ascii=False, indent=1) if words else files()[file]
    return tuple(kinds), text, "; ".join(words)


def _change(changed: Any, file: str, dice: Random) -> tuple[str, str]:
    kind = dice.choices([*IN_TREE, None], [*IN_TREE.values(), GRAFT])[0]
    if kind is None:
        return shapes.graft.__name__, shapes.graft(changed, _donors(file.partition("/")[0]), dice)
    return kind.__name__, kind(changed, dice)
