"""Looks for answers that make a condition true and answers that make it false; finding neither can be a proof."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from random import Random
from types import MappingProxyType
from typing import Any

from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.dependencies import expressions_behind, names_behind
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.proof import domain
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import Evaluate
from commonweal.kernel.problems import Problem
from commonweal.kernel.steady_random import steady_dice
from commonweal.kernel.values import ANY, TEXT, AnswerRange, ListOf, Record, ValueType

Examples = Sequence[tuple[Mapping[str, Any], Evaluate]]
"""Answers that the definition gives as examples, each with its evaluator."""
TRIES = 600
FIRST_MIXTURES = 30
NOT_ANSWERED = frozenset({"parameters", "facts", "tables", "today"})


@dataclass(frozen=True)
class Found:
    """Answers for which the condition is true, and for which it is false; None where none were found. `proved`:
    all that matter were tried, so that none exist. `telling`: the tries were such that finding none says something."""

    true: Mapping[str, Any] | None
    false: Mapping[str, Any] | None
    proved: bool
    telling: bool


class Spaces:
    """What is worth trying for an expression: by name the values, and the days. None is for an answer that lacks.

    `limits` are those of answers; names that only the place of the expression has are tried without, and of a row any
    other answer may lack. `known` has the values of some names of that place: none for one that has none there."""

    def __init__(
        self,
        rule_set: RuleSet,
        compiled: Compiled,
        on: Sequence[date],
        limits: domain.Limits,
        known: Mapping[str, Sequence[Any]] = MappingProxyType({}),
    ) -> None:
        names = list(names_behind(rule_set, compiled.reads))
        self.trees = [each.tree for each in expressions_behind(rule_set, compiled)]
        parameters = [parameter_on(rule_set, name, on[-1]) for name in names if name.startswith("parameters.")]
        seen = domain.mentioned(self.trees, parameters, on[-1])
        seen.options = [option for name in names for option in _options(rule_set, compiled, name)]
        self.days = [*on, *domain.days(seen)] if "today" in names else list(on)
        self.values: dict[str, list[Any]] = {}
        self.free: set[str] = set()  # names of answers of any words
        self.sampled = False  # whether there are other answers that a rule may tell apart from all that are tried
        for name in names:
            if name in known:
                self.values |= {name: list(known[name])} if known[name] else {}
            elif root_of(name) not in NOT_ANSWERED:
                own = compiled.own(name)
                kind = rule_set.kind(name) if own is None else own.kind
                choices = rule_set.choices if own is None else compiled.scope.choices
                ranges = limits if own is None else _limits_of_scope(name)
                found = domain.candidates(name, kind, seen, choices, ranges)
                self.free |= {name} if kind in (TEXT, ANY) and not choices.get(name) else set()
                self.sampled |= kind == ANY or isinstance(kind, ListOf | Record) or len(found) >= domain.MOST
                self.values[name] = [*found, *domain.lacking(root_of(name), ranges)] if found else []

    @property
    def few(self) -> bool:
        """Whether everything can be tried with everything."""
        return prod(map(len, self.values.values())) * len(self.days) <= TRIES


def search(
    rule_set: RuleSet,
    source: str,
    compiled: Compiled,
    on: Sequence[date],
    *,
    only_true: bool = False,
    limits: domain.Limits = MappingProxyType({}),
    examples: Examples = (),
) -> Found:
    """Tries answers, on each of the days, and those of the examples, until both results were seen (or, if `only_true`,
    that one)."""
    spaces = Spaces(rule_set, compiled, on, limits)
    found: dict[bool, Mapping[str, Any]] = {}
    for answers, result in _results(rule_set, source, compiled, spaces, () if compiled.scope.known else examples):
        if isinstance(result, bool):
            found.setdefault(result, answers)
        if True in found and (only_true or False in found):
            break
    proved = spaces.few and not spaces.sampled and domain.is_decidable(spaces.trees, spaces.free)
    return Found(found.get(True), found.get(False), proved, domain.is_searchable(spaces.trees))


def true_answers(
    rule_set: RuleSet,
    source: str,
    compiled: Compiled,
    on: date,
    limits: domain.Limits,
    known: Mapping[str, Sequence[Any]] = MappingProxyType({}),
) -> Iterator[Mapping[str, Any]]:
    """Answers for which a condition is true on a day, as far as the tries find them."""
    spaces = Spaces(rule_set, compiled, [on], limits, known)
    yield from (answers for answers, result in _results(rule_set, source, compiled, spaces, ()) if result is True)


def parameter_on(rule_set: RuleSet, name: str, on: date) -> Any:
    """The value of `parameters.x` on a day; None where it has none yet."""
    parameter = rule_set.parameters[name.removeprefix("parameters.")]
    return parameter.value(on) if parameter.since(on) else None


def _options(rule_set: RuleSet, compiled: Compiled, name: str) -> Sequence[str]:
    choices = rule_set.choices if compiled.own(name) is None else compiled.scope.choices
    return choices.get(name, ())


def _limits_of_scope(name: str) -> domain.Limits:
    """`value` is what a requirement is about, and is always there; names with a point are not of a row."""
    return {} if name == "value" or "." in name else {name: AnswerRange(may_lack=True)}


def kind_of(rule_set: RuleSet, compiled: Compiled, name: str) -> ValueType:
    """The kind of a name as the expression reads it."""
    own = compiled.own(name)
    return rule_set.kind(name) if own is None else own.kind


def _results(
    rule_set: RuleSet, source: str, compiled: Compiled, spaces: Spaces, examples: Examples
) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Answers with what the expression gives for them. Most conditions were true and false after the first tries; the
    examples show what is hard to find; then everything is tried with everything, or more mixtures."""
    dice = steady_dice()
    for answers, day in _first_tries(spaces, dice):
        yield answers, try_answers(rule_set, source, compiled, answers, day)
    for given, evaluate in examples:
        with suppress(Problem):
            yield given, evaluate(source)
    for answers, day in _more_tries(spaces, dice):
        yield answers, try_answers(rule_set, source, compiled, answers, day)


