"""What holds for every form and every set of answers, tried on random ones."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.blocks.forms.api import (
    FormContext,
    clean_answers,
    clean_page,
    find_page,
    page_view,
    prune,
    read_form,
)
from commonweal.blocks.forms.filling.journey import steps
from commonweal.blocks.forms.filling.viewing import asked_names
from commonweal.blocks.forms.pages.checking import check
from commonweal.blocks.forms.pages.page import questions_of
from commonweal.blocks.forms.tests.conftest import evaluate_for
from commonweal.kernel.definition import JourneyState, StepState

AROUND = FormContext("en", date(2026, 5, 2), evaluate_for=evaluate_for)
VALUES = {
    "yes_no": [True, False],
    "choice": ["x", "y", "z"],
    "integer": [0, 1, 2],
    "choices": [["x"], ["y", "z"]],
    "text": ["x", "word"],
    "repeat": [[{"rk": "x"}], [{"rk": "y", "rd": 1}, {"rk": "x"}]],
    "date": ["2026-01-31"],
    "declaration": [True],
}
MORE = {
    "choice": {"options": ["x", "y", "z"]},
    "choices": {"options": ["x", "y", "z"]},
    "repeat": {
        "each": [
            {"key": "rk", "type": "choice", "options": ["x", "y"]},
            {"key": "rd", "type": "integer", "when": "rk == 'y'"},
        ]
    },
}
KINDS = sorted(VALUES)


@st.composite
def conditions(draw, keys, kinds):
    """A condition over some of the answers, in the words of the stand-in evaluator."""
    if not keys or draw(st.integers(0, 2)) == 0:
        return None
    parts = []
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2)):
        value = draw(st.sampled_from(VALUES[kinds[key]]))
        parts.append(f"{draw(st.sampled_from(['', 'not ']))}({key} == {value!r})")
    return draw(st.sampled_from([" and ", " or "])).join(parts)


@st.composite
def forms(draw):
    """Pages with questions whose conditions name others in any place of the form, but never in a cycle."""
    count = draw(st.integers(1, 9))
    keys = [f"q{n}" for n in range(count)]
    kinds = {key: draw(st.sampled_from(KINDS)) for key in keys}
    order = draw(st.permutations(keys))
    pages, left = [], list(keys)
    while left:
        size = draw(st.integers(1, min(3, len(left))))
        mine, left = left[:size], left[size:]
        first = min(order.index(key) for key in mine)
        questions = []
        for key in mine:
            before = list(order[: order.index(key)])
            question = {"key": key, "type": kinds[key], "required": draw(st.booleans()), **MORE.get(kinds[key], {})}
            when = draw(conditions(before, kinds))
            questions.append({**question, "when": when} if when else question)
        page = {"page": f"p{len(pages)}", "title": {"en": "P"}, "questions": questions}
        when = draw(conditions(list(order[:first]), kinds))
        pages.append({**page, "when": when} if when else page)
        if draw(st.integers(0, 7)) == 0 and (when := draw(conditions(list(keys), kinds))):
            pages.append(
                {"page": f"x{len(pages)}", "title": {"en": "X"}, "when": when, "exit": {"text": {"en": "Bye"}}}
            )
    return read_form(pages)


@st.composite
def forms_and_answers(draw):
    form = draw(forms())
    answers = {q.key: draw(st.sampled_from(VALUES[q.type])) for _, q in questions_of(form) if draw(st.integers(0, 3))}
    return form, answers


def true_for(form, key, answers):
    page, question = next((p, q) for p, q in questions_of(form) if q.key == key)
    evaluate = evaluate_for(answers)
    return all(evaluate(w) is True for w in (page.when, question.when) if w is not None)


many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(forms_and_answers())
def test_generated_forms_have_no_cycles(pair):
    assert "form-circular" not in [f.code for f in check(pair[0], {})]


@many
@given(forms_and_answers())
def test_pruning_reaches_a_fixpoint_keeps_what_applies_and_nothing_else(pair):
    form, answers = pair
    pruned = prune(form, answers, evaluate_for)
    assert all(true_for(form, key, pruned.answers) for key in pruned.answers)
    assert not any(true_for(form, key, pruned.answers) for key in pruned.dropped)
    assert {**pruned.answers, **pruned.dropped}.keys() == answers.keys()
    again = prune(form, pruned.answers, evaluate_for)
    assert (again.answers, again.dropped) == (pruned.answers, {})


@many
@given(forms_and_answers())
def test_cleaning_is_idempotent(pair):
    form, answers = pair
    once = clean_answers(form, answers, AROUND, complete=False)
    assert not once.errors
    assert clean_answers(form, once.answers, AROUND, complete=False).answers == once.answers


@many
@given(forms_and_answers())
def test_cleaning_all_at_once_is_pruning(pair):
    form, answers = pair
    assert clean_answers(form, answers, AROUND, complete=False).answers == prune(form, answers, evaluate_for).answers


def as_posted(page, answers, chosen):
    posted = {}
    for question in page.questions:
        answer = answers.get(question.key, chosen[question.key])
        for part, values in question.write(answer).items():
            posted[f"{question.key}-{part}" if part else question.key] = values
    return posted


@many
@given(forms(), st.data())
def test_a_journey_ends_never_asks_what_does_not_apply_and_loses_nothing(form, data):
    chosen = {q.key: data.draw(st.sampled_from(VALUES[q.type])) for _, q in questions_of(form)}
    answers, confirmed = {}, set()
    for _ in range(len(chosen) + len(form) + 1):
        found = steps(form, JourneyState(answers, frozenset(confirmed)), evaluate_for(answers))
        stop = next((s for s in found if s.state is not StepState.DONE), None)
        assert stop is not None
        if stop.state is StepState.STOPPED:
            assert evaluate_for(answers)(find_page(form, stop.part).when) is True
            return
        if stop.part == "check":
            missing = [k for k in chosen if k not in answers and true_for(form, k, answers)]
            assert all(not q.required for _, q in questions_of(form) if q.key in missing)
            return
        page = find_page(form, stop.part)
        assert any(true_for(form, q.key, answers) for q in page.questions)
        cleaned = clean_page(form, stop.part, as_posted(page, answers, chosen), answers, AROUND)
        assert cleaned.good, cleaned.errors
        lost = {k for k in answers if k not in cleaned.answers}
        assert not any(true_for(form, k, cleaned.answers) for k in lost)
        kept = answers.keys() & cleaned.answers.keys()
        assert {k: answers[k] for k in kept} == {k: cleaned.answers[k] for k in kept}
        answers = dict(cleaned.answers)
        confirmed.add(stop.name)
    raise AssertionError("the journey did not end")


@many
@given(forms(), st.data())
def test_a_page_complains_only_about_what_it_shows(form, data):
    """Also where a question depends on one further down, whose answer was another one before."""

    def some():
        return {q.key: data.draw(st.sampled_from(VALUES[q.type])) for _, q in questions_of(form)}

    before, now = prune(form, some(), evaluate_for).answers, some()
    for page in form:
        keys = [question.key for question in page.questions]
        left_empty = set(data.draw(st.lists(st.sampled_from(keys), unique=True))) if keys else set()
        typed = {k: v for k, v in as_posted(page, now, now).items() if k.partition("-")[0] not in left_empty}
        if page.exit or (page.when is not None and evaluate_for(before)(page.when) is not True):
            continue
        shown = asked_names(page_view(form, page.page, before, AROUND).fields)
        cleaned = clean_page(form, page.page, {**typed, "_asked": list(shown)}, before, AROUND)
        view = page_view(form, page.page, cleaned.answers, AROUND, typed=cleaned.typed, errors=cleaned.errors)
        drawn = set(view.asked)
        assert {name for name in cleaned.errors if not {name, name.partition("-")[0]} & drawn} == set()


texts = st.text(max_size=12) | st.sampled_from(["1", "yes", "x", "2026-01-01", "u1", "100", "EA1 1AA", "-1", "9" * 40])


@many
@given(
    forms(),
    st.dictionaries(
        st.from_regex(r"q[0-8](-(0|1|7|day|month|year|add|remove|find|choice)(-r[kd])?)?|_asked", fullmatch=True),
        st.lists(texts, max_size=3),
        max_size=12,
    ),
)
def test_whatever_is_posted_is_answered_and_never_crashes(form, posted):
    for page in form:
        if page.exit or page.when:
            continue
        cleaned = clean_page(form, page.page, posted, {}, AROUND)
        assert all(words for words in cleaned.errors.values())
        assert clean_answers(form, cleaned.answers, AROUND, complete=False).answers == cleaned.answers
