"""What holds for every valid definition and all answers: the journey ends, asks nothing absent, loses nothing."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.blocks.forms import api as forms
from commonweal.kernel.definition import JourneyState, StepState
from commonweal.services.definitions.language.assembling import assemble
from commonweal.services.journeys.flow import flow, left_blank, values_of

DAY = date(2026, 5, 2)
VALUES = {"yes_no": [True, False], "choice": ["x", "y", "z"], "integer": [0, 1, 7], "text": ["x", "some words"]}
MORE = {"choice": {"options": ["x", "y", "z"]}, "integer": {"min": 0, "max": 9}}


def cel(value: object) -> str:
    return {True: "true", False: "false"}.get(value, repr(value)) if isinstance(value, bool) else repr(value)


@st.composite
def conditions(draw, kinds):
    """A condition over earlier answers, in CEL; None for none."""
    if not kinds or draw(st.integers(0, 2)) == 0:
        return None
    parts = []
    for key in draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=3)):
        value = draw(st.sampled_from(VALUES[kinds[key]]))
        parts.append(f"{key} {draw(st.sampled_from(['==', '!=']))} {cel(value)}")
    return draw(st.sampled_from([" && ", " || "])).join(parts)


@st.composite
def documents(draw):
    """A definition with pages, conditions, exit pages and criteria."""
    kinds: dict[str, str] = {}
    pages = []
    for number in range(draw(st.integers(1, 5))):
        when = draw(conditions(dict(kinds)))
        questions = []
        for index in range(draw(st.integers(1, 3))):
            key, kind = f"q{number}_{index}", draw(st.sampled_from(sorted(VALUES)))
            question = {"key": key, "type": kind, "label": {"en": key}, "required": draw(st.booleans())}
            inner = draw(conditions(dict(kinds)))
            questions.append({**question, **MORE.get(kind, {}), **({"when": inner} if inner else {})})
            kinds[key] = kind
        page = {"page": f"p{number}", "title": {"en": "Page"}, "questions": questions}
        pages.append({**page, "when": when} if when else page)
        if draw(st.integers(0, 9)) == 0 and (when := draw(conditions(dict(kinds)))):
            pages.append({"page": f"x{number}", "title": {"en": "X"}, "when": when, "exit": {"text": {"en": "Bye"}}})
    document = {"service": "s", "schema": 1, "offered_by": "o", "title": {"en": "T"}, "form": pages}
    criterion = draw(conditions(dict(kinds)))
    if criterion and draw(st.booleans()):
        document["eligibility"] = [{"key": "c", "when": criterion, "else": {"en": "No."}}]
    return document


def answer(question, draw):
    return draw(st.sampled_from(VALUES[question.type]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.data())
def test_a_journey_ends_asks_nothing_absent_and_loses_no_answer(document, data):
    service = assemble(document)
    form = service.content("form")
    answers: dict[str, object] = {}
    confirmed: set[str] = set()
    for _ in range(4 * len(form) + 8):
        state = JourneyState(answers=answers, confirmed=frozenset(confirmed), on=DAY)
        here = flow(service, state, {}, DAY)
        step = here.next
        if step is None or step.state is StepState.STOPPED:
            break
        confirmed.add(step.name)
        if step.part == forms.CHECK:
            continue
        blank = left_blank(service, state)
        evaluate = service.evaluate(values_of(answers, {}), on=DAY, blank=blank)
        page = forms.find_page(form, step.part)
        assert forms.page_applies(page, evaluate), "a page is asked that does not apply"
        given_now = dict(answers)
        for question in forms.asked_on(page, evaluate):
            if question.key not in given_now and (question.required or data.draw(st.booleans())):
                given_now[question.key] = answer(question, data.draw)
        form_context = forms.FormContext(
            "en",
            DAY,
            evaluate_for=lambda a, blank=blank: service.evaluate(values_of(a, {}), on=DAY, blank=blank - set(a)),
        )
        cleaned = forms.clean_answers(form, given_now, form_context, complete=False)
        assert not cleaned.errors
        kept = set(cleaned.answers) | set(cleaned.dropped)
        assert set(given_now) <= kept, "an answer was lost"
        answers = dict(cleaned.answers)
    else:
        raise AssertionError("the journey does not end")
    if step is None:
        evaluate = service.evaluate(values_of(answers, {}), on=DAY, blank=left_blank(service, state))
        left = forms.missing_answers(form, answers, evaluate)
        assert left == [], "a journey can be sent although an answer is missing"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.data())
def test_the_same_answers_give_the_same_steps_in_whatever_order_they_came(document, data):
    service = assemble(document)
    questions = [question for _, question in forms.questions_of(service.content("form"))]
    given_now = {q.key: answer(q, data.draw) for q in questions if data.draw(st.booleans())}
    shuffled = dict(data.draw(st.permutations(list(given_now.items()))))
    one = flow(service, JourneyState(answers=given_now, on=DAY), {}, DAY)
    other = flow(service, JourneyState(answers=shuffled, on=DAY), {}, DAY)
    assert one.steps == other.steps


FIRST = {"key": "first", "type": "choice", "label": {"en": "F"}, "required": False, "options": ["x", "y"]}
SECOND = {"key": "second", "type": "integer", "label": {"en": "S"}}
NEEDLESS = {"when": "first != 'x'"}


@pytest.mark.parametrize(
    "pages",
    [
        [[FIRST, {**SECOND, **NEEDLESS}]],
        [[FIRST], [{**SECOND, **NEEDLESS}]],
        [[FIRST], {"questions": [SECOND], **NEEDLESS}],
        [[{**SECOND, **NEEDLESS}, FIRST]],
    ],
    ids=["on one page", "on the next page", "the page itself", "before it"],
)
@pytest.mark.parametrize("second", [7, "not a number"])
def test_an_answer_that_another_answer_of_the_same_turn_makes_needless_is_put_aside(pages, second):
    """Found by the first test: `second` applied as long as `first` was blank, and both were given together."""
    listed = [page if isinstance(page, dict) else {"questions": page} for page in pages]
    form = [{"page": f"p{number}", "title": {"en": "P"}, **page} for number, page in enumerate(listed)]
    service = assemble({"service": "s", "schema": 1, "offered_by": "o", "title": {"en": "T"}, "form": form})
    form_context = forms.FormContext(
        "en", DAY, evaluate_for=lambda a: service.evaluate(values_of(a, {}), on=DAY, blank={"first"} - set(a))
    )
    together = {"first": "x", "second": second}
    cleaned = forms.clean_answers(service.content("form"), together, form_context)
    assert (dict(cleaned.answers), dict(cleaned.dropped)) == ({"first": "x"}, {"second": second})
    assert not cleaned.errors
