"""The register of personal data: which fields are held, why, on what basis, for how long, and who may see them.

A capability keeps its own part in `personal.py` as `PERSONAL`; export, erasure and retention are driven by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol, TypeVar

from commonweal.kernel.text import Text

Basis = Literal["consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"]


@dataclass(frozen=True)
class PersonalField:
    """One field of a table. `field` may name a JSON or sealed field whose content belongs to the person as a whole.

    `purpose`, `retention` and `seen_by` are plain English, marked with gettext_noop: pages show them translated."""

    field: str
    title: Text
    purpose: str
    basis: Basis
    retention: str
    seen_by: str
    special: bool = False


class Collect(Protocol):
    """What a table holds of a person (id), as readable rows (field -> value): the newest `most`, or all."""

    def __call__(self, person: str, most: int | None = None, /) -> Iterable[Mapping[str, Any]]: ...


@dataclass(frozen=True)
class PersonalData:
    """What one table holds of a person.

    model    dotted label, "blocks_cases.Case"
    fields   each field that says something of the person
    collect  the person's own rows, for the page and the export; must read no more rows than are asked for
    erase    person id -> how many rows were changed; must leave none of the fields readable. What takes long for many
             rows, and need not be done for that, belongs into a task
    keeps    what is kept after erasure, and why ("the number of the case, for statistics")
    """

    model: str
    fields: tuple[PersonalField, ...]
    collect: Collect
    erase: Callable[[str], int]
    keeps: Text


Hook = TypeVar("Hook")


def _keep(hooks: dict[str, Hook], name: str, hook: Hook) -> Hook:
    hooks[name] = hook
    return hook


# A code and its row -> what people call it, or None where that is not known.
Naming = Callable[[str, Mapping[str, Any]], Text | None]
_namings: dict[str, Naming] = {}


def names(field: str) -> Callable[[Naming], Naming]:
    """Decorator of the function that says what the codes of a field ("service") mean, in every table that shows it."""

    return partial(_keep, _namings, field)


# Label and lines by key; what is left out is shown as it is kept.
Told = Mapping[str, tuple[str, Sequence[str]]]
# What is kept under the name of a part, and its row -> what its keys say in words.
Telling = Callable[[Mapping[str, Any], Mapping[str, Any]], Told]
_tellings: dict[str, Telling] = {}


def tells(part: str) -> Callable[[Telling], Telling]:
    """Decorator of the function that puts a part of a value ("answers") into words, in every table that shows it."""

    return partial(_keep, _tellings, part)


def told_of(part: str, value: Mapping[str, Any], row: Mapping[str, Any]) -> Told:
    """What the keys of a part say in words; nothing where nobody tells it."""
    telling = _tellings.get(part)
    return telling(value, row) if telling else {}


def name_of(field: str, code: str, row: Mapping[str, Any]) -> Text | None:
    """What people call a code of this field, or None where nobody says so."""
    naming = _namings.get(field)
    return naming(code, row) if naming else None
