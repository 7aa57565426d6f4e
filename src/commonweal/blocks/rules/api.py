"""The front door of the rules block: build the rules of a definition, prove them, evaluate them, assess with them.

Rules are built once for a version of a definition and used for any number of cases:

    rules = build_rules(names=..., parameters=..., facts=..., eligibility=..., tables=...)
    findings = rules.check(expressions)                  # the static proof
    evaluate = rules.evaluate(answers, on=day)           # conforms to kernel.definition.Evaluate
    evaluate("items.exists(i, i.kind == 'sofa')")        # True, False or Unknown
    assessment = rules.assess(answers, on=day)           # eligible, not eligible, or more information needed

Everything here is pure: no database, no clock, no settings.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from commonweal.blocks.rules.assessment import Assessment, CriterionResult, Outcome, ParameterUsed
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.language import Criterion, Fact, Parameter, Table
from commonweal.blocks.rules.problems import RuleFailed, RuleRefused
from commonweal.blocks.rules.rules import Rules
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import Expression
from commonweal.kernel.values import ValueType
from commonweal.kernel.worktime import Calendar

__all__ = [
    "Assessment",
    "Criterion",
    "CriterionResult",
    "Evaluation",
    "Fact",
    "Outcome",
    "Parameter",
    "ParameterUsed",
    "RuleFailed",
    "RuleRefused",
    "RuleSet",
    "Rules",
    "Table",
    "build_rules",
]


def build_rules(
    *,
    names: Mapping[str, ValueType],
    parameters: Mapping[str, Parameter] | None = None,
    facts: Mapping[str, Fact] | None = None,
    eligibility: Sequence[Criterion] = (),
    tables: Mapping[str, Table] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    expressions: Sequence[Expression] = (),
    currencies: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
    derive: Mapping[str, Callable[[Mapping[str, Any]], Any]] | None = None,
) -> Rules:
    """The rules of one version of a definition.

    names        what the other sections add: answers by question key, and qualified names; either
                 `{"address": Record({"area": TEXT})}` or `{"person.age": INTEGER}`
    parameters   the validated content of the section of that name; likewise facts, eligibility, tables
    choices      the options of choice questions by name ("kind" of a repeat group is "items.kind"): the proof then
                 tells misspelt options and knows which values are possible
    expressions  the expressions of all sections; says of which kinds the names are that only one place has
                 (`Expression.scope`)
    currencies   the currency of each answer that is an amount, by name as in `choices`
    calendar     working days of the place; without it the kernel's default
    derive       values that are not answered but computed by another block, by name; each is asked, once for an
                 evaluation and only when an expression reads it, with the answers, and may return `Unknown`

    `names` never holds `parameters.x`, `facts.x` or `tables.x.y`: these come from the sections. Raises nothing:
    `Rules.check` reports what is wrong with the definition.
    """
    rule_set = RuleSet(
        names=dict(names),
        parameters=dict(parameters or {}),
        facts=dict(facts or {}),
        eligibility=tuple(eligibility),
        tables=dict(tables or {}),
        choices={name: tuple(options) for name, options in (choices or {}).items()},
        expressions=tuple(expressions),
        currencies=dict(currencies or {}),
        calendar=calendar or Calendar(),
        derive=dict(derive or {}),
    )
    return Rules(rule_set)
