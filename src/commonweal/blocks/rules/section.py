"""The sections that rules add to the definition language: parameters, facts, tables, eligibility.

Their names (`parameters.x`, `facts.x`, `tables.x.y`) and expressions are known to the rule set that is built from all
sections together (`api.build_rules`), since the kind of a fact follows from the names of the others.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from commonweal.blocks.rules.assessment import plain
from commonweal.blocks.rules.dependencies import currencies_behind
from commonweal.blocks.rules.eligibility import outcome_of
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.language import Criterion, Eligibility, Facts, Parameters, Tables
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import ExampleRun, Finding, Section, Unknown
from commonweal.kernel.expected import expected_names, expected_values
from commonweal.kernel.money import Money
from commonweal.kernel.text import shown
from commonweal.kernel.values import MONEY, yes_or_no

WORDS = {
    "yes": True,
    "no": False,
    "eligible": True,
    "not eligible": False,
    "more information needed": None,
    "unknown": None,
}


def _check_keys(content: Sequence[Criterion], document: Any) -> list[Finding]:
    del document
    seen: set[str] = set()
    findings = []
    for index, criterion in enumerate(content):
        if criterion.key in seen:
            findings.append(
                Finding(
                    code="duplicate-key",
                    message=f"There are two criteria called '{criterion.key}'.",
                    remedy="Give each its own key; explanations and examples name them.",
                    path=("eligibility", index, "key"),
                )
            )
        seen.add(criterion.key)
    return findings


def _expect_eligible(content: Sequence[Criterion], expected: Any, run: ExampleRun) -> str | None:
    """`true`, `false`, or "more information needed"."""
    values = {criterion.key: run.evaluate(criterion.when) for criterion in content}
    outcome = outcome_of(values.values())
    wanted = WORDS.get(expected.lower(), expected) if isinstance(expected, str) else expected
    got = WORDS[outcome.value]
    if got is wanted:
        return None
    failing = [key for key, value in values.items() if value is False]
    missing = sorted({name for value in values.values() if isinstance(value, Unknown) for name in value.missing})
    because = f", because of {', '.join(failing)}" if failing else f", missing {', '.join(missing)}" if missing else ""
    return f"expected {shown(expected)}, but the outcome is '{outcome.value}'{because}"


def _expect_because(content: Sequence[Criterion], expected: Any, run: ExampleRun) -> str | None:
    """The keys of the criteria that do not hold, in any order."""
    failing = [criterion.key for criterion in content if run.evaluate(criterion.when) is False]
    wanted = expected_names(expected)
    if sorted(failing) == sorted(wanted):
        return None
    return f"expected {', '.join(wanted) or 'none'}, but these do not hold: {', '.join(failing) or 'none'}"


def _expect_facts(content: Facts, expected: Any, run: ExampleRun) -> str | None:
    """Values by fact; money in major units as everywhere in a definition; null for what cannot be said yet."""
    for key, wanted in expected_values(expected).items():
        if key not in content:
            return f"there is no fact called '{key}'"
        got = run.evaluate(f"facts.{key}")
        if isinstance(got, Unknown):
            got = None
        if got is not None and isinstance(run.evaluate, Evaluation):
            got = _in_major_units(got, f"facts.{key}", run.evaluate.rule_set)
        meant = yes_or_no(wanted) if isinstance(got, bool) else wanted
        if plain(got) != plain(meant) or isinstance(got, bool) is not isinstance(meant, bool):
            return f"expected {key} to be {plain(wanted)!r}, but it is {plain(got)!r}"
    return None


def _in_major_units(value: Any, fact: str, rule_set: RuleSet) -> Any:
    if rule_set.kind(fact) != MONEY:
        return value
    currency = next(iter(currencies_behind(rule_set, fact)), settings.PLACE_CURRENCY)
    return float(Money(value, currency).major)


SECTIONS = [
    Section(
        key="parameters",
        model=Parameters,
        order=20,
        title={"en": "Rates and limits", "cy": "Cyfraddau a therfynau"},
    ),
    Section(
        key="facts",
        model=Facts,
        order=40,
        expect={"facts": _expect_facts},
        title={"en": "Facts", "cy": "Ffeithiau"},
    ),
    Section(key="tables", model=Tables, order=42, title={"en": "Decision tables", "cy": "Tablau penderfynu"}),
    Section(
        key="eligibility",
        model=Eligibility,
        order=44,
        check=_check_keys,
        expect={"eligible": _expect_eligible, "because": _expect_because},
        title={"en": "Who can have this", "cy": "Pwy all gael hwn"},
    ),
]
