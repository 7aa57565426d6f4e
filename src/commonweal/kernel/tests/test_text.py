"""Words are found in the reader's language, or the nearest one."""

from commonweal.kernel.text import in_language, missing_languages

BOTH = {"en": "Bin", "cy": "Bin sbwriel"}


def test_the_words_of_the_language_come_first():
    assert in_language(BOTH, "cy") == "Bin sbwriel"


def test_a_regional_language_takes_the_words_of_its_mother():
    assert in_language(BOTH, "cy-GB") == "Bin sbwriel"


def test_a_language_without_words_takes_the_fallback_and_then_any():
    assert in_language(BOTH, "pl") == "Bin"
    assert in_language({"cy": "Bin sbwriel", "en": ""}, "pl") == "Bin sbwriel"


def test_no_words_are_empty_words():
    assert (in_language(None, "en"), in_language({}, "en"), in_language("as it is", "cy")) == ("", "", "as it is")


def test_missing_languages_are_those_without_words():
    assert missing_languages({"en": "Bin", "cy": " "}, ["en", "cy", "pl"]) == ["cy", "pl"]
    assert missing_languages({"en": "\u200b\u3164"}, ["en"]) == ["en"]
    assert missing_languages({}, ["en"]) == []
