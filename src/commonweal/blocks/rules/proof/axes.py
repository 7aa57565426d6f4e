"""Answers that can be varied step by step: numbers, amounts, days, numbers of rows, and numbers in rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

SMALL = range(41)  # whole numbers that are tried in any case
MOST_ROWS = 100
FRACTIONS = 1000  # numbers with a fraction are varied in thousandths

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Axis:
    """One answer, or a part of it, whose values are numbered by whole numbers, its points.

    points  those that are worth trying, each once
    answer  the value of a point
    put     the answers with another value on this axis"""

    points: tuple[int, ...]
    answer: Callable[[int], Any]
    put: Callable[[Answers, Any], Answers]
    has_fraction: bool = False

    def at(self, answers: Answers, point: int) -> Answers:
        """The answers with the value of a point."""
        return self.put(answers, self.answer(point))


def axes(name: str, values: Sequence[Any]) -> Iterator[Axis]:
    """The axes along which an answer can be varied, given values that are worth trying for it."""
    own = _of_values(values, lambda answers, value: {**answers, name: value})
    if own is not None:
        yield own
    rows = [row for each in values if isinstance(each, list) for row in each if isinstance(row, Mapping)]
    if rows:
        yield _number_of_rows(name, [len(each) for each in values if isinstance(each, list)], rows[0])
    for key in dict.fromkeys(key for row in rows for key in row):
        of_rows = _of_values([row.get(key) for row in rows], _putting_in_row(name, key))
        if of_rows is not None:
            yield of_rows


def _of_values(values: Sequence[Any], put: Callable[[Answers, Any], Answers]) -> Axis | None:
    """The axis of numbers or days; None for values of other kinds."""
    given = [value for value in values if value is not None]
    kinds = {type(value) for value in given}
    if kinds == {date}:
        return Axis(tuple(dict.fromkeys(day.toordinal() for day in given)), date.fromordinal, put)
    if kinds == {int}:
        return Axis(tuple(_with_small(given)), int, put)
    if kinds and kinds <= {int, float}:
        points = dict.fromkeys(round(each * FRACTIONS) for each in _with_small(given))
        return Axis(tuple(points), lambda point: point / FRACTIONS, put, has_fraction=True)
    return None


def _with_small(numbers: Sequence[Any]) -> Iterator[Any]:
    """The numbers, and those below zero, and small ones, that may be answers, too."""
    least, most = min(numbers), max(numbers)
    negative = (-each for each in numbers if least < 0 < each)
    yield from dict.fromkeys([*numbers, *(small for small in SMALL if least <= small <= most), *negative])


def _number_of_rows(name: str, sizes: Sequence[int], row: Mapping[str, Any]) -> Axis:
    def answer(size: int) -> list[Mapping[str, Any]]:
        return [row] * size

    return Axis(tuple(dict.fromkeys([*sizes, MOST_ROWS])), answer, lambda answers, value: {**answers, name: value})


def _putting_in_row(name: str, key: str) -> Callable[[Answers, Any], Answers]:
    """Changes an answer in the first row."""

    def put(answers: Answers, value: Any) -> Answers:
        rows = answers.get(name) or [{}]
        return {**answers, name: [{**rows[0], key: value}, *rows[1:]]}

    return put


def with_few_points(axis: Axis, count: int) -> Axis:
    """The axis with its ends and so many of its other points."""
    return replace(axis, points=(min(axis.points), max(axis.points), *axis.points[:count]))
