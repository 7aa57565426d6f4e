"""The register of personal data: which fields are held, why, on what basis, for how long, and who may see them.

A capability keeps its own part in `personal.py` as `PERSONAL`; export, erasure and retention are driven by it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from commonweal.kernel.text import Text

Basis = Literal["consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"]


@dataclass(frozen=True)
class PersonalField:
    """One field of a table. `field` may name a JSON or sealed field whose content belongs to the person as a whole."""

    field: str
    title: Text
    purpose: str
    basis: Basis
    retention: str
    seen_by: str
    special: bool = False


@dataclass(frozen=True)
class PersonalData:
    """What one table holds of a person.

    model    dotted label, "blocks_cases.Case"
    fields   each field that says something of the person
    collect  person id -> readable rows (field -> value), for the person's own export
    erase    person id -> how many rows were changed; must leave none of the fields readable
    keeps    what is kept after erasure, and why ("the number of the case, for statistics")
    """

    model: str
    fields: tuple[PersonalField, ...]
    collect: Callable[[str], Iterable[Mapping[str, Any]]]
    erase: Callable[[str], int]
    keeps: Text
