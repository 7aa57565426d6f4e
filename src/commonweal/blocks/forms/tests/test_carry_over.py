"""Drafts in a new version of their form."""

from commonweal.blocks.forms.api import carry_over, read_form


def form(*questions):
    return read_form([{"page": "p", "title": {"en": "P"}, "questions": list(questions)}])


def test_answers_are_kept_changed_or_dropped_and_the_rest_is_asked(form_context):
    old = form(
        {"key": "name", "type": "text"},
        {"key": "kind", "type": "choice", "options": ["a", "b"]},
        {"key": "count", "type": "integer"},
        {"key": "gone", "type": "text"},
        {"key": "short", "type": "text"},
        {"key": "was", "type": "text"},
    )
    new = form(
        {"key": "name", "type": "text"},
        {"key": "kind", "type": "choices", "options": ["a", "b"]},
        {"key": "count", "type": "text"},
        {"key": "short", "type": "text", "max_length": 2},
        {"key": "now", "type": "text"},
        {"key": "fresh", "type": "text"},
    )
    answers = {"name": "Ann", "kind": "a", "count": 3, "gone": "x", "short": "long", "was": "y"}
    carried = carry_over(old, new, answers, form_context, {"was": "now"})
    assert carried.answers == {"name": "Ann", "kind": ["a"], "count": "3", "now": "y"}
    assert carried.report == {
        "name": "kept", "kind": "changed", "count": "changed", "gone": "dropped", "short": "dropped", "was": "changed",
    }  # fmt: skip
    assert carried.to_ask == ["short", "fresh"]


def test_an_option_that_is_gone_is_asked_again(form_context):
    old = form({"key": "kind", "type": "choice", "options": ["a", "b"]})
    new = form({"key": "kind", "type": "choice", "options": ["b"]})
    carried = carry_over(old, new, {"kind": "a"}, form_context)
    assert (carried.answers, carried.to_ask) == ({}, ["kind"])
