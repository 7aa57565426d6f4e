"""In which order the questions of a page come makes no difference to which of them are asked and what is answered."""

from dataclasses import replace
from itertools import permutations, product

import pytest

from commonweal.blocks.forms.api import clean_page, page_view, read_form

QUESTIONS = [
    {"key": "pets", "type": "yes_no", "label": {"en": "Pets"}},
    {"key": "dogs", "type": "integer", "label": {"en": "Dogs"}, "when": "pets", "required": False},
    {"key": "names", "type": "integer", "label": {"en": "Names"}, "when": "dogs == 1"},
]
TYPED = {"pets": ["yes", "no", ""], "dogs": ["1", "2", "", "x"], "names": ["5", "x"]}
FORMER = [{}, {"pets": True, "dogs": 1, "names": 7}, {"pets": True, "dogs": 2}, {"pets": False}]
MEANT = {"yes": True, "no": False, "1": 1, "2": 2, "5": 5}


# The question on which each depends, and the answer with which it is asked.
DEPENDS = {"pets": ("", None), "dogs": ("pets", True), "names": ("dogs", 1)}


def expected(typed, former):
    """The names that are asked, those that are wrong, and the answers: each question after the one it depends on."""
    asked, wrong, answers = [], set(), {}
    for key, (other, answer) in DEPENDS.items():
        if answers.get(other) != answer:
            break
        asked.append(key)
        if typed[key] in MEANT:
            answers[key] = MEANT[typed[key]]
        elif key != "dogs" or typed[key]:  # what may be left blank is then without an answer
            wrong.add(key)
            answers |= {key: former[key]} if key in former else {}
    return set(asked), wrong, answers


@pytest.mark.parametrize(
    "order", list(permutations(QUESTIONS)), ids=lambda order: "-".join(each["key"] for each in order)
)
def test_questions_are_asked_for_what_is_typed_wherever_on_the_page_it_is(form_context, order):
    """Also where other answers were given before, and where what is typed is wrong."""
    form = read_form([{"page": "p", "title": {"en": "P"}, "questions": list(order)}])
    for *chosen, former in product(*TYPED.values(), FORMER):
        typed = dict(zip(TYPED, chosen, strict=True))
        asked, wrong, answers = expected(typed, former)
        cleaned = clean_page(form, "p", typed, former, form_context)
        assert (set(cleaned.errors), cleaned.answers) == (wrong, answers), (typed, former)
        view = page_view(form, "p", former, form_context, typed=cleaned.typed)
        assert {field["name"] for field in view.fields} == asked, (typed, former)


def test_a_page_that_is_put_aside_is_not_shown_again_for_what_it_would_ask_now(form_context):
    form = read_form([{"page": "p", "title": {"en": "P"}, "questions": QUESTIONS}])
    typed = {"pets": "yes", "_asked": ["pets"]}
    assert clean_page(form, "p", typed, {}, form_context).again
    assert not clean_page(form, "p", typed, {}, form_context, later=True).again


def test_only_what_was_answered_before_is_said_to_be_dropped(form_context):
    """Each question is asked while the one that it names as its condition has no answer."""
    form_context = replace(form_context, evaluate_for=lambda given: lambda source, scope=None: source not in given)
    one, other = {"key": "one", "type": "integer", "when": "other"}, {"key": "other", "type": "integer"}
    form = read_form([{"page": "p", "title": {"en": "P"}, "questions": [one, other]}])
    for former, dropped in (({}, {}), ({"one": 9}, {"one": 1})):
        cleaned = clean_page(form, "p", {"one": "1", "other": "2"}, former, form_context)
        assert (cleaned.answers, cleaned.dropped) == ({"other": 2}, dropped)
