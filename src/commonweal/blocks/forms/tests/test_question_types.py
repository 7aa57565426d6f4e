"""Each question type: what it takes from a browser and from the API, what it refuses and how it tells."""

from dataclasses import replace

import pytest

from commonweal.blocks.forms.api import clean_answers, clean_page, page_view, read_form, shown
from commonweal.blocks.forms.pages.registry import question_types


def form(**question):
    return read_form([{"page": "p", "title": {"en": "P"}, "questions": [{"key": "q", **question}]}])


def post(form_context, question, **parts):
    fields = {f"q-{name}" if name != "q" else "q": value for name, value in parts.items()}
    return clean_page(form(**question), "p", fields, {}, form_context)


GOOD = [
    ({"type": "text"}, {"q": "  two   words "}, "two words"),
    ({"type": "long_text"}, {"q": "one\r\ntwo\x00"}, "one\ntwo"),
    ({"type": "number"}, {"q": "1,234.5"}, 1234.5),
    ({"type": "number"}, {"q": "−2"}, -2.0),
    ({"type": "integer"}, {"q": "1 234"}, 1234),
    ({"type": "money"}, {"q": "£1,234.50"}, 123450),
    ({"type": "money", "currency": "JPY"}, {"q": "500"}, 500),
    ({"type": "date"}, {"day": "2", "month": "may", "year": "2026"}, "2026-05-02"),
    ({"type": "date", "latest": "today - 16 years"}, {"day": "2", "month": "5", "year": "2010"}, "2010-05-02"),
    ({"type": "time"}, {"q": "2.30pm"}, "14:30"),
    ({"type": "time"}, {"q": "12 am"}, "00:00"),
    ({"type": "yes_no"}, {"q": "no"}, False),
    ({"type": "declaration"}, {"q": "yes"}, True),
    ({"type": "choice", "options": ["a", 2]}, {"q": "2"}, "2"),
    ({"type": "choices", "options": ["a", "b", "c"]}, {"q": ["c", "a"]}, ["a", "c"]),
    ({"type": "email"}, {"q": "Ann@EXAMPLE.org"}, "ann@example.org"),
    ({"type": "phone"}, {"q": "01632 960 001"}, "+441632960001"),
    ({"type": "phone"}, {"q": "+33 1 23 45 67 89"}, "+33123456789"),
    ({"type": "identifier", "scheme": "gb.nhs"}, {"q": "943-476-5870"}, "9434765870"),
    ({"type": "identifier", "scheme": "iban"}, {"q": "GB82 WEST 1234 5698 7654 32"}, "GB82WEST12345698765432"),
    ({"type": "person"}, {"given_name": "Ann", "family_name": "Lee"}, {"given_name": "Ann", "family_name": "Lee"}),
    ({"type": "file"}, {"q": "u1"}, {"upload": "u1", "name": "sofa.jpg", "media_type": "image/jpeg", "size": 120000}),
]


@pytest.mark.parametrize(("question", "parts", "answer"), GOOD)
def test_a_good_answer_is_taken_and_comes_back_the_same(form_context, question, parts, answer):
    cleaned = post(form_context, question, **parts)
    assert cleaned.errors == {}
    assert cleaned.answers == {"q": answer}
    definition = form(**question)
    assert clean_answers(definition, cleaned.answers, form_context).answers == cleaned.answers
    view = page_view(definition, "p", cleaned.answers, form_context)
    assert view.fields[0]["name"] == "q"
    assert shown(definition, "q", answer, "en")


