"""Options of choices that nobody can choose, because the requirements and limits of their question exclude them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from commonweal.blocks.forms.api import Question, conditions_of, inner
from commonweal.kernel.definition import Expression, Finding, Path
from commonweal.kernel.values import ValueType
from commonweal.services.definitions.compiled import CompiledService
from commonweal.services.definitions.possible import Ways, as_answer, rows_of

MOST_TRIED = 40  # answers beside an option, until none is looked for any more
MOST_OPTIONS = 100  # of one question that are looked at


@dataclass(frozen=True)
class _Choice:
    """A question with options. `requirement` is what all its requirements say together, with the names that it has
    beside those of the whole form; `conditions` are those under which it is asked, and `group` has it in its rows."""

    question: Question
    path: Path
    requirement: Expression
    conditions: Sequence[str]
    group: Question | None = None

    @property
    def options(self) -> list[str]:
        return [option.value for option in getattr(self.question, "options", ())]

    @property
    def fewest(self) -> int:
        """How many options have to be chosen."""
        return max(1, getattr(self.question, "min", 1))

    def answers_with(self, option: str) -> Iterator[Any]:
        """Answers that have the option: alone, with as many others as are needed, with one, and with all."""
        if self.question.type == "choice":
            yield option
            return
        others = [each for each in self.options if each not in (option, getattr(self.question, "none", None))]
        for more in ([], others[: self.fewest - 1], *([other] for other in others), others):
            yield [each for each in self.options if each in (option, *more)]


def unchoosable(service: CompiledService, expressions: Sequence[Expression], today: date) -> Iterator[Finding]:
    """A warning for each option with which no answers were found that its question takes.

    Only questions are looked at whose own requirements, or number of choices, may exclude an option."""
    ways = Ways(service, today)
    for choice in _choices(ways, expressions):
        for index, option in enumerate(choice.options[:MOST_OPTIONS]):
            if not any(_is_taken(ways, choice, answer) for answer in choice.answers_with(option)):
                yield Finding(
                    "out-of-reach",
                    f"No answers were found with which somebody can choose '{option}'.",
                    f"Look at the requirements and limits of '{choice.question.key}', or take the option out.",
                    (*choice.path, "options", index),
                    "warning",
                )


def _choices(ways: Ways, expressions: Sequence[Expression]) -> Iterator[_Choice]:
    world = ways.service.world
    for path, question, group, conditions in _questions(ways):
        if question.type not in {"choice", "choices"}:
            continue
        rules = [each for each in expressions if each.path[:-2] == (*path, "must")]
        if not rules and getattr(question, "min", 0) < 2:
            continue
        source = " && ".join(f"({rule.source})" for rule in rules) or "true"
        scope: Mapping[str, ValueType] = rules[0].scope if rules else {}
        requirement = Expression((*path, "must"), source, scope=scope, about=question.key)
        world.learn([requirement])
        if world.is_searchable(source, scope or None):
            yield _Choice(question, path, requirement, conditions, group)


def _questions(ways: Ways) -> Iterator[tuple[Path, Question, Question | None, list[str]]]:
    """All questions with their path, the group whose rows have them, and the conditions of their page and group."""
    for number, page in enumerate(ways.form):
        for index, question in enumerate(page.questions):
            path: Path = ("form", number, "questions", index)
            conditions = conditions_of(page, question)
            yield path, question, None, conditions
            for position, within in enumerate(inner(question)):
                yield (*path, "each", position), within, question, conditions


def _is_taken(ways: Ways, choice: _Choice, answer: Any) -> bool:
    """Whether somebody can come to the question and give this answer there, beside others that were made up."""
    rule, scope = choice.requirement, choice.requirement.scope or None
    known = {"value": [answer], choice.question.key: [answer]}
    found = ways.service.world.true_with(rule.source, ways.on, ways.limits, scope, known)
    return any(_fits(ways, choice, answer, values) for values in islice(found, MOST_TRIED))


def _fits(ways: Ways, choice: _Choice, answer: Any, values: Mapping[str, Any]) -> bool:
    rule, key = choice.requirement, choice.question.key
    there = {name: as_answer(value) for name, value in values.items() if name in rule.scope and value is not None}
    own = {name: value for name, value in there.items() if name != "value"}
    given = {name: as_answer(value) for name, value in values.items() if name not in rule.scope}
    own[key] = answer
    if choice.group is None:
        given |= own
    else:
        given[choice.group.key] = rows_of(choice.group, own)
    evaluate = ways.with_answers(given, choice.conditions, ())
    if evaluate is None:
        return False
    if choice.group is not None:  # requirements were looked at with the row, and other answers may be in it now
        return any(row.get(key) == answer for row in evaluate(choice.group.key))
    return not rule.scope or evaluate(rule.source, {**own, "value": answer}) is True
