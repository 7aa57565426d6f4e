"""Assesses the criteria of eligibility, and says what each result rests on."""

from collections.abc import Iterable, Iterator
from typing import Any

from commonweal.blocks.rules.assessment import Assessment, CriterionResult, Outcome, ParameterUsed
from commonweal.blocks.rules.dependencies import names_behind
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.language import Criterion
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import Unknown


def assess(rule_set: RuleSet, evaluation: Evaluation) -> Assessment:
    """All criteria over one evaluation; see `Rules.assess`."""
    values = {criterion.key: evaluation(criterion.when) for criterion in rule_set.eligibility}
    outcome = outcome_of(values.values())
    return Assessment(
        outcome=outcome,
        on=evaluation.on,
        criteria=tuple(
            _result(rule_set, evaluation, criterion, values[criterion.key], outcome)
            for criterion in rule_set.eligibility
        ),
    )


def outcome_of(values: Any) -> Outcome:
    """Not eligible if one criterion fails, even if answers are missing; eligible if all hold."""
    values = list(values)
    if any(value is False for value in values):
        return Outcome.NOT_ELIGIBLE
    if any(isinstance(value, Unknown) for value in values):
        return Outcome.MORE_INFORMATION
    return Outcome.ELIGIBLE


def _result(
    rule_set: RuleSet, evaluation: Evaluation, criterion: Criterion, value: Any, outcome: Outcome
) -> CriterionResult:
    holds = None if isinstance(value, Unknown) else bool(value)
    deciding = {Outcome.ELIGIBLE: True, Outcome.NOT_ELIGIBLE: False, Outcome.MORE_INFORMATION: None}[outcome]
    names = list(names_behind(rule_set, rule_set.compiled(criterion.when).reads))
    return CriterionResult(
        key=criterion.key,
        holds=holds,
        reference=criterion.reference,
        label=criterion.label,
        otherwise=criterion.otherwise,
        used=_values(evaluation, [name for name in names if not name.startswith("parameters.")]),
        parameters=tuple(_parameters(rule_set, evaluation, names)),
        missing=tuple(sorted(value.missing)) if isinstance(value, Unknown) else (),
        decisive=holds is deciding,
    )


def _values(evaluation: Evaluation, names: list[str]) -> dict[str, Any]:
    values = {name: evaluation(name) for name in names}
    return {name: value for name, value in values.items() if value is not None and not isinstance(value, Unknown)}


def _parameters(rule_set: RuleSet, evaluation: Evaluation, names: Iterable[str]) -> Iterator[ParameterUsed]:
    """Those that have a value on the day."""
    for name in names:
        parameter = (
            rule_set.parameters.get(name.removeprefix("parameters.")) if name.startswith("parameters.") else None
        )
        since = parameter.since(evaluation.on) if parameter else None
        if parameter and since:
            yield ParameterUsed(name, evaluation(name), since, parameter.unit, parameter.reference)
