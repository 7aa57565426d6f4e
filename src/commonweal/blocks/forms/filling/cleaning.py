"""From what was posted or sent to answers: one check for the browser and for the API."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.answers.faults import Fault, Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Fields, Posted, Typed, as_typed
from commonweal.blocks.forms.answers.results import Cleaned
from commonweal.blocks.forms.answers.rows import close_gaps
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.filling.viewing import asked_names, page_view, written
from commonweal.blocks.forms.pages.applicability import applying, prune
from commonweal.blocks.forms.pages.naming import uploads_unfinished
from commonweal.blocks.forms.pages.page import Form, Page, find_page, inner, questions_of
from commonweal.blocks.forms.pages.unfinished import (
    MOST_TYPED,
    KeptAsTyped,
    as_kept,
    own_fields,
    says_something,
    size_of,
    without_nulls,
)
from commonweal.blocks.forms.question import Absent, AnswerContext, Question
from commonweal.kernel.problems import Conflict

ASKED = "_asked"  # no question key starts with an underscore


@dataclass
class _Progress:
    """Answers so far and what is wrong, while the questions of a page are gone through in order."""

    answers: dict[str, object]
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    former: Mapping[str, object] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)

    def ask(self, question: Question, take: Callable[[AnswerContext], object], form_context: FormContext) -> bool:
        """Take one answer if the question applies, and return whether it does; keep the former one where the new one is
        wrong."""
        former = self.answers.pop(question.key, self.former.get(question.key))
        context = AnswerContext(form_context, self.answers)
        if not question.asks or not context.applies(question.when):
            return False
        try:
            found = take(context)
        except Wrong as wrong:
            self.blame(question, wrong)
            if former is not None:
                self.answers[question.key] = former
            return True
        if not isinstance(found, Absent):
            self.answers[question.key] = found
        return True

    def look_again(self, page: Page, shown: Sequence[str] | None, form_context: FormContext) -> None:
        """Ask the requirements once more, now that it is known which of the questions shown were left blank."""
        if form_context.evaluate_beside is None:
            return
        evaluate_beside = form_context.evaluate_beside
        optional = {q.key for q in page.questions if q.asks and not q.required}
        blank = optional.intersection(optional if shown is None else shown) - self.wrong - set(self.answers)
        context = AnswerContext(
            replace(form_context, evaluate_for=lambda given: evaluate_beside(given, blank)), dict(self.answers)
        )
        for question in page.questions if blank else ():
            if question.must:
                self._take_again(question, context)

    def ask_requirements_again(self, questions: Iterable[Question], form_context: FormContext) -> None:
        """Ask the requirements of these questions once more, now that all answers are there: one that a requirement
        reads may have been asked after it, since only later answers made it apply."""
        context = AnswerContext(form_context, dict(self.answers))
        for question in questions:
            if any(each.must for each in (question, *inner(question))):
                self._take_again(question, context)

    def _take_again(self, question: Question, context: AnswerContext) -> None:
        """Take an answer once more; put the former one in its place where it is wrong now."""
        key = question.key
        if key in self.wrong or key not in self.answers:
            return
        try:
            question.take(self.answers[key], context)
        except Wrong as wrong:
            self.blame(question, wrong)
            self.answers.pop(key)
            if key in self.former:
                self.answers[key] = self.former[key]

    def blame(self, question: Question, wrong: Wrong) -> None:
        """Keep the faults under the names of the inputs that they belong to."""
        self.wrong.add(question.key)
        for fault in map(question.reword, wrong.faults):
            self.faults.append((f"{question.key}-{fault.part}" if fault.part else question.key, fault))


def clean_page(
    form: Form,
    part: str,
    posted: Posted,
    answers: Mapping[str, object],
    form_context: FormContext,
    *,
    later: bool = False,
) -> Cleaned:
    """What became of a posted page. `answers` are all answers of the journey before.

    With `later` somebody puts the page aside: nothing is complained about, and everything that would not be shown again
    exactly as it was typed is kept in `unfinished`.

    Besides the questions' fields a post may have `_asked`, the names of the questions that were on the page: one that
    was not, because it depends on another answer of the same page, is shown first (`again`), not complained about.
    Raises NotFound for an unknown page, Conflict for one that does not apply (any longer).
    """
    page = find_page(form, part)
    if page.when is not None and form_context.evaluate_for(answers)(page.when) is not True:
        raise Conflict(
            say(form_context.language, msgid("Because of your other answers, we no longer need to ask this.")),
            remedy=say(form_context.language, msgid("Go on with the next question.")),
        )
    fields = as_typed(posted)
    pressed = _pressed(page, fields, answers, form_context)
    if pressed is not None:
        return pressed
    for question in page.questions:
        if inner(question):
            fields = close_gaps(fields, question.key, drop_empty=not later)
    progress = _typed_in_turn(page, fields, answers, form_context)
    if not later:
        progress.ask_requirements_again(page.questions, form_context)
        progress.look_again(page, fields.get(ASKED), form_context)
    unfinished = dict(_unfinished(page, fields, progress, answers, form_context, later=later))
    too_much = bool(unfinished) and size_of(fields) > MOST_TYPED
    if too_much:
        unfinished = {}
    if later:
        progress.faults = [_too_much(page)] if too_much else []
    new = set() if later else _newly_asked(form, page, fields, progress, form_context)
    errors = _said([(n, f) for n, f in progress.faults if not (f.missing and _within(n, new))], form_context)
    pruned = prune(form, progress.answers, form_context.evaluate_for)
    dropped = {key: value for key, value in pruned.dropped.items() if key in answers}
    return Cleaned(pruned.answers, errors, fields, dropped, again=bool(new), unfinished=unfinished)


def typed_on(form: Form, part: str, posted: Posted) -> dict[str, KeptAsTyped]:
    """What was typed on a page, all of it as unfinished answers and without files: for a draft that has not reached the
    page yet. Raises NotFound for an unknown page."""
    page, fields = find_page(form, part), as_typed(posted)
    if size_of(fields) > MOST_TYPED:
        return {}
    own = {question.key: own_fields(fields, question.key) for question in page.questions if question.asks}
    kept = {key: as_kept(typed) for key, typed in own.items() if says_something(typed)}
    return {key: each for key, each in kept.items() if not uploads_unfinished(form, {key: each})}


def _typed_in_turn(page: Page, fields: Fields, answers: Mapping[str, object], form_context: FormContext) -> _Progress:
    """Ask every question of the page that applies, again and again while answers make further ones apply: those above
    may depend on those below, and former answers of the page no longer count."""
    own = {question.key for question in page.questions}
    progress = _Progress({key: value for key, value in answers.items() if key not in own}, former=answers)
    left = [question for question in page.questions if question.asks]
    while left:
        asked = [q for q in left if progress.ask(q, partial(q.take_typed, Typed(fields, q.key)), form_context)]
        if not asked:
            break
        left = [question for question in left if question not in asked]
    return progress


def _unfinished(
    page: Page,
    fields: Fields,
    progress: _Progress,
    answers: Mapping[str, object],
    form_context: FormContext,
    *,
    later: bool,
) -> Iterator[tuple[str, KeptAsTyped]]:
    """What was typed into the questions of a page whose answers would not show it again."""
    for question in page.questions:
        own = own_fields(fields, question.key)
        if question.key in progress.wrong:
            differs = says_something(own) or question.key in answers
        elif later and question.asks and says_something(own):
            shown = written(question, progress.answers, AnswerContext(form_context, progress.answers))
            differs = {name: many for name, many in own.items() if any(many)} != shown
        else:
            differs = False
        if differs:
            yield question.key, as_kept(own)


def _too_much(page: Page) -> tuple[str, Fault]:
    key = next(question.key for question in page.questions if question.asks)
    return key, Fault(msgid("This is more than we can keep. Write less"))


def _pressed(page: Page, fields: Fields, answers: Mapping[str, object], form_context: FormContext) -> Cleaned | None:
    """What became of the page if a button inside a question was pressed: nothing is checked but that question."""
    for question in page.questions:
        progress = _Progress(dict(answers))
        try:
            changed = question.press(fields, Typed(fields, question.key), AnswerContext(form_context, answers))
        except Wrong as wrong:
            progress.blame(question, wrong)
            return Cleaned(dict(answers), _said(progress.faults, form_context), fields, again=True)
        if changed is not None:
            return Cleaned(dict(answers), {}, changed, again=True)
    return None


def _newly_asked(
    form: Form,
    page: Page,
    fields: Fields,
    progress: _Progress,
    form_context: FormContext,
) -> set[str]:
    """Names of questions that apply now but were not on the page that was posted."""
    shown = fields.get(ASKED)
    if shown is None:
        return set()
    view = page_view(form, page.page, progress.answers, form_context, typed=fields)
    return set(asked_names(view.fields)) - set(shown)


def _within(name: str, questions: set[str]) -> bool:
    return any(name == question or name.startswith(f"{question}-") for question in questions)


def _said(faults: list[tuple[str, Fault]], form_context: FormContext) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name, fault in faults:
        errors.setdefault(name, fault.say(form_context.language))
    return errors


def clean_answers(
    form: Form,
    given: Mapping[str, object],
    form_context: FormContext,
    *,
    complete: bool = True,
    former: Mapping[str, object] | None = None,
) -> Cleaned:
    """What became of the answers that an API client sent: JSON values by question key, all pages at once.

    Error names are those of the inputs ("items-0-kind"). A key that the form does not have is an error; an answer to a
    question that does not apply is moved to `dropped`. With `complete=False`, as in a draft, unanswered questions are
    not errors, and a partial answer is kept in `unfinished`; until it is finished, its answer in `former` stays."""
    known = {question.key for _, question in questions_of(form) if question.asks}
    progress = _Progress({}, former=former or {})
    for key in given:
        if key not in known:
            progress.faults.append((key, Fault(msgid("This form does not ask for '{key}'"), {"key": key[:60]})))
    taken = _in_turn(form, given, progress, form_context)
    progress.ask_requirements_again((question for _, question in questions_of(form)), form_context)
    pruned = prune(form, progress.answers, form_context.evaluate_for)
    needless = known - {question.key for _, question in applying(form, form_context.evaluate_for(pruned.answers))}
    faults = [(n, f) for n, f in progress.faults if (complete or not f.missing) and not _within(n, needless)]
    dropped = {key: given[key] for key in given if key in needless or (key in known and key not in taken)}
    half = {} if complete else {key: without_nulls(given[key]) for key in progress.wrong & given.keys()}
    unfinished = {key: {"given": value} for key, value in half.items() if value not in (None, "", [], {})}
    return Cleaned(
        pruned.answers, _said(faults, form_context), dropped={**dropped, **pruned.dropped}, unfinished=unfinished
    )


def _in_turn(form: Form, given: Mapping[str, object], progress: _Progress, form_context: FormContext) -> set[str]:
    """Ask every question that applies, again and again while answers make further ones apply; their keys."""
    asked: set[str] = set()
    while True:
        before = len(asked)
        for page, question in list(applying(form, form_context.evaluate_for(progress.answers))):
            # An answer of this same turn may have made it, or its page, cease to apply.
            if question.key in asked or not AnswerContext(form_context, progress.answers).applies(page.when):
                continue
            if progress.ask(question, partial(question.take, given.get(question.key)), form_context):
                asked.add(question.key)
        if len(asked) == before:
            return asked
