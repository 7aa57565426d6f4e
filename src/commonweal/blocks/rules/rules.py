"""All that is asked of the rules of a definition: their proof, their evaluation over answers, and what they read."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from commonweal.blocks.rules import dependencies, eligibility
from commonweal.blocks.rules.assessment import Assessment
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.problems import RuleRefused
from commonweal.blocks.rules.proof import coverage, domain
from commonweal.blocks.rules.proof.by_answers import Confirm, Setting, any_answers
from commonweal.blocks.rules.proof.domain import Limits
from commonweal.blocks.rules.proof.search import Examples, Spaces, true_answers
from commonweal.blocks.rules.proof.static import prove
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import Evaluate, Expression, Finding


class Rules:
    """Made by `api.build_rules`. Safe to share between threads and to keep for as long as the version lives."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every name that a rule of the definition reads, of whichever section; a rule that is not valid reads none."""
        written: list[tuple[str, Mapping[str, Any] | None]] = [
            *((rule.source, rule.scope or None) for rule in self.rule_set.expressions),
            *((criterion.when, None) for criterion in self.rule_set.eligibility),
            *((f"facts.{key}", None) for key in self.rule_set.facts),
        ]
        found: set[str] = set()
        for source, scope in written:
            with suppress(RuleRefused):
                found.update(dependencies.names_behind(self.rule_set, self.rule_set.compiled(source, scope).reads))
        return frozenset(found)

    def check(
        self,
        expressions: Sequence[Expression] = (),
        *,
        today: date | None = None,
        try_answers: bool = True,
        limits: Limits = MappingProxyType({}),
        confirm: Confirm | None = None,
        examples: Examples = (),
    ) -> list[Finding]:
        """The static proof over the rules sections and these expressions, errors first.

        Errors: unknown names and functions, wrong kinds, misspelt options, cycles among facts, criteria that can
        never hold, conditions that are never true, tables whose rows cannot be read, rules that have no value for some
        answers. Warnings: criteria that always hold, conditions that are always true, facts and parameters that nothing
        reads, parameters past `review_by` on `today` (not checked without a day). `try_answers=False` leaves out the
        search for answers, which is the slow part (some milliseconds for a rule).

        `limits` say what answers can be, by name. `confirm` says whether somebody can give answers with which an
        expression has no value (None for one that lacks), and come with them to where it is asked. `examples` are
        further answers to try, each with its evaluator."""
        self.rule_set.learn(expressions)
        setting = Setting(today, limits, confirm or any_answers, examples)
        return prove(self.rule_set, expressions, setting, try_answers=try_answers)

    def evaluate(self, answers: Mapping[str, Any], *, on: date, absent: Container[str] = frozenset()) -> Evaluation:
        """An evaluator over these answers on a day; conforms to kernel Evaluate.

        `answers` are values by question key, nested (`{"address": {"area": …}}`) or dotted (`{"person.age": 70}`);
        a question that is not in it is missing, unless its name is in `absent`: then it does not apply (its page is
        not shown, or it was left blank though it was optional). `absent` may be any container, also a lazy one."""
        return Evaluation(self.rule_set, answers, on, absent)

    def assess(
        self,
        answers: Mapping[str, Any],
        *,
        on: date,
        absent: Container[str] = frozenset(),
    ) -> Assessment:
        """The eligibility criteria for these answers on a day, each with its explanation. Eligible where there are
        no criteria. The same version, answers and day give the same assessment at any later time."""
        return eligibility.assess(self.rule_set, self.evaluate(answers, on=on, absent=absent))

    def untested(self, expressions: Iterable[Expression], runs: Sequence[Evaluate]) -> list[Finding]:
        """Warnings for criteria and conditions which the examples never make true, or never make false.

        `runs` are the evaluators of the embedded examples."""
        return coverage.untested(self.rule_set, list(expressions), runs)

    def true_with(
        self,
        source: str,
        on: date,
        limits: Limits,
        scope: Mapping[str, Any] | None = None,
        known: Mapping[str, Sequence[Any]] = MappingProxyType({}),
    ) -> Iterator[Mapping[str, Any]]:
        """Answers within limits, by dotted name, for which a condition is true on a day, as far as tries find them. An
        answer that lacks is None. `scope` has the names that only its place has, and `known` the values that some of
        them can have there."""
        return true_answers(self.rule_set, source, self.rule_set.compiled(source, scope), on, limits, known)

    def is_searchable(self, source: str, scope: Mapping[str, Any] | None = None) -> bool:
        """Whether it says something that no answers are found for which a condition is true."""
        parts = dependencies.expressions_behind(self.rule_set, self.rule_set.compiled(source, scope))
        return domain.is_searchable(part.tree for part in parts)

    def is_decidable(self, source: str, on: date, scope: Mapping[str, Any] | None = None) -> bool:
        """Whether it proves that there are none, for a condition with few names."""
        spaces = Spaces(self.rule_set, self.rule_set.compiled(source, scope), [on], {})
        return not spaces.sampled and domain.is_decidable(spaces.trees, spaces.free)

    def worth_trying(
        self, source: str, on: date, limits: Limits, scope: Mapping[str, Any] | None = None
    ) -> Mapping[str, Sequence[Any]]:
        """Values by name, within limits, that the expression, with what it rests on, may tell apart on a day. `scope`
        has the names that only its place has."""
        return Spaces(self.rule_set, self.rule_set.compiled(source, scope), [on], limits).values

    def names_behind(self, source: str, scope: Mapping[str, Any] | None = None) -> list[str]:
        """Every name that the expression reads, also through facts and tables. `scope` has the names that only its
        place has."""
        return list(dependencies.names_behind(self.rule_set, self.rule_set.compiled(source, scope).reads))

    def converts_amounts(self, source: str, scope: Mapping[str, Any] | None = None) -> bool:
        """Whether the expression, or what it rests on, makes a number an amount in the currency of the place, or an
        amount a number."""
        parts = dependencies.expressions_behind(self.rule_set, self.rule_set.compiled(source, scope))
        return any(dependencies.converts_amounts(part.tree) for part in parts)

    def currencies_behind(self, source: str, scope: Mapping[str, Any] | None = None, about: str = "") -> dict[str, str]:
        """The currencies of the amounts that the expression reads, also through facts and tables, each with a name.
        `about` is the answer that its place calls `value`."""
        return dependencies.currencies_behind(self.rule_set, source, scope, about)

    def compared(self, expression: Expression) -> Iterator[tuple[str, str]]:
        """The names in a valid expression that are compared with a text that is written out, each with that text."""
        return dependencies.compared(self.rule_set.compiled(expression.source, expression.scope or None).tree)
