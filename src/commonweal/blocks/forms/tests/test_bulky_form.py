"""The form of the bulky waste service from end to end: pages, conditions, repeat groups, check-your-answers."""

from dataclasses import replace
from functools import partial

import pytest

from commonweal.blocks.forms.api import (
    clean_answers,
    clean_page,
    page_view,
    prune,
    read_form,
    summary,
    uploads_in,
)
from commonweal.blocks.forms.section import SECTIONS
from commonweal.blocks.forms.tests.conftest import evaluate_for
from commonweal.kernel.definition import JourneyState, StepState
from commonweal.kernel.problems import Conflict

FORM = read_form(
    [
        {
            "page": "where",
            "title": {"en": "Where should we collect from?"},
            "questions": [{"key": "address", "type": "address", "prefill": "person.address", "personal": "yes"}],
        },
        {
            "page": "items",
            "title": {"en": "What should we collect?"},
            "questions": [
                {
                    "key": "items",
                    "type": "repeat",
                    "max": "limit",
                    "each": [
                        {"key": "kind", "type": "choice", "options": ["sofa", "mattress", "fridge", "other"]},
                        {"key": "description", "type": "text", "when": "kind == 'other'", "max_length": 80},
                    ],
                },
                {
                    "key": "photo",
                    "type": "file",
                    "accept": ["image/jpeg", "image/png"],
                    "max_size": "10MB",
                    "required": False,
                },
            ],
        },
        {
            "page": "help",
            "when": "age >= 65",
            "questions": [
                {"key": "assisted", "type": "yes_no", "label": {"en": "Do you need us to collect from inside?"}}
            ],
        },
    ]
)
HOME = {"line1": "1 Harbour Street", "town": "Eastmere", "postcode": "EA1 1AA", "area": "eastmere/north", "uprn": "100"}
STEPS = SECTIONS[0].steps


@pytest.fixture
def old(form_context):
    return replace(form_context, evaluate_for=partial(evaluate_for, limit=3, age=70))


@pytest.fixture
def young(form_context):
    return replace(form_context, evaluate_for=partial(evaluate_for, limit=3, age=30))


def stops(answers, form_context, confirmed=()):
    state = JourneyState(answers, frozenset(confirmed), on=form_context.on)
    return [(s.part, s.state) for s in STEPS(FORM, state, form_context.evaluate_for(answers))]


def test_the_journey_begins_with_the_first_page(young):
    assert stops({}, young) == [("where", StepState.TO_DO), ("items", StepState.TO_DO), ("check", StepState.TO_DO)]


def test_a_page_whose_condition_holds_stands_in_its_place(old):
    assert [part for part, _ in stops({}, old)] == ["where", "items", "help", "check"]


def test_a_page_whose_condition_is_unknown_is_not_there_yet(form_context):
    assert [part for part, _ in stops({}, form_context)] == ["where", "items", "check"]


def test_check_is_done_only_when_confirmed_and_everything_before_is_done(young):
    answers = {"address": HOME, "items": [{"kind": "sofa"}]}
    assert stops(answers, young)[-1] == ("check", StepState.TO_DO)
    assert stops(answers, young, ["form/check"])[-1] == ("check", StepState.DONE)
    assert stops({"address": HOME}, young, ["form/check"])[-1] == ("check", StepState.TO_DO)


def test_a_postcode_alone_leads_to_the_list_of_its_addresses(young):
    cleaned = clean_page(FORM, "where", {"address-postcode": "ea11aa"}, {}, young)
    assert cleaned.errors == {"address-choice": "Choose your address from the list"}
    view = page_view(FORM, "where", {}, young, typed=cleaned.typed, errors=cleaned.errors)
    assert view.fields[0]["state"] == "choose"
    assert [o["value"] for o in view.fields[0]["options"]] == ["100", "101"]


def test_the_find_button_shows_the_list_without_complaint(young):
    cleaned = clean_page(FORM, "where", {"address-postcode": "EA1 1AA", "address-find": "1"}, {}, young)
    assert (cleaned.errors, cleaned.again) == ({}, True)


def test_a_chosen_address_becomes_the_answer_with_its_area(young):
    cleaned = clean_page(FORM, "where", {"address-postcode": "EA1 1AA", "address-choice": "100"}, {}, young)
    assert cleaned.good
    assert cleaned.answers == {"address": HOME}


def test_an_address_typed_by_hand_gets_the_area_of_its_postcode(young):
    typed = {"address-by-hand": "1", "address-line1": "Boat 7", "address-postcode": "EA22BB"}
    cleaned = clean_page(FORM, "where", typed, {}, young)
    assert cleaned.answers["address"] == {"line1": "Boat 7", "postcode": "EA2 2BB", "area": "eastmere/south"}


def test_prefill_stands_in_the_inputs_but_is_no_answer(young):
    known = replace(young, known={"person": {"address": HOME}})
    assert page_view(FORM, "where", {}, known).fields[0]["state"] == "chosen"
    assert stops({}, known)[0] == ("where", StepState.TO_DO)


