"""Values that people write: invisible characters are dropped, spellings are unified, two meanings are refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.addresses import (
    HOME,
    LONG_LINE,
    NO_COUNTRY,
    NO_LINES,
    TOO_LONG,
    UnfitPart,
    address_lines,
    is_abroad,
    tidy_abroad,
)
from commonweal.kernel.written.emails import email_key, tidy_email
from commonweal.kernel.written.numerals import TWO_MEANINGS, tidy_numeral
from commonweal.kernel.written.phones import LETTERS, spoken_phone, tidy_phone
from commonweal.kernel.written.postcodes import tidy_postcode
from commonweal.kernel.written.words import one_line, plain_digits, visible

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"

# Nothing to be seen: each of them counted as a name once.
NOTHING = [
    "", " ", "\u200b", "\u2800", "\u3164", "\uffa0", "\u115f\u1160", "\ufeff", "\u00a0", "\u2007\u202f\u3000", "\u00ad",
    "\u200e\u200f\u202a\u202e\u2066\u2069", "\U000e0041\U000e0042", "\u2060\u2063", "\u200d\u200c", "\u180e", "\x00\x1f",
    "\ud800", "\u034f",
]  # fmt: skip
WORDS = {
    "Siân": "Sia\u0302n",
    "Ann Lee": "\u200bAnn\u00a0\u200b Lee\ufeff",
    "Ann": "\u202eAnn\u202c",
    "می\u200cخواهم": "می\u200cخواهم",  # here the joiner shapes a letter
    "👩\u200d🚒": "👩\u200d🚒",
    f"Cymru {WALES}": f"Cymru {WALES}\u200b",
    "co-op": "co-\u00adop",
}
EMAILS = {
    "ann@example.org": [
        "ann@example.org", " Ann@Example.ORG ", "\u200bann@example.org", "ann@example.org\ufeff", "ann@\u00adexample.org",
        "\u00a0ann@example.org\u00a0", "mailto:ann@example.org", "MAILTO:ann@example.org?subject=Hi", "ann@example.org.",
        "ann@example.org,", "Ann Lee <ann@example.org>", "<ann@example.org>", "\u202aann@example.org\u202c",
    ],
    "ann@bücher.example": ["ann@bücher.example", "ann@xn--bcher-kva.example", "ann@BU\u0308CHER.example"],
}  # fmt: skip
NO_EMAILS = ["", "ann", "ann@", "@example.org", "ann@example", "ann@@example.org", "a b@example.org", "\u200b", "a" * 400 + "@a.org"]  # fmt: skip
PHONES = {
    "+441632960001": [
        "01632 960001", "01632960001", "(01632) 960 001", "+44 1632 960001", "+44 (0)1632 960001", "0044 1632 960001",
        "tel:+441632960001", "\u200b01632\u00a0960001", "٠١٦٣٢ ٩٦٠٠٠١", "０１６３２９６０００１", "01632-960-001", "01632.960.001",
    ],
    "+441632960001;ext=204": [
        "01632 960 001 ext 204", "01632 960001 ext. 204", "01632960001x204", "01632 960001 extension 204",
        "01632 960001 #204", "+44 1632 960001;ext=204", "01632 960 001, est 204", "01632 960001 EXT:204",
    ],
    "+33142685300": ["+33 1 42 68 53 00", "00 33 1 42 68 53 00"],
}  # fmt: skip
NO_PHONES = [
    "",
    "12",
    "none",
    "01632 96000l",
    "0800 FLOWERS",
    "01632 960001 or 02",
    "01632 960001 (after six)",
    "01632 960001 #2 #3",
    "+999 1",
]
POSTCODES = {
    "EA1 1AA": [
        "EA1 1AA", "ea11aa", " Ea1  1aA ", "EA1\u00a01AA", "EA1-1AA", "EA1.1AA", "EA1–1AA", "\u200bEA11AA\ufeff", "EA1 IAA",
        "EAI1AA", "ea i iaa", "ＥＡ１ １ＡＡ", "EA١ ١AA",
    ],
    "SO1 1AA": ["S01 1AA", "s011aa", "SO1 1AA", "SO1 IAA"],
    "SO14 0AA": ["SO14 0AA", "S014 0AA", "SO14 OAA", "S0I4 OAA"],
    "OX1 0JD": ["0X1 0JD", "OX1 OJD", "0xI ojd"],
    "W1A 1AA": ["WIA 1AA", "W1A IAA"],
    "IP1 1AA": ["1P1 1AA", "IPI IAA"],
    "GIR 0AA": ["GIR 0AA", "G1R OAA", "gir0aa"],
    "ZZ1 1ZZ": ["zz1 1zz"],  # of no place, yet whole: a gazetteer may know it
}  # fmt: skip
NO_POSTCODES = [
    "",
    "EA1",
    "EA1 1A",
    "EA1 1AAA",
    "12345",
    "nowhere",
    "1 High Street",
    "EA1 1AA EA1 1AB",
    "D02 AF30",
    "O" * 7,
]
# What was typed, and what it is as a sum of money; None where it could be another sum.
SUMS = {
    "10000": "10000", "10,000": "10000", "10 000": "10000", "10\u202f000": "10000", "10'000": "10000", "10’000.50": "10000.50",
    "10.000": None, "1.000.000": None, "10.00": "10.00", "1,234.5": "1234.5", "1,234.56": "1234.56", "1.000,50": "1000.50",
    "12,50": "12.50", "12,5": "12.5", "0,500": None, "1,2345": None, "1,23,456": None, "10,00,0": None, "12.345": None,
    "1,234.567": None, "1,234,567.89": "1234567.89", "\u22125": "-5", "- 5": "-5", "–5.50": "-5.50", "١٢٫٥": "12.5", "１２": "12",
    "१२": "12", "\u200b7\ufeff": "7", "": "", ".5": ".5", "5.": "5.",
}  # fmt: skip
NO_NUMBERS = ["ten", "1e5", "1_000", "nan", "inf", "0x10", "1k", "--5", "5-", "1/2", "½", "Ⅳ", "9" * 41]


@pytest.mark.parametrize("text", NOTHING)
def test_what_cannot_be_seen_is_nothing(text):
    assert visible(text) == one_line(text) == ""


@pytest.mark.parametrize("kept", WORDS)
def test_what_can_be_seen_stays(kept):
    assert one_line(WORDS[kept]) == kept


@given(st.text())
def test_what_was_tidied_is_tidy(text):
    once = visible(text)
    assert visible(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert not set(map(unicodedata.category, once.replace("\n", "").replace("\t", ""))) & {"Cc", "Cs"}


@given(st.text(st.characters(categories=["L", "N", "P"], exclude_characters="\u115f\u1160\u3164\uffa0\u17b4\u17b5")))
def test_no_letter_number_or_mark_is_lost(text):
    assert visible(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(("kept", "typed"), [(kept, typed) for kept, many in EMAILS.items() for typed in many])
def test_an_address_is_one_however_it_was_pasted(kept, typed):
    assert tidy_email(typed) == email_key(typed) == kept


@pytest.mark.parametrize("typed", NO_EMAILS)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Unfit, match=r"name@example\.org"):
        tidy_email(typed)
    assert email_key(typed) == typed.strip().lower()


def test_email_addresses_are_compared_by_their_key_everywhere():
    lines = [(path, line) for path in PACKAGE.rglob("*.py") for line in path.read_text().splitlines()]
    own = [(str(path), line) for path, line in lines if "tests" not in path.parts and path.name != "emails.py"]
    assert [each for each in own if "email" in each[1] and ".lower()" in each[1]] == []


@pytest.mark.parametrize(("kept", "typed"), [(kept, typed) for kept, many in PHONES.items() for typed in many])
def test_a_telephone_number_is_one_however_it_was_written_and_keeps_its_extension(kept, typed):
    assert tidy_phone(typed, "GB") == kept
    assert tidy_phone(spoken_phone(kept, "GB"), "GB") == kept
    assert tidy_phone(kept, "GB") == kept


@pytest.mark.parametrize("typed", NO_PHONES)
def test_what_is_no_telephone_number_is_refused_with_an_example(typed):
    with pytest.raises(Unfit, match="01632 960 001"):
        tidy_phone(typed, "GB")


def test_letters_in_a_telephone_number_are_asked_for_in_digits():
    with pytest.raises(Unfit) as refused:
        tidy_phone("0800 FLOWERS", "GB")
    assert refused.value.message == LETTERS


@pytest.mark.parametrize(("typed", "kept"), SUMS.items())
def test_a_sum_is_what_was_meant_or_is_asked_for_again(typed, kept):
    if kept is not None:
        assert tidy_numeral(typed, fraction=2) == kept
        return
    with pytest.raises(Unfit) as refused:
        tidy_numeral(typed, fraction=2)
    assert refused.value.message == TWO_MEANINGS


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Unfit, match="Enter a number"):
        tidy_numeral(typed)


def test_a_measure_may_have_three_digits_after_its_point():
    assert tidy_numeral("1.234") == "1.234"


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",", " ", "'", "\u202f"]))
def test_every_sum_that_is_written_as_here_is_itself(amount, between):
    assert float(tidy_numeral(f"{amount:,.2f}".replace(",", between), fraction=2)) == float(amount)


@given(st.integers(0, 10**9))
def test_digits_of_any_script_are_digits(number):
    arabic = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert plain_digits(arabic) == str(number)


@pytest.mark.parametrize(("kept", "typed"), [(kept, typed) for kept, many in POSTCODES.items() for typed in many])
def test_a_postcode_is_one_however_it_was_written(kept, typed):
    assert tidy_postcode(typed, "GB") == kept
    assert tidy_postcode(kept, "GB") == kept


@pytest.mark.parametrize("typed", NO_POSTCODES)
def test_what_is_no_whole_postcode_is_refused(typed):
    with pytest.raises(Unfit, match="Enter a full postcode"):
        tidy_postcode(typed, "GB")


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True))
def test_only_characters_that_look_alike_are_corrected_in_a_postcode(typed):
    kept = tidy_postcode(typed, "GB")
    alike = str.maketrans("OI", "01")
    assert kept.replace(" ", "").translate(alike) == typed.replace(" ", "").translate(alike)
    assert tidy_postcode(kept, "GB") == kept


def test_another_place_has_other_postcodes():
    assert [tidy_postcode(typed, "IE") for typed in ("d02 af30", " D02\u00a0AF30")] == ["D02 AF30"] * 2
    assert tidy_postcode("10115", "DE") == "10115"
    with pytest.raises(Unfit):
        tidy_postcode("?", "DE")


ABROAD = {"lines": "12 rue de la Mer\n29200 Brest", "country": "France"}


@pytest.mark.parametrize(
    "given",
    [
        ABROAD,
        {"lines": "\u200b12 rue  de la Mer\r\n\r\n 29200 Brest ", "country": " France\u00a0"},
        {"line1": "12 rue de la Mer", "town": "29200 Brest", "country": "France"},
        {"line1": "12 rue de la Mer", "postcode": "29200 Brest", "country": "France", "area": "eastmere", "uprn": ""},
    ],
)
def test_an_address_in_another_country_is_its_lines_and_the_country(given):
    assert is_abroad(given, "GB")
    assert tidy_abroad(given, "GB") == ABROAD
    assert address_lines(ABROAD) == ["12 rue de la Mer", "29200 Brest", "France"]


@pytest.mark.parametrize(
    ("change", "part", "message", "missing"),
    [
        ({"country": ""}, "country", NO_COUNTRY, True),
        ({"country": "\u200b"}, "country", NO_COUNTRY, True),
        ({"lines": " \n\u3164"}, "lines", NO_LINES, True),
        ({"lines": "\n".join("abcdefghi")}, "lines", TOO_LONG, False),
        ({"lines": "a" * 201}, "lines", LONG_LINE, False),
        ({"country": "F" * 201}, "country", LONG_LINE, False),
        ({"country": "U.K."}, "country", HOME, False),
        ({"country": "Cymru"}, "country", HOME, False),
    ],
)
def test_an_address_in_another_country_lacks_nothing_that_a_letter_needs(change, part, message, missing):
    with pytest.raises(UnfitPart) as refused:
        tidy_abroad({**ABROAD, **change}, "GB")
    assert (refused.value.part, refused.value.message, refused.value.missing) == (part, message, missing)


def test_an_address_here_may_name_the_country():
    here = {"line1": "1 High Street", "postcode": "EA1 1AA"}
    assert not is_abroad({**here, "country": "United Kingdom"}, "GB")
    assert not is_abroad({**here, "country": ""}, "GB")
    assert not is_abroad({"lines": "", "country": ""}, "GB")
    assert is_abroad({**here, "country": "United Kingdom"}, "FR")
    assert address_lines({**here, "town": "Eastmere", "area": "eastmere", "uprn": "1"}) == [
        "1 High Street",
        "Eastmere",
        "EA1 1AA",
    ]
