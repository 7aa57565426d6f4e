"""What authors most often write wrongly has a remedy of its own."""

import pytest

from commonweal.services.definitions.tests.test_check import error


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("kind == 'other'", "kind = 'other'", "Write == to compare."),
        ("kind == 'other'", "kind === 'and = or'", "Write == to compare."),
        ("kind == 'other'", "kind <> 'other'", "Write != to say that two values differ."),
        ("kind == 'other'", "kind == 'other' and true", "Write && between conditions that must both hold."),
        ("kind == 'other'", "not (kind == 'other')", "Write ! before what must not hold."),
        ("kind == 'other'", "kind == other", "Write 'other' in quotation marks: it is an option."),
        ("when: person.age >= 65 || facts.on_low_income", "when: no", "Write false."),
        ("{en: Address,", "{en: Note: bare,", "'Note: like this'"),
        ("{en: Address,", "{en: 'It's yours',", "write an apostrophe twice"),
        ("{en: Address,", "{en: @home,", "'@ like this'"),
        ("    title: {en: Where", "\ttitle: {en: Where", "Indent with blanks."),
    ],
)
def test_what_authors_most_often_write_wrongly_has_a_remedy_of_its_own(text, old, new, remedy):
    assert remedy in error(text, old, new).remedy


def test_words_in_texts_are_no_slip(text):
    found = error(text, "kind == 'other'", "kind == 'this and = that' &&")
    assert found.remedy == "Correct it here."
