"""The register of personal data: which fields are held, why, on what basis, for how long, and who may see them.

A capability keeps its own part in `personal.py` as `PERSONAL`; export, erasure and retention are driven by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from commonweal.kernel.providers import provider_for
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

    def __call__(self, person: str, most: int | None = None, /) -> Iterable[Mapping[str, object]]: ...


@dataclass(frozen=True)
class PersonalData:
    """The personal data in one table.

    model    dotted label, "blocks_cases.Case"
    fields   each field that holds personal data
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


class CodeNames(Protocol):
    """What the codes of a field ("service") mean, in every table that shows it; provided by the name of the field."""

    def __call__(self, code: str, row: Mapping[str, object], /) -> Text | None:
        """What people call a code that is in this row; None if it is not known."""


# Label and lines by key; what is left out is shown as it is kept.
Told = Mapping[str, tuple[str, Sequence[str]]]


class PartInWords(Protocol):
    """Puts a part of a value ("answers") into words, in every table that shows it; provided by the name of the part."""

    def __call__(self, part: Mapping[str, object], row: Mapping[str, object], /) -> Told:
        """What the keys of the part mean, which is in this row."""


def told_of(part: str, value: Mapping[str, object], row: Mapping[str, object]) -> Told:
    """The labels of the keys of a part; empty where there are none."""
    in_words = provider_for(PartInWords, part)
    return in_words(value, row) if in_words else {}


def name_of(field: str, code: str, row: Mapping[str, object]) -> Text | None:
    """The label of a code of this field, or None where there is none."""
    names = provider_for(CodeNames, field)
    return names(code, row) if names else None
