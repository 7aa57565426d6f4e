"""Drafts that survive a new version of their form."""

from collections.abc import Mapping

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.results import CarriedOver, Fate
from commonweal.blocks.forms.pages.page import Form, questions_of
from commonweal.blocks.forms.question import Absent, AnswerContext, Question


def carry_over(
    old: Form,
    new: Form,
    answers: Mapping[str, object],
    form_context: FormContext,
    renamed: Mapping[str, str] | None = None,
) -> CarriedOver:
    """The answers of a draft begun on `old`, converted to `new`.

    An answer is kept under the same key (or the one that `renamed` maps it to) if the new question takes it as it
    is; "changed" if it takes it in another form (its words as text, say); "dropped" if the question is gone or its
    type, options or limits no longer allow it. Conditions are not looked at: prune afterwards.
    """
    names = dict(renamed or {})
    before = {q.key: q for _, q in questions_of(old) if q.asks}
    after = {q.key: q for _, q in questions_of(new) if q.asks}
    carried: dict[str, object] = {}
    report: dict[str, Fate] = {}
    for key, answer in answers.items():
        target = after.get(names.get(key, key))
        found = _carried(before.get(key), target, answer, AnswerContext(form_context, answers)) if target else None
        if target is None or found is None:
            report[key] = "dropped"
            continue
        carried[target.key] = found
        report[key] = "kept" if found == answer and target.key == key else "changed"
    came_from = {names.get(key, key) for key in before}
    to_ask = [key for key in after if key not in carried and (key not in came_from or key in _lost(report, names))]
    return CarriedOver(carried, report, to_ask)


def _lost(report: Mapping[str, Fate], names: Mapping[str, str]) -> set[str]:
    return {names.get(key, key) for key, fate in report.items() if fate == "dropped"}


def _carried(before: Question | None, target: Question, answer: object, context: AnswerContext) -> object:
    """The answer as the new question takes it, None where it does not."""
    attempts = [answer]
    if before is not None and before.type != target.type:
        attempts = [answer, *_in_other_forms(before, answer, context.form_context.language)]
    for attempt in attempts:
        try:
            found = target.accept(attempt, context)
        except Wrong:
            continue
        if not isinstance(found, Absent):
            return found
    return None


def _in_other_forms(before: Question, answer: object, language: str) -> list[object]:
    """The same answer for a question of another type: alone in a list, out of a list of one, and in words."""
    others: list[object] = [[answer]]
    if isinstance(answer, list) and len(answer) == 1:
        others.append(answer[0])
    return [*others, "\n".join(before.show(answer, language))]
