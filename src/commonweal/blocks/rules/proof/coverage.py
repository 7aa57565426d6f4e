"""Which rules the embedded examples leave untested: those that they never make true, or never make false."""

from collections.abc import Sequence

from commonweal.blocks.rules.problems import RuleRefused
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import Evaluate, Expression, Finding, Path
from commonweal.kernel.values import BOOLEAN


def untested(rule_set: RuleSet, expressions: Sequence[Expression], runs: Sequence[Evaluate]) -> list[Finding]:
    """See `Rules.untested`. Conditions that have names of their own place (in a repeat group) are left out."""
    rules: dict[tuple[Path, str], str] = {
        (("eligibility", index, "when"), criterion.when): f"The criterion '{criterion.key}'"
        for index, criterion in enumerate(rule_set.eligibility)
    }
    for expression in expressions:
        if expression.returns == BOOLEAN and not expression.scope:
            rules[expression.path, expression.source] = f"The condition '{expression.source}'"
    findings = []
    for (path, source), name in rules.items():
        seen = _results(source, runs)
        if seen >= {True, False}:
            continue
        lacking = "neither true nor false" if not seen else f"never {'false' if True in seen else 'true'}"
        findings.append(
            Finding(
                code="untested-rule",
                message=f"{name} is {lacking} in the examples.",
                remedy="Add an example in which it is.",
                path=path,
                severity="warning",
            )
        )
    return findings


def _results(source: str, runs: Sequence[Evaluate]) -> set[bool]:
    seen = set()
    for evaluate in runs:
        try:
            result = evaluate(source)
        except RuleRefused:
            continue
        if isinstance(result, bool):
            seen.add(result)
    return seen
