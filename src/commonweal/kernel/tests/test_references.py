"""References are read out without mistakes, and a mistake is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.references import ALPHABET, LENGTH, Ref, is_reference, new_reference, normalise_reference

references = st.builds(new_reference, st.sampled_from(["", "EM", "LONG-TOWN"]))


@given(references)
def test_a_new_reference_is_one_and_is_already_in_its_written_form(number):
    assert is_reference(number)
    assert normalise_reference(number) == number


@given(references, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number, place, character):
    body = number.rsplit("-", 2)[-2:]
    letters = list("".join(body))
    if ALPHABET.index(letters[place]) % 31 == ALPHABET.index(character) % 31:
        return
    letters[place] = character
    assert not is_reference("".join(letters[:4]) + "-" + "".join(letters[4:]))


@given(references, st.integers(0, LENGTH - 2))
def test_two_exchanged_neighbours_are_noticed(number, place):
    letters = list("".join(number.rsplit("-", 2)[-2:]))
    one, other = letters[place], letters[place + 1]
    if ALPHABET.index(one) % 31 == ALPHABET.index(other) % 31:
        return
    letters[place], letters[place + 1] = other, one
    assert not is_reference("".join(letters[:4]) + "-" + "".join(letters[4:]))


@given(references)
def test_what_is_typed_carelessly_is_understood(number):
    typed = number.lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    prefix = number.rsplit("-", 2)[0] if number.count("-") > 1 else ""
    if not set(prefix) & set("OLI"):
        assert normalise_reference(typed)[len(prefix) :] == number[len(prefix) :]


@pytest.mark.parametrize("text", ["", "EM", "EM-4F7K", "EM-4F7K-9Q2RXX", "EM-4F7U-9Q2RX", "☃"])
def test_what_is_no_reference_is_told_apart(text):
    assert not is_reference(text)


def test_references_are_not_drawn_in_order():
    assert len({new_reference() for _ in range(200)}) == 200


def test_a_typed_id_is_written_and_read_back():
    assert Ref.parse(str(Ref("case", "0192:7"))) == Ref("case", "0192:7")


@pytest.mark.parametrize("text", ["", "case", "case:", ":1"])
def test_what_is_no_typed_id_is_refused(text):
    with pytest.raises(ValueError, match="kind:id"):
        Ref.parse(text)


@pytest.mark.parametrize("prefix", ["", "EM", "LONG-TOWN", "OIL", "C0-1"])
@pytest.mark.parametrize("spelling", range(6))
def test_every_way_to_write_a_number_is_one(prefix, spelling):
    number = "-".join(filter(None, [prefix, "40F1-9Q201"]))
    typed = (
        number.lower(),
        number.replace("0", "O").replace("1", "I"),
        number.replace("O", "0").replace("I", "1").replace("L", "1"),
        number.replace("-", ""),
        number.replace("-", " \N{EN DASH} "),
        number.replace("-", "\N{NON-BREAKING HYPHEN}").replace("1", "l"),
    )[spelling]
    assert normalise_reference(typed, prefix) == number


def test_another_prefix_than_that_of_the_place_stays():
    assert normalise_reference("old-40f1-9q2o1", "EM") == "OLD-40F1-9Q201"
