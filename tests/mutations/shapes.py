"""Mutations of the shape of a definition: keys and items that are missing, doubled, moved, or of another kind."""

from copy import deepcopy
from random import Random
from typing import Any

from tests.mutations.tree import LANGUAGES, Spot, pick, spots, twin

OTHER_SHAPES: tuple[Any, ...] = ([], {}, None, "", 0, True, "word", ["word"], {"word": "word"}, [[]], 1.5)


def drop_key(document: Any, dice: Random) -> str:
    """A key is missing."""
    spot = pick(document, dice, lambda spot: isinstance(spot.holder, dict))
    if spot is None:
        return ""
    del spot.holder[spot.key]
    return f"without {spot.written}"


def drop_item(document: Any, dice: Random) -> str:
    """An item of a list is missing."""
    spot = pick(document, dice, lambda spot: isinstance(spot.holder, list))
    if spot is None:
        return ""
    del spot.holder[spot.key]
    return f"without {spot.written}"


def repeat_item(document: Any, dice: Random) -> str:
    """An item of a list is there twice."""
    spot = pick(document, dice, lambda spot: isinstance(spot.holder, list))
    if spot is None:
        return ""
    spot.holder.insert(int(spot.key), deepcopy(spot.value))
    return f"{spot.written} twice"


def other_order(document: Any, dice: Random) -> str:
    """Two items of a list, or two keys, change places."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, list | dict) and len(spot.value) > 1)
    if spot is None:
        return ""
    if isinstance(spot.value, list):
        one, other = dice.sample(range(len(spot.value)), 2)
        spot.value[one], spot.value[other] = spot.value[other], spot.value[one]
        return f"{spot.written}: {one} and {other} change places"
    items = list(spot.value.items())
    dice.shuffle(items)
    spot.put(dict(items))
    return f"{spot.written} in another order"


def swap_values(document: Any, dice: Random) -> str:
    """Two values of the same name change places: two conditions, two types, two states that transitions lead to."""
    pair = twin(document, dice)
    if pair is None:
        return ""
    one, other = pair
    if one.path[: len(other.path)] == other.path or other.path[: len(one.path)] == one.path:
        return ""
    first, second = deepcopy(one.value), deepcopy(other.value)
    one.put(second)
    other.put(first)
    return f"{one.written} and {other.written} change places"


def value_of_twin(document: Any, dice: Random) -> str:
    """A value is that of another place with the same name: another event, role, effect, state, type, area or unit."""
    pair = twin(document, dice)
    if pair is None:
        return ""
    one, other = pair
    before = one.value
    one.put(other.value)
    return f"{one.written}: {_short(before)} -> {_short(one.value)}"


def other_shape(document: Any, dice: Random) -> str:
    """A value is of another kind: a list, a mapping, nothing, an empty text."""
    spot = pick(document, dice, lambda spot: True)
    if spot is None:
        return ""
    before = spot.value
    spot.put(dice.choice([shape for shape in OTHER_SHAPES if shape != before or type(shape) is not type(before)]))
    return f"{spot.written}: {_short(before)} -> {spot.value!r}"


def graft(document: Any, donors: list[Any], dice: Random) -> str:
    """A key that the same kind of thing has elsewhere, in this file or another, is added or takes the place of its own.

    The same kind of thing is what is under the same name: a question, a transition, an outcome."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, dict) and not LANGUAGES & set(spot.value))
    if spot is None:
        return ""
    alike = [other for donor in donors for other in spots(donor) if _alike(spot, other)]
    if not alike:
        return ""
    given = dice.choice(alike).value
    key = dice.choice(list(given))
    if spot.value.get(key) == given[key]:
        return ""
    spot.value[key] = deepcopy(given[key])
    return f"{spot.written}.{key}: {_short(given[key])}"


def _alike(spot: Spot, other: Spot) -> bool:
    above, there = _above(spot), _above(other)
    return above == there and isinstance(other.value, dict) and bool(other.value)


def _above(spot: Spot) -> tuple[str, ...]:
    """The names of lists and mappings above, without the names that authors choose."""
    names = tuple(part for part in spot.path if isinstance(part, str))
    return names if isinstance(spot.key, int) else names[:-1]


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 70 else f"{said[:67]}..."
