"""What check finds wrong with a form, and what a form tells the static proof."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from commonweal.blocks.forms.api import choices, clean_answers, limits, personal_answers, read_form
from commonweal.blocks.forms.section import SECTIONS
from commonweal.kernel.values import BOOLEAN, DATE, INTEGER, MONEY, NUMBER, TEXT, ListOf, Record

SECTION = SECTIONS[0]


def page(key="p", **rest):
    return {"page": key, "title": {"en": key}, **rest}


def question(key, kind="text", **rest):
    return {"key": key, "type": kind, "label": {"en": key}, **rest}


def codes(pages, document=None):
    return [f.code for f in SECTION.check(read_form(pages), document or {})]


def test_a_sound_form_has_no_findings():
    assert codes([page(questions=[question("a"), question("b", when="a == 'x'")])]) == []


ALIKE = {"value": "x", "label": {"en": "The one", "cy": "Yr un"}}


def later(name):
    return {"when": f"size(value) < size({name})", "else": {"en": "Too long."}}


FAULTY = [
    ([page(questions=[question("a")]), page(questions=[question("b")])], "form-page-twice"),
    ([page("check", questions=[question("a")])], "form-page-reserved"),
    ([page(questions=[question("a"), question("a")])], "form-key-twice"),
    ([page(questions=[question("a"), question("g", "repeat", each=[question("a")])])], "form-key-twice"),
    ([page(questions=[question("person")])], "form-key-reserved"),
    ([page("stop", exit={"text": {"en": "x"}}), page(questions=[question("a")])], "form-unreachable"),
    ([page(questions=[question("a", when="b == 'x'"), question("b", when="a == 'x'")])], "form-circular"),
    ([page(questions=[question("a", when="facts.f > 1")])], "form-circular"),
    (
        [page(questions=[question("g", "repeat", each=[question("a", when="b == 'x'"), question("b")])])],
        "form-circular",
    ),
    ([page(questions=[question("a", when="tables.t.size > 1")])], "form-circular"),
    ([page(questions=[question("a", when="tables.cells.size > 1")])], "form-circular"),
    ([page(questions=[question("a", when="facts.named > 1")])], "form-circular"),
    ([page(questions=[question("a", must=[later("b")]), question("b")])], "form-asked-later"),
    (
        [page(questions=[question("a", must=[later("facts.of_b")])]), page("q", questions=[question("b")])],
        "form-asked-later",
    ),
    (
        [
            page(questions=[question("g", "repeat", max="b", each=[question("c")])]),
            page("q", questions=[question("b")]),
        ],
        "form-asked-later",
    ),
    (
        [page(questions=[question("g", "repeat", each=[question("a", must=[later("b")]), question("b")])])],
        "form-asked-later",
    ),
    ([page(when="b == 'x'", questions=[question("a")]), page("q", questions=[question("b")])], "form-asked-later"),
    ([page(questions=[question("a", personal="yes")])], "form-no-retention"),
    ([page(questions=[question("a", personal={"retention": "24 months"})])], "form-own-retention"),
    ([page(questions=[question("a", "email")])], "form-personal-undeclared"),
    ([page(questions=[question("a", "choice", options=["x", "x"])])], "form-option-twice"),
    ([page(questions=[question("a", "choice", options=["x"])])], "form-option-without-words"),
    ([page(questions=[question("a", "choice", options=[ALIKE, {**ALIKE, "value": "y"}])])], "form-option-alike"),
    ([page(questions=[question("a", "identifier", scheme="gb.nonsense")])], "form-identifier"),
    ([page(questions=[question("a", "identifier", scheme="os.path")])], "form-identifier"),
    ([page(questions=[question("a", "file", accept=["application/x-msdownload"])])], "form-file-kind"),
    ([page(questions=[question("a", pattern="(?=x)y")])], "form-pattern"),
    ([page(questions=[question("a", pattern="[")])], "form-pattern"),
    ([page(questions=[question("a", pattern="[0-9]{8}", max_length=7)])], "form-limits"),
    ([page(questions=[question("a", pattern="[0-9]{8}", min_length=9)])], "form-limits"),
    ([page(questions=[question("a", "integer", min=3, max=2)])], "form-limits"),
    ([page(questions=[question("a", "date", earliest="soon")])], "form-limits"),
    ([page(questions=[question("a", "date", latest="today + 7980 years")])], "form-limits"),
    ([page(questions=[question("a", "date", latest="1599-12-31")])], "form-limits"),
    ([page(questions=[question("a", "date", earliest="1500-01-01", latest="1550-01-01")])], "form-limits"),
    ([page(questions=[question("a", "date", latest="today - 99999 weeks")])], "form-limits"),
    ([page(questions=[question("a", "choices", options=["x"], min=2)])], "form-limits"),
    ([page(questions=[question("a", "repeat", each=[question("b")], min=101)])], "form-limits"),
    ([page(questions=[question("a", "repeat", each=[question("b")], max=0)])], "form-limits"),
    ([page(questions=[{"key": "a", "type": "text"}, question("b")])], "form-no-label"),
    ([{"page": "p", "questions": [{"key": "a", "type": "text"}]}], "form-no-title"),
]


@pytest.mark.parametrize(("pages", "code"), FAULTY)
def test_a_fault_is_found_with_its_place_and_a_remedy(pages, code):
    table = {"inputs": {"n": "size(a)"}, "rows": [{"when": {"n": "> 1"}, "then": {"size": "2"}}]}
    cells = {"inputs": {"n": "1"}, "rows": [{"when": {"n": "> 1"}, "then": {"size": 2}}, {"then": {"size": "size(a)"}}]}
    facts = {"f": "size(a)", "named": {"value": "size(a)", "title": {"en": "a"}}, "of_b": "size(b)"}
    document = {"facts": facts, "tables": {"t": table, "cells": cells}}
    found = [f for f in SECTION.check(read_form(pages), document) if f.code == code]
    assert found, codes(pages)
    assert all(f.path and f.remedy and f.message for f in found)


def test_what_is_asked_for_before_may_be_read():
    in_rows = [question("b"), question("c", must=[later("b"), later("first")])]
    asked = [question("first"), question("a", must=[later("first")]), question("g", "repeat", each=in_rows)]
    below = question("shown_by_below", when="a == 'x'")
    assert codes([page(questions=[below, *asked]), page("q", when="a == 'x'", questions=[question("last")])]) == []


@pytest.mark.parametrize(("written", "found"), [(["1.10", "1.1"], []), ([1, 2], []), ([1.5], ["form-option-number"])])
def test_an_option_is_not_written_as_a_number_with_a_point(written, found):
    form = [page(questions=[question("a", "choice", options=written)])]
    in_rows = [page(questions=[question("g", "repeat", each=[question("a", "choice", options=written)])])]
    for each in (form, in_rows):
        assert [code for code in codes(each, {"form": each}) if code != "form-option-without-words"] == found


def test_a_form_may_end_with_an_exit_for_all():
    assert codes([page(questions=[question("a")]), page("stop", exit={"text": {"en": "x"}})]) == []


def test_a_retention_within_the_form_is_not_enough():
    own = question("b", personal={"kind": "ordinary", "retention": "24 months"})
    pages = [page(questions=[question("a", personal="yes"), own])]
    assert set(codes(pages, {"form": pages})) == {"form-no-retention", "form-own-retention"}


def test_the_words_of_a_page_are_those_of_its_only_question():
    alone, words = {"key": "a", "type": "text"}, question("c", "content", text={"en": "x"})
    assert codes([page(questions=[alone]), page("q", questions=[words, {**alone, "key": "b"}])]) == []


def test_a_retention_elsewhere_in_the_definition_is_enough():
    pages = [page(questions=[question("a", personal="yes")])]
    kept = {"form": pages, "case": {"outcomes": {"done": {"retention": {"delete_after": "2 years"}}}}}
    assert codes(pages, kept) == []


@pytest.mark.parametrize(
    "pages",
    [
        [page(questions=[question("a", "nonsense")])],
        [page(questions=[question("A")])],
        [page(questions=[question("a", colour="red")])],
        [page(questions=[{"key": "a", "type": "text", "label": "no language"}])],
        [page(exit={"text": {"en": "x"}}, questions=[question("a")])],
        [page()],
        [page(questions=[question("a", "choice", options=[True])])],
        [page(questions=[question("g", "repeat", each=[question("h", "repeat", each=[question("i")])])])],
        [page(exit={"text": {"en": "x"}, "links": [{"words": {"en": "y"}, "url": "javascript:alert(1)"}]})],
    ],
)
def test_what_is_no_form_is_refused(pages):
    with pytest.raises(ValueError, match="validation error"):
        read_form(pages)


def test_names_have_the_types_of_their_questions():
    form = read_form(
        [
            page(
                questions=[
                    question("a", "address"),
                    question("b", "repeat", each=[question("c", "money"), question("d", "choices", options=["x"])]),
                    question("e", "date"),
                    question("f", "yes_no"),
                    question("g", "number"),
                    question("h", "integer"),
                    question("i", "content", text={"en": "x"}),
                ]
            )
        ]
    )
    assert SECTION.names(form, {}) == {
        "a": Record(dict.fromkeys(["line1", "line2", "town", "postcode", "area", "uprn", "lines", "country"], TEXT)),
        "b": ListOf(Record({"c": MONEY, "d": ListOf(TEXT)})),
        "e": DATE,
        "f": BOOLEAN,
        "g": NUMBER,
        "h": INTEGER,
    }


def test_expressions_carry_their_place_and_the_names_of_their_row():
    form = read_form(
        [
            page(
                when="x",
                questions=[
                    question("g", "repeat", max="limit", each=[question("c"), question("d", when="c == 'x'")]),
                    question("e", pattern="[a-z]+", must=[{"when": "value != 'x'", "else": {"en": "y"}}]),
                ],
            )
        ]
    )
    found = {e.path: e for e in SECTION.expressions(form)}
    assert set(found) == {
        (0, "when"),
        (0, "questions", 0, "max"),
        (0, "questions", 0, "each", 1, "when"),
        (0, "questions", 1, "must", 0, "when"),
    }
    assert found[0, "questions", 0, "each", 1, "when"].scope == {"c": TEXT, "d": TEXT}
    assert found[0, "questions", 0, "max"].returns == INTEGER
    assert found[0, "questions", 1, "must", 0, "when"].about == "e"


def test_options_are_told_by_the_name_of_their_question():
    each = [question("k", "choice", options=["x", "y"])]
    form = read_form([page(questions=[question("g", "repeat", each=each), question("n", "choices", options=["z"])])])
    assert choices(form) == {"g.k": ["x", "y"], "n": ["z"]}


ROWS = {"each": [question("c", "integer")]}
MANY = [[{"c": 1}] * size for size in (0, 1, 2, 3, 4, 99, 100, 101)]
DAYS = ["1900-01-01", "1984-01-01", "2000-01-01", "2001-01-01", "2010-06-01", "2026-05-02", "2100-01-01"]
ENDS = [
    ("date", {"earliest": "2000-01-01", "latest": "2026-05-02"}, (date(2000, 1, 1), date(2026, 5, 2)), DAYS),
    ("date", {"earliest": "today"}, (None, None), DAYS),
    ("date", {"latest": "today - 16 years"}, (None, None), DAYS),
    ("date", {"earliest": "today - 100 years", "latest": "2026-05-02"}, (None, date(2026, 5, 2)), DAYS),
    ("integer", {"min": -1, "max": 4}, (-1, 4), [-2, -1, 0, 4, 5]),
    ("number", {"min": 0.5}, (0.5, None), [0, 0.5, 1e9]),
    ("money", {"min": "0.01", "max": "10"}, (1, 1000), [0, 1, 1000, 1001]),
    ("money", {"min": "1", "currency": "JPY"}, (1, None), [0, 1, 100_000]),
    ("repeat", ROWS, (1, 100), MANY),
    ("repeat", ROWS | {"min": 2, "max": 3}, (2, 3), MANY),
    ("repeat", ROWS | {"min": 0, "max": 200}, (1, 100), MANY),
    ("repeat", ROWS | {"min": "2 + 1", "max": "2 + 2"}, (1, 100), MANY),
]


@pytest.mark.parametrize(("kind", "rest", "ends", "given"), ENDS)
def test_what_a_form_says_answers_can_be_holds_for_all_that_it_takes_on_any_day(form_context, kind, rest, ends, given):
    """The proof tries nothing beyond these ends, and takes both for answers that can be given."""
    form = read_form([page(questions=[question("a", kind, **rest)])])
    taken = set()
    for answer, on in product(given, (date(2000, 1, 1), date(2026, 5, 2), date(2100, 1, 1))):
        cleaned = clean_answers(form, {"a": answer}, replace(form_context, on=on))
        taken |= {measured(cleaned.answers["a"])} if not cleaned.errors else set()
    least, most = limits(form)["a"][:2] if "a" in limits(form) else (None, None)
    assert (least, most) == ends
    assert all((least is None or least <= each) and (most is None or each <= most) for each in taken)
    if "+" not in str(rest):  # such limits, which answers decide, only narrow what is said
        assert {end for end in ends if end is not None} <= taken


def measured(answer):
    """An answer as its limits are: how many rows there are, which day it is."""
    if isinstance(answer, list):
        return len(answer)
    return date.fromisoformat(answer) if isinstance(answer, str) else answer


def test_personal_answers_are_those_declared_and_those_that_are_so_by_type():
    form = read_form(
        [
            page(
                questions=[
                    question("a", "email"),
                    question("b", "email", personal=False),
                    question("c", personal={"kind": "special", "purpose": "a ramp"}),
                    question("g", "repeat", each=[question("n", "person")]),
                ]
            )
        ]
    )
    assert [(p.path, p.kind, p.purpose) for p in personal_answers(form)] == [
        ("a", "ordinary", ""),
        ("c", "special", "a ramp"),
        ("g.n", "ordinary", ""),
    ]
