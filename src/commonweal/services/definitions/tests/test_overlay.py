"""Overlays: what they change, add, move and take out, and how their mistakes are told."""

import pytest

from commonweal.kernel.budget import UsedUp, within
from commonweal.kernel.testing.calls import grows_in_step
from commonweal.services.definitions.language.assembling import Refused
from commonweal.services.definitions.language.overlay import merged
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.source.canonical import digest, normal
from commonweal.services.definitions.source.reading import read_text

PARENT = {
    "service": "a",
    "topics": ["waste", "housing"],
    "form": [
        {"page": "one", "questions": [{"key": "x", "type": "text"}, {"key": "y", "type": "text"}]},
        {"page": "two"},
    ],
    "facts": {"f": "x", "g": "y"},
}


def keys(questions):
    return [question["key"] for question in questions]


def test_mappings_merge_by_key():
    assert merged(PARENT, {"facts": {"g": "z", "h": "x"}})["facts"] == {"f": "x", "g": "z", "h": "x"}


def test_null_takes_a_key_out():
    assert "facts" not in merged(PARENT, {"facts": None})
    assert merged(PARENT, {"facts": {"f": None}})["facts"] == {"g": "y"}


def test_lists_of_plain_values_are_replaced():
    assert merged(PARENT, {"topics": ["waste"]})["topics"] == ["waste"]


def test_items_merge_by_their_key_and_new_ones_come_last():
    laid = merged(PARENT, {"form": [{"page": "one", "questions": [{"key": "y", "type": "date"}, {"key": "z"}]}]})
    questions = laid["form"][0]["questions"]
    assert keys(questions) == ["x", "y", "z"]
    assert questions[1]["type"] == "date"
    assert laid["form"][1] == {"page": "two"}


def test_items_are_removed_replaced_and_put_in_their_place():
    questions = [
        {"key": "x", "overlay": "remove"},
        {"key": "y", "overlay": "replace", "label": {"en": "New"}},
        {"key": "z", "overlay": {"before": "y"}},
    ]
    laid = merged(PARENT, {"form": [{"page": "one", "questions": questions}]})["form"][0]["questions"]
    assert laid == [{"key": "z"}, {"key": "y", "label": {"en": "New"}}]


def test_an_item_that_is_there_already_can_be_moved():
    laid = merged(PARENT, {"form": [{"page": "two", "overlay": {"before": "one"}}]})
    assert [page["page"] for page in laid["form"]] == ["two", "one"]


@pytest.mark.parametrize(
    ("overlay", "code"),
    [("remove", "overlay-target"), ({"after": "nobody"}, "overlay-target"), ("destroy", "overlay-instruction")],
)
def test_an_instruction_that_cannot_be_followed_is_refused(overlay, code):
    with pytest.raises(Refused) as refused:
        merged(PARENT, {"form": [{"page": "none", "overlay": overlay}]})
    assert refused.value.findings[0].code == code


def test_the_parent_is_not_changed_by_merging():
    before = digest(PARENT)
    merged(PARENT, {"form": [{"page": "one", "questions": [{"key": "x", "overlay": "remove"}]}]})
    assert digest(PARENT) == before


@pytest.fixture
def parent(text):
    return normal(read_text(text).document)


def overlay(parent, more: str) -> str:
    name = "eastmere-council/bulky-waste@" + digest(parent)
    return f"service: sofas\nschema: 1\noffered_by: eastmere-reuse-charity\nextends: {name}\n{more}"


def test_an_overlay_is_a_whole_service_of_its_own_organisation(parent):
    checked = check_source(
        overlay(parent, "title: {en: Give a sofa, cy: Rhoi soffa}\n"),
        known=Known(("en", "cy")),
        parent={digest(parent): parent}.get,
    )
    assert checked.errors == []
    assert checked.service.key == "eastmere-reuse-charity/sofas"
    assert checked.service.title["en"] == "Give a sofa"
    assert "form" in checked.service.contents


def test_a_mistake_where_overlay_and_parent_meet_is_told_in_the_overlay(parent):
    text = overlay(parent, "parameters: {max_items: null}\n")
    checked = check_source(text, file="o.yaml", known=Known(("en", "cy")), parent={digest(parent): parent}.get)
    assert checked.errors
    assert {(finding.file, finding.line) for finding in checked.errors} == {("o.yaml", 4)}
    assert "max_items" in checked.errors[0].message


@pytest.mark.parametrize(
    ("extends", "code"),
    [("eastmere-council/bulky-waste", "extends"), ("eastmere-council/other@sha256:" + "0" * 64, "extends-unknown")],
)
def test_a_parent_that_cannot_be_found_is_told_at_its_name(extends, code):
    text = f"service: a\nschema: 1\noffered_by: b\nextends: {extends}\n"
    (finding,) = check_source(text).errors
    assert (finding.code, finding.line) == (code, 4)


def named(number, value):
    return {"form": [{"key": f"k{at}", "value": value} for at in range(number)]}


def test_a_long_list_over_a_long_list_counts_towards_the_budget_of_the_proof():
    with within(1_000_000) as budget:
        assert merged(named(500, 1), named(500, 2)) == named(500, 2)
    assert 500 * 500 <= budget.spent < 500 * 500 * 2
    with within(50_000), pytest.raises(UsedUp):
        merged(named(500, 1), named(500, 2))


def test_what_it_takes_to_lay_one_over_another_grows_with_what_is_there():
    assert grows_in_step(lambda size: merged({f"k{at}": {"a": 1} for at in range(size)}, {"b": 1}), 200)
    assert grows_in_step(lambda size: merged({"a": 1}, {f"k{at}": {"a": [at]} for at in range(size)}), 200)