def _first_tries(spaces: Spaces, dice: Random) -> Iterator[tuple[dict[str, Any], date]]:
    """Each name through all its values, then some mixtures; each time on one of the days."""
    if all(spaces.values.values()):
        days = spaces.days
        for index in range(max(map(len, spaces.values.values()), default=1)):
            values = {name: values[index % len(values)] for name, values in spaces.values.items()}
            yield values, days[index % len(days)]
        for _ in range(FIRST_MIXTURES):
            yield _mixture(spaces, dice), dice.choice(days)


def _more_tries(spaces: Spaces, dice: Random) -> Iterator[tuple[dict[str, Any], date]]:
    """Everything with everything where that is not more than all tries may be, else mixtures."""
    if spaces.few:
        combinations = (dict(zip(spaces.values, values, strict=True)) for values in product(*spaces.values.values()))
        yield from product(combinations, spaces.days)
    elif all(spaces.values.values()):
        yield from ((_mixture(spaces, dice), dice.choice(spaces.days)) for _ in range(TRIES))


def root_of(name: str) -> str:
    """The name without its parts: the key of the question."""
    return name.partition(".")[0]


def _mixture(spaces: Spaces, dice: Random) -> dict[str, Any]:
    return {name: dice.choice(values) for name, values in spaces.values.items()}


def try_answers(rule_set: RuleSet, source: str, compiled: Compiled, answers: Mapping[str, Any], on: date) -> Any:
    """The value of the expression for answers on a day, those to names of its place among them; None where it is
    refused. Of an answer that lacks nothing is there, whatever is tried for its parts."""
    scope = {name: value for name, value in answers.items() if compiled.own(name)}
    lacking = {root_of(name) for name, value in answers.items() if value is None}
    given = {name: value for name, value in answers.items() if root_of(name) not in lacking} if lacking else answers
    evaluation = Evaluation(rule_set, given, on, lacking)
    try:
        return evaluation(source, scope) if compiled.scope.known else evaluation(source)
    except Problem:
        return None