BAD = [
    ({"type": "text", "max_length": 3}, {"q": "four"}, {"q": "Write 3 characters or fewer. You have written 4"}),
    ({"type": "text", "min_length": 3}, {"q": "no"}, {"q": "Write 3 characters or more"}),
    ({"type": "number"}, {"q": "1e5"}, {"q": "Enter a number, for example 12.5"}),
    ({"type": "number"}, {"q": "nan"}, {"q": "Enter a number, for example 12.5"}),
    ({"type": "number", "min": 2}, {"q": "1.5"}, {"q": "Enter 2 or more"}),
    ({"type": "number", "decimals": 1}, {"q": "1.25"}, {"q": "Enter a number with at most 1 decimal places"}),
    ({"type": "integer"}, {"q": "1.5"}, {"q": "Enter a whole number, for example 3"}),
    ({"type": "integer"}, {"q": "١٢½"}, {"q": "Enter a whole number, for example 3"}),
    ({"type": "integer", "max": 9}, {"q": "10"}, {"q": "Enter 9 or less"}),
    ({"type": "money"}, {"q": "1.234"}, {"q": "Write the number without commas or points between thousands, for example 10000 or 10.50"}),
    ({"type": "money"}, {"q": "-1"}, {"q": "Enter £0.00 or more"}),
    ({"type": "date"}, {"day": "31", "month": "2", "year": "2026"}, {"q-day": "Enter a real date, for example 27 3 2026"}),
    ({"type": "date"}, {"day": "", "month": "2", "year": ""}, {"q-day": "The date must have a day", "q-year": "The date must have a year"}),
    ({"type": "date"}, {"day": "1", "month": "2", "year": "26"}, {"q-year": "Write the year in four digits, for example 2026"}),
    ({"type": "date", "of_birth": True}, {"day": "3", "month": "5", "year": "2026"}, {"q-day": "Enter a date in the past"}),
    ({"type": "date", "earliest": "today + 2 days"}, {"day": "3", "month": "5", "year": "2026"}, {"q-day": "Enter 4 May 2026 or a later date"}),
    ({"type": "time"}, {"q": "25:00"}, {"q": "Enter a time, for example 14:30 or 2.30pm"}),
    ({"type": "yes_no"}, {"q": "maybe"}, {"q": "Choose yes or no"}),
    ({"type": "declaration"}, {}, {"q": "Confirm that you agree before you go on"}),
    ({"type": "choice", "options": ["a"]}, {"q": "b"}, {"q": "Choose one of the options"}),
    ({"type": "choices", "options": ["a", "b"], "none": "b"}, {"q": ["a", "b"]}, {"q": "Choose either this last option or others, not both"}),
    ({"type": "choices", "options": ["a", "b"], "max": 1}, {"q": ["a", "b"]}, {"q": "Choose 1 options or fewer"}),
    ({"type": "email"}, {"q": "ann@"}, {"q": "Enter an email address in the correct format, like name@example.org"}),
    ({"type": "phone"}, {"q": "12"}, {"q": "Enter a telephone number, for example 01632 960 001 or +44 7700 900 982"}),
    ({"type": "identifier", "scheme": "gb.nhs"}, {"q": "943-476-5871"}, {"q": "Check this number. One of its characters may be wrong or missing"}),
    ({"type": "person"}, {"given_name": "Ann"}, {"q-family_name": "Enter the last name"}),
    ({"type": "person"}, {}, {"q": "Enter a name"}),
    ({"type": "address"}, {"by-hand": "1", "line1": "x"}, {"q-postcode": "Enter a full postcode"}),
    ({"type": "address"}, {"postcode": "ZZ1 1ZZ"}, {"q-postcode": "We do not know any address with this postcode"}),
    ({"type": "file"}, {"q": "u2"}, {"q": "We could not take virus.pdf. Choose another file"}),
    ({"type": "file"}, {"q": "nowhere"}, {"q": "We no longer have this file. Choose it again"}),
    ({"type": "file", "accept": ["image/*"]}, {"q": "u3"}, {"q": "Choose a file of one of these kinds: JPG, PNG, GIF, WEBP"}),
    ({"type": "file", "max_size": "5MB"}, {"q": "u3"}, {"q": "Choose a file smaller than 5MB"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "parts", "errors"), BAD)
def test_a_faulty_answer_is_refused_in_plain_words_at_its_input(form_context, question, parts, errors):
    cleaned = post(form_context, question, **parts)
    assert cleaned.errors == errors
    assert cleaned.answers == {}
    view = page_view(form(**question), "p", {}, form_context, typed=cleaned.typed, errors=cleaned.errors)
    assert view.errors[0]["href"] == f"#{next(iter(errors))}"


WRONG_JSON = [5, 1.5, True, "x", ["x"], {"x": 1}, [], {}, "", [[]], [{}], None, 10**30, "2026-13-45", float("nan")]


@pytest.mark.parametrize("kind", sorted(question_types()))
def test_json_of_any_shape_is_either_taken_or_refused_with_words(form_context, kind):
    more = {
        "choice": {"options": ["a"]},
        "choices": {"options": ["a"]},
        "identifier": {"scheme": "gb.nhs"},
        "repeat": {"each": [{"key": "inner", "type": "text"}]},
        "content": {"text": {"en": "x"}},
    }.get(kind, {})
    for value in WRONG_JSON:
        cleaned = clean_answers(form(type=kind, required=False, **more), {"q": value}, form_context)
        if not cleaned.errors:
            assert (
                clean_answers(form(type=kind, required=False, **more), cleaned.answers, form_context).answers
                == cleaned.answers
            )


def test_an_optional_question_may_stay_empty_and_its_answer_is_absent(form_context):
    for kind in ("text", "number", "date", "yes_no", "email", "phone", "address", "person", "file", "declaration"):
        cleaned = post(form_context, {"type": kind, "required": False}, q="")
        assert (cleaned.errors, cleaned.answers) == ({}, {}), kind


def test_messages_of_the_definition_win_over_ours(form_context):
    question = {
        "type": "email",
        "messages": {"missing": {"en": "Where can we write to?"}, "wrong": {"en": "That is no address"}},
    }
    assert post(form_context, question, q="").errors == {"q": "Where can we write to?"}
    assert post(form_context, question, q="x").errors == {"q": "That is no address"}


def test_a_requirement_sees_the_answer_and_the_others(form_context):
    definition = read_form(
        [
            {
                "page": "p",
                "title": {"en": "P"},
                "questions": [
                    {"key": "least", "type": "integer"},
                    {
                        "key": "most",
                        "type": "integer",
                        "must": [{"when": "value >= least", "else": {"en": "Write more than before"}}],
                    },
                ],
            }
        ]
    )
    assert clean_page(definition, "p", {"least": "3", "most": "2"}, {}, form_context).errors == {
        "most": "Write more than before"
    }
    assert clean_page(definition, "p", {"least": "3", "most": "3"}, {}, form_context).good


def test_without_a_gazetteer_an_address_is_typed_in_full(form_context):
    alone = replace(form_context, gazetteer=None)
    assert page_view(form(type="address"), "p", {}, alone).fields[0]["state"] == "manual"
    cleaned = post(alone, {"type": "address"}, line1="1 Any Road", postcode="EA11AA")
    assert cleaned.answers == {"q": {"line1": "1 Any Road", "postcode": "EA1 1AA"}}


def test_changing_the_postcode_shows_the_box_again_with_the_postcode_in_it(form_context):
    cleaned = post(form_context, {"type": "address"}, postcode="EA1 1AA", choice="100", change="1")
    view = page_view(form(type="address"), "p", {}, form_context, typed=cleaned.typed)
    assert cleaned.again
    assert (view.fields[0]["state"], view.fields[0]["value"]["postcode"]) == ("lookup", "EA1 1AA")


def test_a_file_taken_out_of_the_page_is_no_longer_the_answer(form_context):
    cleaned = post(form_context, {"type": "file"}, q="u1", remove="u1")
    assert cleaned.again
    assert page_view(form(type="file"), "p", {}, form_context, typed=cleaned.typed).fields[0]["files"] == []


def test_a_new_type_is_a_new_file_and_nothing_else():
    assert len(question_types()) == 19
    assert {kind.__module__.rsplit(".", 1)[1] for kind in question_types().values()} == set(question_types())


HOSTILE = [
    "9" * 2_000_000,
    "1," * 500_000,
    "a@" + "b." * 500_000,
    "(" * 1_000_000,
    "\ud800",
    "\0",
    " " * 1_000_000,
    "é" * 500_000,
]


@pytest.mark.parametrize("kind", sorted(set(question_types()) - {"content"}))
def test_no_answer_takes_long_to_refuse_or_cannot_be_stored(form_context, kind):
    import json
    import time

    more = {
        "choice": {"options": ["a"]},
        "choices": {"options": ["a"]},
        "identifier": {"scheme": "iban"},
        "repeat": {"each": [{"key": "inner", "type": "text"}]},
    }.get(kind, {})
    definition = form(type=kind, required=False, **more)
    for value in HOSTILE:
        started = time.process_time()
        cleaned = clean_answers(definition, {"q": value, "q" * 1000: value}, form_context)
        parts = ("q", "q-day", "q-line1", "q-postcode", "q-given_name", "q-0-inner")
        clean_page(definition, "p", dict.fromkeys(parts, value), {}, form_context)
        assert time.process_time() - started < 1
        json.dumps(cleaned.answers, ensure_ascii=False).encode()
