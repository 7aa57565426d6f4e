"""A half-filled page that is saved for later is shown again exactly as it was typed, and is never an answer."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.blocks.forms.api import (
    FormContext,
    clean_answers,
    clean_page,
    page_view,
    pages_shown,
    read_form,
    unfinished_values,
)
from commonweal.blocks.forms.filling.journey import steps
from commonweal.blocks.forms.pages.registry import question_types
from commonweal.blocks.forms.pages.unfinished import MOST_TYPED
from commonweal.blocks.forms.tests.conftest import UPLOADS, SmallGazetteer, evaluate_for
from commonweal.blocks.forms.tests.test_drawing import drawn, form
from commonweal.kernel.definition import JourneyState, StepState
from commonweal.kernel.written.words import visible

AROUND = FormContext("en", date(2026, 5, 2), evaluate_for=evaluate_for, gazetteer=SmallGazetteer(), upload=UPLOADS.get)
ASKING = sorted(set(question_types()) - {"content", "file"})
WORDS = st.one_of(
    st.just(""),
    st.text(max_size=30).map(visible),
    st.sampled_from(
        ["7", "31", "2", "12,50", "10.000", "abc", "EA1 1AA", "ea11aa", "ann@", "ann@example.org", "01632 9"]
    ),
)


def boxes(kind: str) -> dict[str, list[str]]:
    """The names of what can be typed into, each with what it offers; nothing offered is free text."""
    posted = {"address": {"q-by-hand": "1", "q-line1": "x"}, "repeat": {"q-0-inner-day": "1", "q-1-inner-day": "2"}}
    html = drawn(page_view(form(kind), "p", {}, AROUND, typed={k: (v,) for k, v in posted.get(kind, {}).items()}))
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", html):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") in {"radio", "checkbox"}:
            found.setdefault(at["name"], []).append(at["value"])
        elif at.get("type") != "hidden":
            found.setdefault(at["name"], [])
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        found[name] = [value for value in re.findall(r'value="([^"]*)"', body) if value]
    return found


def filled_in(html: str) -> dict[str, str]:
    """The filled boxes and ticked choices of a page, by field name."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        at = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if at.get("type") in {"radio", "checkbox"} and not re.search(r"\schecked\b", tag):
            continue
        if at.get("value") and not at["name"].endswith("-by-hand"):
            found[at["name"]] = at["value"]
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(body).lstrip("\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        found |= dict.fromkeys([name] * body.count(" selected"), "".join(re.findall(r'value="([^"]*)" selected', body)))
    return {name: value for name, value in found.items() if value}


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


@pytest.mark.parametrize("kind", ASKING)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_part_of_a_saved_page_is_shown_again_as_it_was_typed(kind, data):
    posted = {
        name: data.draw(st.sampled_from(["", *offered]) if offered else WORDS, label=name)
        for name, offered in boxes(kind).items()
    }
    typed = {name: value for name, value in posted.items() if value}
    by_hand = {"q-by-hand": "1"} if kind == "address" else {}
    cleaned = clean_page(form(kind), "p", {**posted, **by_hand}, {}, AROUND, later=True)
    assert cleaned.errors == {}
    assert set(cleaned.unfinished) <= {"q"}
    html = drawn(page_view(form(kind), "p", cleaned.answers, AROUND, unfinished=cleaned.unfinished))
    assert filled_in(html) == typed
    if cleaned.unfinished:
        state = JourneyState(cleaned.answers, unfinished=frozenset(cleaned.unfinished))
        page, check = steps(form(kind), state, evaluate_for(cleaned.answers))
        assert (page.state, "q" in page.problems, check.state) == (StepState.TO_DO, True, StepState.TO_DO)
        # A program gets each part as the text that was typed.
        assert set(typed.values()) <= set(texts_in(unfinished_values(cleaned.unfinished)))


@pytest.mark.parametrize("kind", ASKING)
def test_saving_a_page_for_later_and_continuing_gives_the_same_answers_as_continuing(kind):
    typed = {name: (offered or ["7"])[0] for name, offered in boxes(kind).items()}
    aside = clean_page(form(kind), "p", typed, {}, AROUND, later=True)
    again = clean_page(form(kind), "p", typed, aside.answers, AROUND)
    at_once = clean_page(form(kind), "p", typed, {}, AROUND)
    assert (again.answers, again.errors) == (at_once.answers, at_once.errors)


def test_an_empty_box_takes_nothing_from_the_draft_and_a_cleared_one_stays_cleared():
    empty = clean_page(form("text"), "p", {"q": ""}, {}, AROUND, later=True)
    assert empty.unfinished == {}
    cleared = clean_page(form("text"), "p", {"q": ""}, {"q": "Ann"}, AROUND, later=True)
    html = drawn(page_view(form("text"), "p", cleared.answers, AROUND, unfinished=cleared.unfinished))
    assert filled_in(html) == {}


def test_more_than_a_draft_keeps_is_said_and_stays_on_the_page():
    long = "x" * MOST_TYPED
    cleaned = clean_page(form("text"), "p", {"q": long}, {}, AROUND, later=True)
    assert (cleaned.unfinished, list(cleaned.errors), cleaned.typed["q"]) == ({}, ["q"], (long,))


WAGES = [{"key": "job", "type": "text"}, {"key": "pay", "type": "integer"}]
ROWS = read_form(
    [
        {"page": "p", "title": {"en": "P"}, "questions": [{"key": "rows", "type": "repeat", "each": WAGES}]},
        {"page": "r", "title": {"en": "R"}, "when": "rows == [{'job': 'a', 'pay': 1}]", "questions": [{"key": "more", "type": "text"}]},
    ]
)  # fmt: skip


def test_a_program_sends_rows_of_which_one_is_half_filled_and_all_are_kept():
    whole, half = {"job": "a", "pay": 1}, {"job": "b", "pay": None}
    cleaned = clean_answers(ROWS, {"rows": [whole, half]}, AROUND, complete=False)
    assert cleaned.errors == {}
    assert "rows" not in cleaned.answers
    assert unfinished_values(cleaned.unfinished) == {"rows": [whole, {"job": "b"}]}
    html = drawn(page_view(ROWS, "p", cleaned.answers, AROUND, unfinished=cleaned.unfinished))
    assert filled_in(html) == {"rows-0-job": "a", "rows-0-pay": "1", "rows-1-job": "b"}


def test_an_answer_that_is_being_changed_stays_until_the_new_one_is_complete():
    before = {"rows": [{"job": "a", "pay": 1}], "more": "x"}
    given = {**before, "rows": [*before["rows"], {"job": "b"}]}
    cleaned = clean_answers(ROWS, given, AROUND, complete=False, former=before)
    assert cleaned.answers == before
    assert list(cleaned.unfinished) == ["rows"]
    assert pages_shown(ROWS, JourneyState(cleaned.answers), evaluate_for(cleaned.answers)) == ["p", "r"]


@pytest.mark.parametrize(
    ("kind", "half"),
    [("address", {"line1": "Boat 7"}), ("address", {"town": "Eastmere"}), ("person", {"given_name": "Ann"})],
)
def test_a_program_sends_a_part_of_a_group_and_the_draft_keeps_it(kind, half):
    cleaned = clean_answers(form(kind), {"q": half}, AROUND, complete=False)
    assert (cleaned.errors, cleaned.answers, unfinished_values(cleaned.unfinished)) == ({}, {}, {"q": half})
    shown = filled_in(drawn(page_view(form(kind), "p", {}, AROUND, unfinished=cleaned.unfinished)))
    assert shown == {f"q-{part}": value for part, value in half.items()}


def test_complete_answers_are_checked_and_wrong_types_refused():
    assert clean_answers(form("address"), {"q": {"line1": "Boat 7"}}, AROUND).errors
    assert clean_answers(form("address"), {"q": {"line1": 7}}, AROUND, complete=False).errors