def test_a_question_that_begins_to_apply_on_the_page_is_shown_before_it_is_missed(young):
    posted = {"items-0-kind": "other", "_asked": ["items", "items-0-kind", "photo"]}
    cleaned = clean_page(FORM, "items", posted, {}, young)
    assert (cleaned.errors, cleaned.again) == ({}, True)
    view = page_view(FORM, "items", cleaned.answers, young, typed=cleaned.typed)
    assert [f["key"] for f in view.fields[0]["rows"][0]["fields"]] == ["kind", "description"]
    again = {**posted, "items-0-description": "", "_asked": list(view.asked)}
    assert clean_page(FORM, "items", again, {}, young).errors == {"items-0-description": "Answer this question"}


def test_answers_of_a_row_that_do_not_apply_are_absent(young):
    posted = {"items-0-kind": "sofa", "items-0-description": "left over"}
    assert clean_page(FORM, "items", posted, {}, young).answers == {"items": [{"kind": "sofa"}]}


def test_rows_in_which_nothing_was_typed_are_left_out(young):
    posted = {"items-0-description": "", "items-4-kind": "sofa", "items-9-description": ""}
    assert clean_page(FORM, "items", posted, {}, young).answers == {"items": [{"kind": "sofa"}]}


def test_add_and_remove_keep_what_was_typed_and_check_nothing(young):
    added = clean_page(FORM, "items", {"items-0-kind": "nonsense", "items-add": "1"}, {}, young)
    assert added.again
    assert not added.errors
    view = page_view(FORM, "items", {}, young, typed=added.typed)
    assert len(view.fields[0]["rows"]) == 2
    removed = clean_page(
        FORM, "items", {"items-0-kind": "sofa", "items-1-kind": "fridge", "items-remove": "0"}, {}, young
    )
    assert removed.typed == {"items-0-kind": ("fridge",)}


def test_a_limit_that_is_an_expression_binds(young):
    posted = {f"items-{n}-kind": "sofa" for n in range(4)}
    assert clean_page(FORM, "items", posted, {}, young).errors == {"items": "You can add 3 at most"}


def test_a_faulty_answer_leaves_the_former_one_and_what_was_typed(young):
    before = {"items": [{"kind": "sofa"}]}
    cleaned = clean_page(FORM, "items", {"items-0-kind": "boat"}, before, young)
    assert cleaned.answers == before
    assert cleaned.typed["items-0-kind"] == ("boat",)
    assert list(cleaned.errors) == ["items-0-kind"]


def test_an_answer_to_a_page_that_left_the_journey_is_absent(old, young):
    answers = {"address": HOME, "assisted": True}
    assert prune(FORM, answers, old.evaluate_for).answers == answers
    pruned = prune(FORM, answers, young.evaluate_for)
    assert (pruned.answers, pruned.dropped) == ({"address": HOME}, {"assisted": True})


def test_posting_a_page_that_does_not_apply_is_a_conflict(young):
    with pytest.raises(Conflict):
        clean_page(FORM, "help", {"assisted": "yes"}, {}, young)


def test_the_api_takes_json_through_the_same_checks(old):
    given = {
        "address": {"uprn": "101", "postcode": "ea1 1aa"},
        "items": [{"kind": "other", "description": "Boat"}],
        "photo": "u1",
        "assisted": False,
    }
    cleaned = clean_answers(FORM, given, old)
    assert cleaned.good
    assert cleaned.answers["address"]["line1"] == "2 Harbour Street"
    assert cleaned.answers["photo"]["media_type"] == "image/jpeg"
    assert uploads_in(FORM, cleaned.answers) == ["u1"]
    assert clean_answers(FORM, cleaned.answers, old).answers == cleaned.answers


def test_the_api_names_the_field_of_each_fault(young):
    given = {"items": [{"kind": "sofa"}, {"kind": "other"}], "photo": "u2", "colour": "red", "assisted": True}
    cleaned = clean_answers(FORM, given, young)
    assert set(cleaned.errors) == {"address", "items-1-description", "photo", "colour"}
    assert cleaned.dropped == {"assisted": True}


def test_a_draft_may_lack_answers(young):
    assert clean_answers(FORM, {"items": [{"kind": "sofa"}]}, young, complete=False).good


def test_the_summary_shows_every_question_that_applies(old):
    answers = {"address": HOME, "items": [{"kind": "sofa"}, {"kind": "other", "description": "Boat"}], "assisted": True}
    groups = summary(FORM, answers, old)
    assert [(g.part, [(r.label, list(r.value)) for r in g.rows]) for g in groups] == [
        ("where", [("Where should we collect from?", ["1 Harbour Street", "Eastmere", "EA1 1AA"])]),
        ("items", [("Items", ["1. Sofa", "2. Kind: Other; Description: Boat"]), ("Photo", ["Not answered"])]),
        ("help", [("Do you need us to collect from inside?", ["Yes"])]),
    ]
