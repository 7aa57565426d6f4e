"""An answer is made up for every kind of question, however narrow its limits are."""

import re
from dataclasses import replace
from random import Random

import pytest

from commonweal.blocks.forms.api import any_upload, clean_answers, made_up, read_form
from commonweal.blocks.forms.pages.registry import question_types
from commonweal.blocks.forms.tests.conftest import evaluate_for

OPTIONS = ["a", "b", "c", "d", "e"]
ROW = [{"key": "age", "type": "integer", "min": 70, "max": 71}]


class Text(str):
    """With the function of CEL that patterns are written with."""

    def matches(self, pattern):
        return re.search(pattern, self) is not None


def evaluate(answers):
    """As in the other tests of forms, for patterns too."""
    plain = evaluate_for(answers)

    def ask(source, scope=None):
        return plain(source, {k: Text(v) if isinstance(v, str) else v for k, v in (scope or {}).items()})

    return ask


def only(condition):
    return {"must": [{"when": condition, "else": {"en": "No."}}]}


NARROW = [
    ("text", {"min_length": 60}),
    ("text", {"pattern": "EP-[0-9]{6}"}),
    ("text", {"max_length": 1}),
    ("long_text", {"min_length": 900}),
    ("number", {"min": 7.25, "max": 7.5}),
    ("number", {"max": -3.5}),
    ("integer", {"min": 700, "max": 700}),
    ("integer", {"max": -3}),
    ("money", {"min": "7.25", "max": "7.26"}),
    ("money", {"max": "0.01"}),
    ("date", {"earliest": "2031-03-01", "latest": "2031-03-01"}),
    ("date", {"earliest": "today + 30 days"}),
    ("date", {"latest": "today - 16 years"}),
    ("date", {"of_birth": True}),
    ("time", {}),
    ("yes_no", only("value == True")),
    ("yes_no", only("value == False")),
    ("declaration", {}),
    ("choice", {"options": OPTIONS} | only("value == 'e'")),
    ("choices", {"options": OPTIONS, "min": 4}),
    ("choices", {"options": OPTIONS, "max": 1} | only("value == ['c']")),
    ("choices", {"options": OPTIONS} | only("value == ['b', 'd']")),
    ("choices", {"options": [*OPTIONS, "f", "g", "h"], "none": "h", "min": 7} | only("'h' not in value")),
    ("email", {}),
    ("phone", {}),
    ("person", {}),
    ("address", {}),
    ("file", {"accept": ["image/png"]}),
    ("file", {"accept": ["image/*"]}),
    ("file", {"accept": ["application/pdf"], "max_files": 3}),
    ("repeat", {"each": ROW}),
    ("repeat", {"each": ROW, "min": 6, "max": 6}),
    ("repeat", {"each": ROW} | only("len(value) == 2")),
]


def test_every_kind_of_question_is_among_them_that_does_not_need_check_digits():
    assert {kind for kind, _ in NARROW} == set(question_types()) - {"content", "identifier"}


def asked(kind, rest):
    """A form that asks one question."""
    question = {"key": "q", "type": kind, "label": {"en": "Q"}, **rest}
    return read_form([{"page": "p", "title": {"en": "P"}, "questions": [question]}])


@pytest.mark.parametrize(("kind", "rest"), NARROW)
def test_a_question_with_narrow_limits_takes_an_answer_that_is_made_up(form_context, kind, rest):
    form_context = replace(form_context, evaluate_for=evaluate, upload=any_upload)
    form = asked(kind, rest)
    for seed in range(4):
        answer = made_up(form[0].questions[0], {}, form_context, Random(seed))
        assert answer is not None
        cleaned = clean_answers(form, {"q": answer}, form_context)
        assert (cleaned.errors, cleaned.answers) == ({}, {"q": answer})


@pytest.mark.parametrize(
    ("rest", "pool", "taken"),
    [({}, ["Rex"], True), ({"max_length": 1}, ["Rex"], False), ({"required": False}, ["", None], False)],
)
def test_an_answer_of_the_pool_comes_first_where_the_question_takes_it_as_one(form_context, rest, pool, taken):
    (question,) = asked("text", rest)[0].questions
    for seed in range(9):
        answer = made_up(question, {}, form_context, Random(seed), pool)
        assert isinstance(answer, str)
        assert (answer in pool) is taken
