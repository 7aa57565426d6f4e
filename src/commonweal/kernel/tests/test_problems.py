"""Refusals are raised in English, name what they are about, and can be said in the reader's language."""

import json

import pytest
from django.utils.translation import override

from commonweal.kernel.acting import Acting, has_role, is_signed_in, require
from commonweal.kernel.problems import Invalid, NotAllowed, TooMany, filled, in_words, together


def test_filled_words_are_english_text_for_a_program():
    said = filled("The name %(host)s is not known.", host="example.org")
    assert said == "The name example.org is not known."
    assert json.dumps(Invalid(said).as_json()["detail"]) == '"The name example.org is not known."'


def test_filled_words_are_said_in_the_language_of_the_page_with_their_values():
    said = filled("The name %(host)s is not known.", host="100%(x)s.example")
    with override("cy"):
        assert in_words(said) == "Nid yw’r enw 100%(x)s.example yn hysbys."
    with override("en"):
        assert in_words(said) == "The name 100%(x)s.example is not known."


def test_a_value_that_is_words_itself_is_said_in_the_same_language():
    with pytest.raises(NotAllowed) as refused:
        require(has_role("officer", "manager") | is_signed_in, Acting(actor="agent:1"))
    assert (
        refused.value.detail == "This requires the role manager or officer in the organisation or a signed-in person."
    )
    with override("cy"):
        assert in_words(refused.value.detail) == (
            "Mae angen y canlynol ar gyfer hyn: rôl rheolwr / swyddog yn y sefydliad / rhywun sydd wedi mewngofnodi."
        )


def test_words_that_are_filled_stay_what_they_are():
    once = filled("not %(one)s", one="x")
    assert filled(once) is once


def test_several_words_in_a_row_are_each_said_in_the_language():
    said = together("Sign in first", filled("not %(one)s", one="100%"))
    assert said == "Sign in first not 100%"
    with override("cy"):
        assert in_words(said) == "Mewngofnodwch yn gyntaf nid 100%"


def test_no_words_have_no_translation():
    with override("cy"):
        assert in_words("") == ""


def test_a_value_that_is_missing_is_noticed_when_the_refusal_is_made():
    with pytest.raises(KeyError):
        filled("The name %(host)s is not known.", name="example.org")


def test_a_limit_says_how_long_to_wait_in_welsh():
    with override("cy"):
        assert in_words(TooMany("x", retry_after=30).remedy) == "Arhoswch 30 eiliad a rhowch gynnig arall arni."
