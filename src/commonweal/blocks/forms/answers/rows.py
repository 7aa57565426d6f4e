"""Rows of repeat groups as a browser posts them: counting, adding, taking out, and closing gaps."""

from collections.abc import Mapping

from commonweal.blocks.forms.answers.posted import Fields, Typed

HIGHEST = 1000  # an index above this was not made by our pages


def _indices(typed: Typed) -> list[int]:
    found = (part for part in typed.parts() if part.isascii() and part.isdigit() and len(part) <= 4)
    return sorted({int(part) for part in found if int(part) < HIGHEST})


def row_count(typed: Typed) -> int:
    """How many rows there are, once the gaps are closed."""
    return len(_indices(typed))


def close_gaps(fields: Mapping[str, tuple[str, ...]], name: str, *, drop_empty: bool) -> Fields:
    """The fields with the rows of `name` numbered 0, 1, 2 …; rows in which nothing was typed are dropped if asked."""
    typed = Typed(fields, name)
    start = f"{name}-"
    result = {full: values for full, values in fields.items() if not full.startswith(start)}
    number = 0
    for index in _indices(typed):
        old = f"{start}{index}-"
        row = {full[len(old) :]: values for full, values in fields.items() if full.startswith(old)}
        if drop_empty and not any(value for values in row.values() for value in values):
            continue
        result |= {f"{start}{number}-{rest}": values for rest, values in row.items()}
        number += 1
    return result


def with_row(fields: Mapping[str, tuple[str, ...]], name: str, first: str) -> Fields:
    """With one more, empty row at the end; `first` is the key of its first question."""
    closed = close_gaps(fields, name, drop_empty=False)
    count = row_count(Typed(closed, name))
    return {**closed, f"{name}-{count}-{first}": ("",)}


def without_row(fields: Mapping[str, tuple[str, ...]], name: str, index: int) -> Fields:
    """Without one row; the later ones move up."""
    gone = f"{name}-{index}-"
    left = {full: values for full, values in fields.items() if not full.startswith(gone)}
    return close_gaps(left, name, drop_empty=False)
