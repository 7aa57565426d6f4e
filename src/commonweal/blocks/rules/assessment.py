"""What an assessment says: the outcome, and for each criterion what decided it and from which dated sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from commonweal.kernel.text import Text


class Outcome(Enum):
    """The three answers to "can I have this?"."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not eligible"
    MORE_INFORMATION = "more information needed"


@dataclass(frozen=True)
class ParameterUsed:
    """A parameter that a criterion read. `since` is the day from which this value holds; money in minor units of
    `unit`."""

    name: str
    value: Any
    since: date
    unit: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class CriterionResult:
    """How one criterion came out.

    `holds` is None while answers are missing, and `missing` names them. `used` are the answers and facts that it
    read by name (money in minor units). `decisive` tells whether the outcome rests on it."""

    key: str
    holds: bool | None
    reference: str | None
    label: Text
    otherwise: Text
    used: Mapping[str, Any] = field(default_factory=dict)
    parameters: tuple[ParameterUsed, ...] = ()
    missing: tuple[str, ...] = ()
    decisive: bool = False


@dataclass(frozen=True)
class Assessment:
    """The whole: recomputable from the version of the definition, the answers and the day."""

    outcome: Outcome
    on: date
    criteria: tuple[CriterionResult, ...]

    @property
    def eligible(self) -> bool | None:
        """True, False, or None while more information is needed."""
        return {Outcome.ELIGIBLE: True, Outcome.NOT_ELIGIBLE: False}.get(self.outcome)

    @property
    def because(self) -> tuple[str, ...]:
        """Keys of the criteria that do not hold."""
        return tuple(criterion.key for criterion in self.criteria if criterion.holds is False)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the answers that are still needed, each once."""
        return tuple(dict.fromkeys(name for criterion in self.criteria for name in criterion.missing))

    def as_json(self) -> dict[str, Any]:
        """As plain JSON, to be kept with a decision; `from_json` reads it back."""
        return {
            "outcome": self.outcome.value,
            "on": self.on.isoformat(),
            "criteria": [_criterion_as_json(criterion) for criterion in self.criteria],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Assessment":
        """A kept assessment. Values that were days or moments stay ISO 8601 text in `used`."""
        return cls(
            outcome=Outcome(data["outcome"]),
            on=date.fromisoformat(data["on"]),
            criteria=tuple(_criterion_from_json(item) for item in data["criteria"]),
        )


def _criterion_as_json(criterion: CriterionResult) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "holds": criterion.holds,
        "reference": criterion.reference,
        "label": dict(criterion.label),
        "else": dict(criterion.otherwise),
        "used": plain(criterion.used),
        "parameters": [
            {
                "name": used.name,
                "value": plain(used.value),
                "since": used.since.isoformat(),
                "unit": used.unit,
                "reference": used.reference,
            }
            for used in criterion.parameters
        ],
        "missing": list(criterion.missing),
        "decisive": criterion.decisive,
    }


def _criterion_from_json(item: Mapping[str, Any]) -> CriterionResult:
    return CriterionResult(
        key=item["key"],
        holds=item["holds"],
        reference=item["reference"],
        label=item["label"],
        otherwise=item["else"],
        used=item["used"],
        parameters=tuple(
            ParameterUsed(**{**used, "since": date.fromisoformat(used["since"])}) for used in item["parameters"]
        ),
        missing=tuple(item["missing"]),
        decisive=item["decisive"],
    )


def plain(value: Any) -> Any:
    """A value as JSON has it: days and moments in ISO 8601, durations in seconds."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value
