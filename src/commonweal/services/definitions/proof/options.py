"""Finds options of choices that cannot be chosen, because requirements and limits exclude them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from commonweal.kernel.definition import Expression, Finding
from commonweal.kernel.values import ValueType
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.proof.choice_questions import MOST_OPTIONS, Choice, choices_of
from commonweal.services.definitions.proof.stuck_options import stuck_options
from commonweal.services.definitions.proof.ways import Ways, as_answer, rows_of

MOST_TRIED = 40  # sets of answers tried with an option before giving up


def unchoosable(service: CompiledService, expressions: Sequence[Expression], today: date) -> Iterator[Finding]:
    """A warning for each option with which no answers were found that its own question takes, or after which another
    question refuses every answer."""
    ways = Ways(service, today)
    choices = list(choices_of(ways))
    refusing = stuck_options(ways, choices, expressions, set(_refused(ways, choices, expressions)))
    for choice in choices:
        for index, option in enumerate(choice.options):
            by = refusing.get((choice.name, option))
            if by is not None:
                of = f"the requirements of '{by}'" if by else f"the requirements and limits of '{choice.question.key}'"
                yield Finding(
                    "out-of-reach",
                    f"No answers were found with which '{option}' can be chosen.",
                    f"Look at {of}, or remove the option.",
                    (*choice.path, "options", index),
                    "warning",
                )


def _refused(ways: Ways, choices: Sequence[Choice], expressions: Sequence[Expression]) -> Iterator[tuple[str, str]]:
    """The options that no answers were found for which their own question takes, each with the name of the question."""
    for choice in choices:
        rule = _requirement(ways, choice, expressions)
        for option in choice.options[:MOST_OPTIONS]:
            if rule and not any(_is_taken(ways, choice, rule, answer) for answer in choice.answers_with(option)):
                yield choice.name, option


def _requirement(ways: Ways, choice: Choice, expressions: Sequence[Expression]) -> Expression | None:
    """The requirements of the question combined, with the names that it has besides those of the whole form; None where
    they cannot exclude an option, or where finding no answers proves nothing."""
    rules = [each for each in expressions if each.path[:-2] == (*choice.path, "must")]
    if not rules and getattr(choice.question, "min", 0) < 2:
        return None
    source = " && ".join(f"({rule.source})" for rule in rules) or "true"
    scope: Mapping[str, ValueType] = rules[0].scope if rules else {}
    requirement = Expression((*choice.path, "must"), source, scope=scope, about=choice.question.key)
    ways.service.rules.rule_set.learn([requirement])
    return requirement if ways.service.rules.is_searchable(source, scope or None) else None


def _is_taken(ways: Ways, choice: Choice, rule: Expression, answer: object) -> bool:
    """Whether the question can be reached and answered so, together with other answers that are made up."""
    scope = rule.scope or None
    known = {"value": [answer], choice.question.key: [answer]}
    found = ways.service.rules.true_with(rule.source, ways.on, ways.limits, scope, known)
    return any(_fits(ways, choice, rule, answer, values) for values in islice(found, MOST_TRIED))


def _fits(ways: Ways, choice: Choice, rule: Expression, answer: object, values: Mapping[str, object]) -> bool:
    key = choice.question.key
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
