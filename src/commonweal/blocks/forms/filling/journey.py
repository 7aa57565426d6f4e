"""The stops that a form adds to a journey: its pages that apply, then check-your-answers."""

from collections.abc import Mapping, Sequence

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.pages.applicability import asked_on, page_applies
from commonweal.blocks.forms.pages.page import CHECK, Form, Page
from commonweal.kernel.definition import Evaluate, JourneyState, Step, StepState

SECTION = "form"
CHECK_TITLE = msgid("Check your answers")
UNFINISHED = msgid("Finish this answer")


def steps(content: Form, state: JourneyState, evaluate: Evaluate) -> Sequence[Step]:
    """The pages that apply, in the order of the definition, and `check` as the last; pure.

    A page is done when every question that needs an answer has one, none is half answered and, if no question needs an
    answer, when something on it is answered or the page was confirmed ("form/<page>" in `state.confirmed`). An exit
    page that applies ends the list: nothing after it can be reached, and there is no check page. `check` is done once
    it was confirmed and all before it are done; a change of an answer removes "form/check" from `confirmed`."""
    found: list[Step] = []
    for page in content:
        if not page_applies(page, evaluate):
            continue
        if page.exit:
            found.append(Step(SECTION, page.page, page.words, StepState.STOPPED))
            return found
        found.append(_page_step(page, state, evaluate))
    done = all(step.state is StepState.DONE for step in found)
    confirmed = f"{SECTION}/{CHECK}" in state.confirmed
    title = {state.language: say(state.language, CHECK_TITLE)}
    return [*found, Step(SECTION, CHECK, title, StepState.DONE if done and confirmed else StepState.TO_DO)]


def _page_step(page: Page, state: JourneyState, evaluate: Evaluate) -> Step:
    asked = [question for question in asked_on(page, evaluate) if question.asks]
    problems = {
        question.key: say(state.language, question.nothing)
        for question in asked
        if question.required and question.key not in state.answers
    }
    half = {question.key for question in asked if question.key in state.unfinished}
    problems |= dict.fromkeys(sorted(half), say(state.language, UNFINISHED))
    answered = any(question.key in state.answers for question in asked)
    reached = answered or f"{SECTION}/{page.page}" in state.confirmed
    done = not problems and reached
    return Step(SECTION, page.page, page.words, StepState.DONE if done else StepState.TO_DO, problems)


def pages_shown(content: Form, state: JourneyState, evaluate: Evaluate) -> list[str]:
    """Keys of the pages of the journey, without check-your-answers: what `expect: {pages: […]}` compares with."""
    return [step.part for step in steps(content, state, evaluate) if step.part != CHECK]


def missing_answers(content: Form, answers: Mapping[str, object], evaluate: Evaluate) -> list[str]:
    """Keys of the questions that apply and need an answer that is not there."""
    return [
        question.key
        for page in content
        if page_applies(page, evaluate)
        for question in asked_on(page, evaluate)
        if question.asks and question.required and question.key not in answers
    ]
