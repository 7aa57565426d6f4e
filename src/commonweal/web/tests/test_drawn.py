"""What is drawn once is the same as drawn anew: by value, by language, and with what is dangerous escaped."""

import pytest
from django.template import engines
from django.utils import translation

from commonweal.web import jinja
from commonweal.web.translated import say, words


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    jinja._draw.cache_clear()


def draw(source: str, **context: object) -> str:
    return str(engines["jinja2"].env.from_string(source).render(**context))


FILTERS = '{{ drawn("web/components/search.html", "filters", fields) }}'
CHOICES = '{{ drawn("web/components/search.html", "choices", "state", value, "", options) }}'


def test_the_same_values_are_drawn_once():
    options = [("a", "Open"), ("b", "Closed")]
    first = draw(CHOICES, value="a", options=options)
    assert first == draw(CHOICES, value="a", options=options)
    assert jinja._draw.cache_info().hits == 1
    assert "selected" in first
    assert draw(CHOICES, value="b", options=options) != first


def test_mappings_are_drawn_once_and_anew_when_they_differ():
    fields = [{"name": "state", "label": "State", "value": "a", "options": (("a", "Open"),)}]
    first = draw(FILTERS, fields=fields)
    assert first == draw(FILTERS, fields=[dict(fields[0])])
    assert jinja._draw.cache_info().hits == 1
    assert draw(FILTERS, fields=[{**fields[0], "value": ""}]) != first


def test_each_language_is_drawn_for_itself():
    with translation.override("cy"):
        welsh = draw(CHOICES, value="", options=())
    with translation.override("en"):
        assert draw(CHOICES, value="", options=()) != welsh
        assert say("Search") == "Search"
    with translation.override("cy"):
        assert say("Search") != "Search"


def test_what_is_dangerous_is_escaped():
    drawn = draw(CHOICES, value="", options=[('"><script>', "<b>")])
    assert "<script>" not in drawn
    assert "&lt;b&gt;" in drawn


def test_words_are_filled_and_escaped_and_a_missing_value_is_an_error():
    assert words("%(place)s, run together by its member organisations.", place="<b>").startswith("&lt;b&gt;")
    assert words("100%% sure") == "100% sure"
    with pytest.raises(KeyError):
        words("%(place)s")


def test_rows_are_one_piece():
    source = '{{ drawn_each("web/components/search.html", "choices", rows) }}'
    assert draw(source, rows=[("a", "", "", ()), ("b", "", "", ())]).count("<select") == 2
