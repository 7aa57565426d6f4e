"""Every question type is drawn by the field macros, with its words, its inputs and its errors."""

import re

import pytest
from django.template import engines

from commonweal.blocks.forms.api import clean_page, page_view, read_form
from commonweal.blocks.forms.pages.registry import question_types

MORE = {
    "choice": {"options": ["a", "b"]},
    "choices": {"options": ["a", "b"], "none": "b"},
    "identifier": {"scheme": "gb.nhs"},
    "repeat": {"each": [{"key": "inner", "type": "date", "label": {"en": "When"}}], "max": 3},
    "content": {"text": {"en": "Mind the *gap*"}, "show_as": "warning"},
    "person": {"ask": ["given_name", "family_name", "date_of_birth"]},
    "declaration": {"statement": {"en": "All is true."}},
}
TEMPLATE = """{% from "web/fields.html" import questions %}{{ questions(view.fields) }}"""


def drawn(view):
    return engines["jinja2"].from_string(TEMPLATE).render({"view": view})


def form(kind):
    question = {
        "key": "q",
        "type": kind,
        "label": {"en": "A good question"},
        "hint": {"en": "A hint"},
        **MORE.get(kind, {}),
    }
    return read_form([{"page": "p", "title": {"en": "P"}, "questions": [question]}])


@pytest.mark.parametrize("kind", sorted(question_types()))
def test_a_type_is_drawn_with_its_words(form_context, kind):
    html = drawn(page_view(form(kind), "p", {}, form_context))
    assert "A good question" in html or "Mind the <em>gap</em>" in html
    assert kind == "content" or "A hint" in html


@pytest.mark.parametrize("kind", sorted(set(question_types()) - {"content"}))
def test_an_empty_page_comes_back_with_an_error_at_an_input_that_is_there(form_context, kind):
    cleaned = clean_page(form(kind), "p", {}, {}, form_context)
    assert cleaned.errors
    view = page_view(form(kind), "p", {}, form_context, typed=cleaned.typed, errors=cleaned.errors)
    html = drawn(view)
    ids = set(re.findall(r'id="([^"]+)"', html))
    for error in view.errors:
        assert error["href"].removeprefix("#") in ids
        assert error["text"].split(": ", 1)[-1] in html


FILLED = [
    ("text", {"q": "Ann"}),
    ("date", {"q-day": "2", "q-month": "5", "q-year": "2026"}),
    ("yes_no", {"q": "yes"}),
    ("choice", {"q": "b"}),
    ("choices", {"q": ["a"]}),
    ("declaration", {"q": "yes"}),
    ("address", {"q-choice": "100", "q-postcode": "EA1 1AA"}),
    ("address", {"q-by-hand": "1", "q-line1": "Boat 7", "q-postcode": "EA2 2BB"}),
    ("person", {"q-given_name": "Ann", "q-family_name": "Lee", "q-date_of_birth-day": "1", "q-date_of_birth-month": "2", "q-date_of_birth-year": "2000"}),
    ("repeat", {"q-0-inner-day": "2", "q-0-inner-month": "5", "q-0-inner-year": "2026"}),
    ("file", {"q": "u1"}),
    ("money", {"q": "12.50"}),
]  # fmt: skip


def inputs_of(html):
    """What a browser would post without anything being changed."""
    posted = {}
    for tag in re.findall(r"<input[^>]*>", html):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = at.get("type") not in ("radio", "checkbox") or re.search(r"\schecked\b", tag)
        if "name" in at and at.get("type") != "file" and ticked:
            posted.setdefault(at["name"], []).append(at.get("value", ""))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        posted[name] = re.findall(r'value="([^"]*)" selected', body)
    return posted


@pytest.mark.parametrize(("kind", "parts"), FILLED)
def test_a_page_sent_back_unchanged_gives_the_same_answer(form_context, kind, parts):
    first = clean_page(form(kind), "p", parts, {}, form_context)
    assert first.good, first.errors
    html = drawn(page_view(form(kind), "p", first.answers, form_context))
    again = clean_page(form(kind), "p", inputs_of(html), {}, form_context)
    assert again.answers == first.answers


def test_the_buttons_of_an_address_lead_through_all_its_states(form_context):
    def press(posted, name):
        cleaned = clean_page(form("address"), "p", {**posted, name: "1"}, {}, form_context)
        html = drawn(page_view(form("address"), "p", {}, form_context, typed=cleaned.typed, errors=cleaned.errors))
        return html, inputs_of(html)

    html, posted = press({"q-postcode": "ea11aa"}, "q-find")
    assert "2 Harbour Street" in html
    html, posted = press(posted, "q-change")
    assert posted["q-postcode"] == ["ea11aa"] or posted["q-postcode"] == ["EA1 1AA"]
    html, posted = press(posted, "q-manual")
    assert "q-line1" in posted
    html, posted = press({**posted, "q-line1": "Boat 7"}, "q-change")
    assert "q-find" in html
    html, posted = press({"q-postcode": "nonsense"}, "q-find")
    assert "Enter a full postcode" in html
