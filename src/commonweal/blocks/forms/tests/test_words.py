"""Our own words in every language of the platform."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from commonweal.blocks.forms.answers import texts
from commonweal.blocks.forms.answers.days import day_in_words
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.api import clean_page, page_view, read_form, shown
from commonweal.web.formats import day

FOLDER = Path(texts.__file__).parent
_MARKED = re.compile(r'msgid\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', re.DOTALL)


def asking(label, **question):
    return read_form(
        [{"page": "p", "title": {"en": "P"}, "questions": [{"key": "q", "label": {"en": label}, **question}]}]
    )


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("What is your name?", "What is your name? "),
        ("Your name", "Your name: "),
        ("Tell us your name.", "Tell us your name. "),
        ("Names:", "Names: "),
    ],
)
def test_the_summary_of_errors_joins_a_label_as_its_punctuation_asks(form_context, label, told):
    form = asking(label, type="text")
    cleaned = clean_page(form, "p", {"_asked": "q"}, {}, form_context)
    view = page_view(form, "p", {}, form_context, typed=cleaned.typed, errors=cleaned.errors)
    assert [error["text"] for error in view.errors] == [told + cleaned.errors["q"]]


def test_a_row_in_words_joins_labels_as_their_punctuation_asks():
    each = [{"key": key, "type": "text", "label": {"en": label}} for key, label in (("a", "What?"), ("b", "Colour"))]
    form = asking("Things", type="repeat", each=each)
    assert shown(form, "q", [{"a": "Chair", "b": "red"}], "en") == ["1. What? Chair; Colour: red"]


def message_ids():
    for path in FOLDER.glob("**/*.py"):
        if "tests" not in path.parts:
            for found in _MARKED.finditer(path.read_text(encoding="utf-8")):
                yield "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1]))


@pytest.mark.parametrize("message", sorted(set(message_ids())))
def test_every_message_stands_in_welsh_with_the_same_names_to_fill_in(message):
    welsh = say("cy", message)
    assert welsh != message or message in {"Item"}
    assert sorted(re.findall(r"\{\w+\}", welsh)) == sorted(re.findall(r"\{\w+\}", message))


def test_a_page_speaks_the_language_of_its_reader(form_context):
    from dataclasses import replace

    form = read_form(
        [
            {
                "page": "p",
                "title": {"en": "Birth", "cy": "Geni"},
                "questions": [
                    {"key": "born", "type": "date", "label": {"en": "When?", "cy": "Pryd?"}},
                    {"key": "sure", "type": "yes_no", "label": {"en": "Sure?"}},
                ],
            }
        ]
    )
    welsh = replace(form_context, language="cy")
    assert clean_page(form, "p", {}, {}, welsh).errors["born"] == "Atebwch y cwestiwn hwn"
    view = page_view(form, "p", {}, welsh)
    assert (view.title, [field["label"] for field in view.fields]) == ("Geni", ["Pryd?", "Sure?"])
    assert shown(form, "born", "2026-05-02", "cy") == ["2 Mai 2026"]
    posted = {"born-day": "2", "born-month": "Mai", "born-year": "2026", "sure": "yes"}
    assert clean_page(form, "p", posted, {}, welsh).answers["born"] == "2026-05-02"


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_form_writes_a_day_as_all_pages_do(language, month):
    written = date(2026, month, 2)
    with override(language):
        assert day_in_words(written, language) == day(written)
