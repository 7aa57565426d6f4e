"""Runs an imported form: proves its expressions, then fills it in with made-up answers, next to the original."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.filling.cleaning import clean_page
from commonweal.blocks.forms.filling.journey import SECTION, steps
from commonweal.blocks.forms.filling.sample_answers import any_upload, made_up
from commonweal.blocks.forms.importers.draft import Draft
from commonweal.blocks.forms.importers.refusal import Refused
from commonweal.blocks.forms.pages.checking import check
from commonweal.blocks.forms.pages.naming import choices, expressions, names
from commonweal.blocks.forms.pages.not_applying import NotApplying
from commonweal.blocks.forms.pages.page import CHECK, Form, find_page, questions_of
from commonweal.blocks.forms.question import Question
from commonweal.blocks.rules.api import Rules, build_rules
from commonweal.kernel.definition import Evaluate, JourneyState, StepState
from commonweal.kernel.steady_random import steady_dice

DAY = date(2026, 5, 2)
JOURNEYS = 40


@dataclass(frozen=True)
class Rehearsal:
    """How the journeys went: `finished` reached check-your-answers, `stopped` an exit page; `pages` were seen."""

    finished: int
    stopped: int
    pages: frozenset[str]


def rehearse(form: Form, draft: Draft, journeys: int = JOURNEYS) -> Rehearsal:
    """Go through the form so often with answers at random; each journey must end, and show the pages that the
    original shows for the same answers. Raises Refused where anything is not as it should be."""
    rules = proved(form)
    keys = {page.name: page.key for page in draft.pages if not page.passes and not page.may_vanish}
    graph = draft.graph()
    finished = stopped = 0
    pages: set[str] = set()
    for number in range(journeys):
        answers = _answers(form, rules, steady_dice(number))
        seen, ended = _Journey(form, rules, answers).run()
        expected = [keys[name] for name in graph.walk(answers) if name in keys]
        if [key for key in seen if key in keys.values()] != expected:
            raise Refused("it shows other pages than the original", f"{seen} instead of {expected}")
        finished += ended is not StepState.STOPPED
        stopped += ended is StepState.STOPPED
        pages |= set(seen)
    return Rehearsal(finished, stopped, frozenset(pages))


def proved(form: Form) -> Rules:
    """The rules over the names of the form. Raises Refused for the first error that `check` finds."""
    sources = list(expressions(form))
    rules = build_rules(names=names(form, {}), expressions=sources, choices=choices(form))
    for finding in (*check(form, {}), *rules.check(sources)):
        # The proof does not try missing answers, which is what a comparison with null asks about.
        about_nothing = finding.code == "never-true" and "null" in finding.message
        if finding.severity == "error" and not about_nothing:
            raise Refused(f"our check refuses it ({finding.code})", finding.message)
    return rules


def _answers(form: Form, rules: Rules, chance: Random) -> dict[str, object]:
    """An answer for every question that needs one, and for about half of the others."""
    form_context = FormContext("en", DAY, lambda given: rules.evaluate(given, on=DAY), upload=any_upload)
    asked = [question for _, question in questions_of(form) if question.asks]
    return {q.key: _answer(q, form_context, chance) for q in asked if q.required or chance.random() < 0.5}


def _answer(question: Question, form_context: FormContext, chance: Random) -> object:
    found = made_up(question, {}, form_context, chance)
    if found is None:
        raise Refused("a question to which we found no answer", question.key)
    return found


class _Journey:
    """One journey with fixed answers; an optional question without one is left blank."""

    def __init__(self, form: Form, rules: Rules, chosen: Mapping[str, object]) -> None:
        self.form = form
        self.rules = rules
        self.chosen = chosen
        self.blank: set[str] = set()
        self.form_context = FormContext("en", DAY, self.evaluate_for, upload=any_upload)

    def evaluate_for(self, answers: Mapping[str, object]) -> Evaluate:
        absent = NotApplying(self.form, frozenset(self.blank))
        absent.evaluate = self.rules.evaluate(answers, on=DAY, absent=absent)
        return absent.evaluate

    def run(self) -> tuple[list[str], StepState]:
        """The pages of the journey once it has ended, and how it ended. Raises Refused if it does not."""
        answers: Mapping[str, Any] = {}
        confirmed: set[str] = set()
        for _ in range(2 * len(self.form) + 2):
            state = JourneyState(answers, frozenset(confirmed), on=DAY)
            found = steps(self.form, state, self.evaluate_for(answers))
            here = next((step for step in found if step.state is not StepState.DONE), found[-1])
            if here.part == CHECK or here.state is StepState.STOPPED:
                return [step.part for step in found if step.part != CHECK], here.state
            cleaned = clean_page(self.form, here.part, self._posted(here.part), answers, self.form_context)
            if not cleaned.good:
                raise Refused("a journey stops at a page", f"{here.part}: {dict(cleaned.errors)}")
            answers = cleaned.answers
            confirmed.add(f"{SECTION}/{here.part}")
            keys = {q.key for q in find_page(self.form, here.part).questions if q.asks}
            self.blank = (self.blank | keys) - set(answers)
        raise Refused("a journey does not end")

    def _posted(self, part: str) -> dict[str, list[str]]:
        posted: dict[str, list[str]] = {}
        for question in find_page(self.form, part).questions:
            if question.key in self.chosen:
                for rest, values in question.write(self.chosen[question.key]).items():
                    posted[f"{question.key}-{rest}" if rest else question.key] = list(values)
        return posted
