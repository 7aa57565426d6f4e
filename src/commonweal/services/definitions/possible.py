"""Whether somebody can give certain answers, and come to what a rule decides with them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from commonweal.blocks.forms.api import Circumstances, Page, clean_answers, page_applies, questions_of
from commonweal.kernel.budget import spend
from commonweal.kernel.definition import Evaluate, Expression, NoValue
from commonweal.services.definitions.compiled import CompiledService


def keeps_without_value(service: CompiledService, rule: Expression, values: Mapping[str, Any], on: date) -> bool:
    """Whether the rule has no value when the form has taken these values, on a journey that comes to the rule.

    values   by name, as the search of the proof tried them; names of the rule's own place among them

    Other answers that the journey needs on the way to the questions are made up."""
    form = service.content("form") or []
    spend(2 * len(form))
    given, own = _as_answers(service, rule, values)
    asked = {question.key for _, question in questions_of(form) if question.asks}
    others = {name: value for name, value in given.items() if name not in asked}
    answers = {name: value for name, value in given.items() if name in asked}

    def evaluate_for(given: Mapping[str, Any]) -> Evaluate:
        return service.evaluate({**others, **given}, on=on)

    _add_what_leads_there(service, rule, answers, others, on)
    cleaned = clean_answers(form, answers, Circumstances("en", on, evaluate_for), complete=False)
    if cleaned.errors or cleaned.dropped or cleaned.unfinished:
        return False
    evaluate = evaluate_for(cleaned.answers)
    if any(evaluate(source) is not True for source in _conditions_of(service, rule)):
        return False
    if any(page_applies(page, evaluate) for page in _exits_before(form, rule)):
        return False
    return isinstance(evaluate(rule.source, own) if rule.scope else evaluate(rule.source), NoValue)


def _as_answers(
    service: CompiledService, rule: Expression, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values as answers by the key of their question, and those that only the place of the rule has."""
    own = {name: _plain(value) for name, value in values.items() if name.partition(".")[0] in rule.scope}
    given = {name: _plain(value) for name, value in values.items() if name not in own}
    if "value" in own:
        own[rule.about] = own["value"]
    if "each" in rule.path:
        group = service.content("form")[rule.path[1]].questions[rule.path[3]]
        given[group.key] = [{name: value for name, value in own.items() if name != "value"}]
    else:
        given |= {name: value for name, value in own.items() if name != "value"}
    return given, own


def _plain(value: Any) -> Any:
    """A value as an answer holds it."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _add_what_leads_there(
    service: CompiledService, rule: Expression, answers: dict[str, Any], others: Mapping[str, Any], on: date
) -> None:
    """Answers with which the questions that are answered are asked, and the rule is come to."""
    waiting = [*_conditions_of(service, rule), *_conditions_of_questions(service, set(answers))]
    seen: set[str] = set()
    while waiting:
        source = waiting.pop(0)
        if source in seen or service.evaluate({**others, **answers}, on=on)(source) is True:
            continue
        seen.add(source)
        true = service.world.true_with(source, on) or {}
        new = {name: _plain(value) for name, value in true.items() if name not in answers and name not in others}
        answers |= new
        waiting += _conditions_of_questions(service, set(new))


def _conditions_of_questions(service: CompiledService, keys: set[str]) -> list[str]:
    """The conditions under which these questions are asked."""
    return [
        source
        for page, question in questions_of(service.content("form") or [])
        if question.key in keys
        for source in (page.when, question.when)
        if source is not None
    ]


def _conditions_of(service: CompiledService, rule: Expression) -> list[str]:
    """The conditions that are asked before the rule: those of its page and of its question."""
    if rule.path[:1] != ("form",):
        return []
    _, number, *rest = rule.path
    page: Page = service.content("form")[number]
    before = [page.when] if len(rest) > 1 else []
    if len(rest) > 2 and rest[2:] != ["when"]:
        before.append(page.questions[int(rest[1])].when)
    return [source for source in before if source is not None]


def _exits_before(form: list[Page], rule: Expression) -> Iterator[Page]:
    """Pages at which the journey ends before it comes to the rule."""
    pages = form[: rule.path[1]] if rule.path[:1] == ("form",) and isinstance(rule.path[1], int) else form
    yield from (page for page in pages if page.exit)
