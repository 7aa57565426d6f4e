"""Telephone numbers are shown as people write them, on every page."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from commonweal.kernel.written.phones import tidy_phone
from commonweal.web.formats import phone

PACKAGE = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r">\s*\{\{([^{}]*phone[^{}]*)\}\}")


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+442079460000;ext=204", "020 7946 0000 ext. 204"),
        ("+33298000000", "+33 2 98 00 00 00"),
        ("01632 960 001", "01632 960001"),
        ("ask for Ann", "ask for Ann"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_write_it_and_other_words_as_they_are(kept, shown):
    assert phone(kept) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "020 7946 0000 ext. 204"), ("cy", "020 7946 0000 est. 204")])
def test_the_extension_is_in_the_language_of_the_page_and_can_be_typed_so(language, shown):
    with translation.override(language):
        assert phone("+442079460000;ext=204") == shown
    assert tidy_phone(shown, "GB") == "+442079460000;ext=204"


def test_no_template_shows_a_number_as_it_is_kept():
    found = [
        (path.name, words.strip())
        for path in sorted(PACKAGE.rglob("*.html"))
        for words in SHOWN.findall(path.read_text(encoding="utf-8"))
    ]
    assert found
    assert [each for each in found if not re.search(r"\|\s*phone$|_\(", each[1])] == []
