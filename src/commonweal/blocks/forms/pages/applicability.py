"""Which questions apply: an answer that does not apply is absent.

A question is asked if the condition of its page and its own are both true. A condition that is Unknown, because it
waits for other answers or for facts from elsewhere, counts as not true: its question is not asked yet, and an answer
that is already there is put aside (`Pruned.dropped`). This holds whether or not the missing inputs can still come;
when they come, the page appears in its place, and the journey leads back to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from commonweal.blocks.forms.answers.context import EvaluateFor, FormContext
from commonweal.blocks.forms.answers.results import Pruned
from commonweal.blocks.forms.pages.page import Form, Page, conditions_of, questions_of
from commonweal.blocks.forms.pages.references import referred_names
from commonweal.blocks.forms.question import AnswerContext, Question
from commonweal.kernel.definition import Evaluate


def asked_on(page: Page, evaluate: Evaluate) -> list[Question]:
    """The questions of a page that apply, if the page does."""
    return [q for q in page.questions if q.when is None or evaluate(q.when) is True]


def page_applies(page: Page, evaluate: Evaluate) -> bool:
    """Whether a page is in the journey: its condition holds and something is left on it."""
    if page.when is not None and evaluate(page.when) is not True:
        return False
    return bool(page.exit or not page.questions or asked_on(page, evaluate))


def applying(form: Form, evaluate: Evaluate) -> Iterator[tuple[Page, Question]]:
    """Each question that is asked by now and takes an answer, with its page, in the order of the form."""
    for page in form:
        if page_applies(page, evaluate):
            yield from ((page, question) for question in asked_on(page, evaluate) if question.asks)


def prune(form: Form, answers: Mapping[str, object], evaluate_for: EvaluateFor) -> Pruned:
    """Only the answers that apply; those whose conditions depend on dropped answers go too.

    Answers are let in once all answers that their condition names are judged, so that none is judged by one that is
    about to go. Those kept out get another chance while facts that they wait for come in, and at last any are taken
    out that a later one has made untrue. Each loop only adds or only removes, so it ends, and at its end every
    condition is true over the answers that are left.
    """
    present = {q.key: (page, q) for page, q in questions_of(form) if q.asks and q.key in answers}
    conditions = {key: conditions_of(*pair) for key, pair in present.items()}
    kept = {key for key, needs in conditions.items() if not needs}

    def true_ones(keys: Iterable[str]) -> set[str]:
        evaluate = evaluate_for({key: answers[key] for key in present if key in kept})
        return {key for key in keys if all(evaluate(source) is True for source in conditions[key])}

    waiting, kept_out = [key for key in present if key not in kept], set[str]()
    while waiting:
        ready = [key for key in waiting if not _names(conditions[key]).intersection(waiting)] or waiting
        entering = true_ones(ready)
        kept |= entering
        kept_out |= set(ready) - entering
        waiting = [key for key in waiting if key not in ready]
    while kept_out and (late := true_ones(kept_out)):
        kept |= late
        kept_out -= late
    conditional = {key for key in kept if conditions[key]}
    while conditional and (untrue := conditional - true_ones(conditional)):
        kept -= untrue
        conditional -= untrue
    return _result(present, answers, kept, evaluate_for)


def _names(sources: Iterable[str]) -> set[str]:
    return {name for source in sources for name in referred_names(source)}


def _result(
    present: Mapping[str, tuple[Page, Question]],
    answers: Mapping[str, object],
    kept: set[str],
    evaluate_for: EvaluateFor,
) -> Pruned:
    """The answers in the order of the form, with the rows of repeat groups pruned as well."""
    chosen = {key: answers[key] for key in present if key in kept}
    context = AnswerContext(FormContext("en", date.min, evaluate_for), chosen)
    for key, value in chosen.items():
        chosen[key] = present[key][1].pruned(value, context)
    return Pruned(chosen, {key: value for key, value in answers.items() if key not in chosen})
