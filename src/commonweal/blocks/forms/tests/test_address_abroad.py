"""An address in another country: asked for, half-filled, refused where a service is only for this one, and shown."""

import re
from dataclasses import replace

import pytest

from commonweal.blocks.forms.answers.posted import as_typed
from commonweal.blocks.forms.api import clean_answers, clean_page, page_view, read_form, shown
from commonweal.blocks.forms.tests.test_drawing import drawn

BREST = {"lines": "12 rue de la Mer\n29200 Brest", "country": "France"}
TYPED = {"q-abroad": "1", "q-lines": "12 rue de la Mer\r\n29200 Brest", "q-country": " France"}


def form(**question):
    return read_form([{"page": "p", "title": {"en": "P"}, "questions": [{"key": "q", "type": "address", **question}]}])


@pytest.fixture(params=["gazetteer", "none"])
def anywhere(request, form_context):
    return form_context if request.param == "gazetteer" else replace(form_context, gazetteer=None)


def test_it_is_typed_kept_and_comes_back_as_it_was(anywhere):
    definition = form()
    cleaned = clean_page(definition, "p", TYPED, {}, anywhere)
    assert (cleaned.errors, cleaned.answers) == ({}, {"q": BREST})
    assert clean_answers(definition, cleaned.answers, anywhere).answers == {"q": BREST}
    assert shown(definition, "q", BREST, "en") == ["12 rue de la Mer", "29200 Brest", "France"]
    field = page_view(definition, "p", {"q": BREST}, anywhere).fields[0]
    assert (field["state"], field["value"]["lines"], field["value"]["country"]) == ("abroad", *BREST.values())


def test_a_button_leads_there_and_back(anywhere):
    definition = form()
    first = "lookup" if anywhere.gazetteer else "manual"
    assert page_view(definition, "p", {}, anywhere).fields[0]["state"] == first
    there = clean_page(definition, "p", {"q-postcode": "EA1", "q-elsewhere": "1"}, {}, anywhere)
    assert there.errors == {}
    assert page_view(definition, "p", {}, anywhere, typed=there.typed).fields[0]["state"] == "abroad"
    back = clean_page(definition, "p", {**TYPED, "q-change": "1"}, {}, anywhere)
    field = page_view(definition, "p", {}, anywhere, typed=back.typed).fields[0]
    assert (field["state"], field["value"]["lines"]) == (first, "")


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"q-country": ""}, {"q-country": "Enter the country"}),
        ({"q-lines": ""}, {"q-lines": "Enter the address"}),
        ({"q-lines": "", "q-country": ""}, {"q": "Enter a postcode"}),
        (
            {"q-country": "Wales"},
            {"q-country": "Give an address in this country with its postcode, not as one in another country"},
        ),
    ],
)
def test_half_of_it_stays_as_it_was_typed_and_says_what_is_missing(anywhere, change, errors):
    definition = form()
    typed = {**TYPED, **change}
    cleaned = clean_page(definition, "p", typed, {}, anywhere)
    assert cleaned.errors == errors
    assert cleaned.answers == {}
    field = page_view(definition, "p", {}, anywhere, typed=cleaned.typed, errors=cleaned.errors).fields[0]
    assert field["state"] == "abroad"
    assert field["value"]["lines"] == typed["q-lines"].replace("\r\n", "\n")
    assert field["wrong"] == [part for part in ("lines", "country") if f"q-{part}" in errors]


@pytest.mark.parametrize("setting", ["only_here", "only_gazetteer"])
def test_a_service_may_take_addresses_here_alone(anywhere, setting):
    definition = form(**{setting: True})
    given = clean_answers(definition, {"q": BREST}, anywhere)
    assert (given.errors, given.answers) == ({"q": "Give an address in this country"}, {})
    typed = clean_page(definition, "p", TYPED, {}, anywhere)
    assert typed.errors
    assert typed.answers == {}
    field = page_view(definition, "p", {}, anywhere, typed=typed.typed, errors=typed.errors).fields[0]
    assert (field["can_be_abroad"], field["state"]) == (False, "lookup" if anywhere.gazetteer else "manual")


def test_the_country_of_the_place_changes_nothing_of_an_address_here(form_context):
    here = {"line1": "2 Harbour Street", "postcode": "ea1 iaa", "country": "UK"}
    kept = clean_answers(form(), {"q": here}, form_context).answers["q"]
    assert (kept["postcode"], kept["uprn"], "country" in kept) == ("EA1 1AA", "101", False)


def test_an_address_in_another_country_is_in_no_area(form_context):
    given = {**BREST, "area": "eastmere/north", "uprn": "100", "postcode": "EA1 1AA"}
    kept = clean_answers(form(), {"q": given}, form_context).answers["q"]
    assert set(kept) == {"lines", "country"}


BUTTON = re.compile(r'<button[^>]* name="(q-\w+)"')


@pytest.mark.parametrize("setting", ["", "only_here", "only_gazetteer"])
@pytest.mark.parametrize(
    "typed", [{}, {"q-postcode": "EA1 1AA"}, {"q-postcode": "EA1 1AA", "q-choice": "101"}, {"q-by-hand": "1"}, TYPED]
)
def test_every_button_of_an_address_leads_somewhere_else(anywhere, setting, typed):
    definition = form(**({setting: True} if setting else {}))
    view = page_view(definition, "p", {}, anywhere, typed=as_typed(typed))
    for button in BUTTON.findall(drawn(view)):
        pressed = clean_page(definition, "p", {"q-postcode": "EA1 1AA", **typed, button: "1"}, {}, anywhere)
        after = page_view(definition, "p", {}, anywhere, typed=pressed.typed, errors=pressed.errors).fields[0]
        assert pressed.errors == {}, button
        assert after["state"] != view.fields[0]["state"], button
