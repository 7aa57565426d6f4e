"""Telephone numbers are shown as people write them, on every page."""

import re
from pathlib import Path

import pytest

from commonweal.web.wording import phone

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


def test_no_template_shows_a_number_as_it_is_kept():
    found = [
        (path.name, words.strip())
        for path in sorted(PACKAGE.rglob("*.html"))
        for words in SHOWN.findall(path.read_text(encoding="utf-8"))
    ]
    assert found
    assert [each for each in found if not re.search(r"\|\s*phone$|_\(", each[1])] == []
