"""Which answers are worth trying: the options, and the values at and around every boundary that rules mention."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, cycle, islice, pairwise
from types import MappingProxyType
from typing import Any

from commonweal.blocks.rules.cel.tree import Call, Comprehension, Constant, Node, free_names, walk
from commonweal.kernel.money import digits_of_place
from commonweal.kernel.values import AnswerRange, ListOf, Record, ValueType

MOST = 24  # candidates for one name
MOST_LISTS, MOST_ITEMS = 36, 12  # lists for one name, and different items in them
LONGEST_LIST = 101  # where a rule or a limit mentions how many items there are
FEW_ITEMS = 4  # items that are tried in pairs, and left out one by one
FAR_OFF = (date(1900, 1, 1), date(2200, 1, 1))
# As days, longer than the calendar: a limit that nobody set is noticed.
FAR_NUMBER = 10_000_000
Choices = Mapping[str, Sequence[str]]
"""The options of choice questions, by name."""
Limits = Mapping[str, AnswerRange]
"""What answers can be, by name. Where one may lack, None is among what is tried for it."""
ELSE = "anything else"
# Over these, values at the boundaries stand for all others; a search that finds nothing is then a proof.
CONVERSIONS = frozenset({"timestamp", "rules_date", "rules_money", "double"})
DECIDABLE = CONVERSIONS | {"_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "_?_:_"}


@dataclass
class Mentioned:
    """The literals of an expression and of everything behind it, and the options of the choices that it reads: an
    answer of any words may be compared with one of them."""

    texts: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    numbers: list[float] = field(default_factory=list)
    days: list[date] = field(default_factory=list)


def is_searchable(trees: Iterable[Node]) -> bool:
    """Whether made-up answers can make it true at all: nobody guesses a text that fits a pattern."""
    return not any(isinstance(node, Call) and node.function == "matches" for tree in trees for node in walk(tree))


def is_decidable(trees: Iterable[Node], free: AbstractSet[str]) -> bool:
    """Whether trying the candidates is as good as trying everything. `free` are the names of answers of any words:
    nobody guesses those that mean a day or a number."""
    return all(
        not isinstance(node, Comprehension)
        and (not isinstance(node, Call) or node.function in DECIDABLE)
        and not (isinstance(node, Call) and node.function in CONVERSIONS and not free.isdisjoint(free_names(node)))
        for tree in trees
        for node in walk(tree)
    )


def mentioned(trees: Iterable[Node], parameters: Iterable[Any], today: date) -> Mentioned:
    """All boundaries that the trees and parameter values set."""
    found = Mentioned(days=[today])
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Constant):
                _note(found, node.value)
            if isinstance(node, Call) and node.function == "rules_money" and isinstance(node.args[0], Constant):
                _note_money(found, node.args[0].value)
    for value in parameters:
        for item in value if isinstance(value, list) else [value]:
            _note(found, item)
    found.days += _ages_ago(found.numbers, today)
    return found


def _note(found: Mentioned, value: Any) -> None:
    if isinstance(value, str):
        found.texts.append(value)
        with suppress(ValueError):
            found.days.append(date.fromisoformat(value[:10]))
    elif isinstance(value, date):
        found.days.append(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found.numbers.append(value)


def _note_money(found: Mentioned, value: Any) -> None:
    with suppress(ValueError, OverflowError, TypeError):  # money('') or money(null): the rule itself has no value
        found.numbers.append(round(float(value) * 10 ** digits_of_place()))


def _ages_ago(numbers: Sequence[float], today: date) -> list[date]:
    years = {int(number) for number in numbers if 0 < number < 130}
    months_day = (today.month, min(today.day, 28))
    return [date(today.year - count, *months_day) for count in sorted(years)]


def candidates(
    name: str, kind: ValueType, seen: Mentioned, choices: Choices, limits: Limits = MappingProxyType({})
) -> list[Any]:
    """Values to try for a name, the most telling first, within its limits. `choices` and `limits` are by name."""
    least, most = limits.get(name, AnswerRange())[:2]
    if isinstance(kind, ListOf):
        lists = _lists(name, kind.item, _with_sizes(seen, least, most), choices, limits)
        return [each for each in _at_least(least or 0, lists) if _between(len(each), least, most)]
    if isinstance(kind, Record):
        return list(islice(_records(name, kind, seen, choices, limits), MOST))
    ends = [end for end in (least, most) if end is not None]
    found = _of_kind(kind.name, seen, choices.get(name, ()))
    if kind.name == "number":
        ends = [float(end) for end in ends]
    near = [end + step for end in ends for step in (1, -1)] if kind.name in {"number", "integer", "money"} else []
    return [value for value in _unique([*ends, *found, *near]) if _between(value, least, most)]


def lacking(name: str, limits: Limits) -> list[None]:
    """None for an answer that may lack."""
    return [None] if name in limits and limits[name].may_lack else []


def _of_kind(kind: str, seen: Mentioned, choices: Sequence[str]) -> list[Any]:
    makers: dict[str, Callable[[], list[Any]]] = {
        "boolean": lambda: [True, False],
        "text": lambda: _mentioned_first(choices, seen) if choices else _texts(seen),
        "integer": lambda: _whole_numbers(seen),
        "money": lambda: _whole_numbers(seen),
        "number": lambda: _with_middles(_numbers(seen)),
        "date": lambda: _days_of_answers(seen),
        "timestamp": lambda: [f"{day.isoformat()}T12:00:00Z" for day in _days_of_answers(seen)],
        "duration": lambda: [timedelta(days=count) for count in (0, 1, 400)],
    }
    make = makers.get(kind)
    return make() if make else [True, False, *_texts(seen)[:6], *_whole_numbers(seen)[:8]]


def _between(value: Any, least: Any, most: Any) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _at_least(size: int, lists: Sequence[list[Any]]) -> Iterator[list[Any]]:
    """The lists that are as long as this, then the shorter ones with their items again until they are as long."""
    yield from (each for each in lists if len(each) >= size)
    yield from (list(islice(cycle(each), size)) for each in lists if len(each) < size)


def _with_sizes(seen: Mentioned, *sizes: int | None) -> Mentioned:
    """With how many items a list can have."""
    return replace(seen, numbers=[*seen.numbers, *(size for size in sizes if size is not None)])


def _unique(values: Iterable[Any]) -> list[Any]:
    return list(islice(dict.fromkeys(values), MOST))


def _mentioned_first(choices: Sequence[str], seen: Mentioned) -> list[str]:
    """Options, those that a rule mentions before the others, which may be more than are tried."""
    return sorted(choices, key=lambda option: option not in seen.texts)


def _texts(seen: Mentioned) -> list[str]:
    return _unique([*seen.texts, ELSE, *(text + "x" for text in seen.texts), "", *seen.options])


def _numbers(seen: Mentioned) -> list[float]:
    around = [number + step for number in seen.numbers for step in (0, -1, 1)]
    return _unique([*around, 0, 1, FAR_NUMBER, -1])


def _with_middles(numbers: Sequence[float]) -> list[float]:
    """Numbers, and one between each two neighbours: a condition can be true only there."""
    ordered = sorted(map(float, numbers))
    return _unique([*map(float, numbers), *((one + other) / 2 for one, other in pairwise(ordered))])


def _whole_numbers(seen: Mentioned) -> list[int]:
    return _unique(int(number) for number in _numbers(seen) if abs(number) < 10**15)


def days(seen: Mentioned) -> list[date]:
    """The days that are mentioned, and those beside them."""
    return _unique(day + timedelta(days=step) for day in seen.days for step in (0, -1, 1) if 2 < day.year < 9990)


def _days_of_answers(seen: Mentioned) -> list[date]:
    """The same, with a day long ago and one far ahead, which no rule mentions and people answer all the same."""
    near = days(seen)
    return _unique([*near[:3], *FAR_OFF, *near[3:]])


def _records(name: str, kind: Record, seen: Mentioned, choices: Choices, limits: Limits) -> Iterator[dict[str, Any]]:
    """Records in which each field takes each of its candidates once, and lacks once where it may."""
    fields = {key: candidates(f"{name}.{key}", part, seen, choices, limits) for key, part in kind.fields.items()}
    rounds = max((len(values) for values in fields.values()), default=1)
    for index in range(rounds):
        record = {key: values[index % len(values)] for key, values in fields.items() if values}
        yield record
        if index == 0:
            yield from ({**record, key: None} for key in record if lacking(f"{name}.{key}", limits))


def _lists(name: str, item: ValueType, seen: Mentioned, choices: Choices, limits: Limits) -> list[Any]:
    if isinstance(item, Record):
        items: list[Any] = list(islice(_records(name, item, seen, choices, limits), MOST_ITEMS))
        several = []
    else:
        items = candidates(name, item, seen, choices)[:MOST_ITEMS]  # the limits of the name are those of the list
        few = items[:FEW_ITEMS]
        several = [*map(list, combinations(few, 2)), *([each for each in items if each != one] for one in few)]
    first = items[:1]
    sizes = sorted({int(number) + step for number in seen.numbers for step in (0, 1) if 1 < number < LONGEST_LIST})
    alone, sized = ([one] for one in items[1:]), (first * size for size in sizes if first)
    return [first, [], *several, *alone, items, *sized][:MOST_LISTS]
