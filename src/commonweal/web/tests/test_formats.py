"""Days, times, sums and numbers as people here write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation

from commonweal.kernel import clock
from commonweal.kernel.money import Money
from commonweal.web import formats


def test_a_day_in_english_and_in_welsh() -> None:
    assert formats.day(date(2026, 5, 3)) == "3 May 2026"
    assert formats.day(date(2026, 5, 3), "weekday") == "Sunday 3 May 2026"
    with translation.override("cy"):
        assert formats.day(date(2026, 5, 3)) == "3 Mai 2026"


def test_a_moment_stands_in_the_time_of_the_place() -> None:
    assert formats.moment(datetime(2026, 5, 3, 9, 12, tzinfo=UTC)) == "3 May 2026 at 10:12am"
    assert formats.day(datetime(2026, 5, 3, 23, 30, tzinfo=UTC)) == "4 May 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9), "9am"),
        (time(14, 30), "2:30pm"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(12, 5), "12:05pm"),
    ],
)
def test_a_time_of_day(at: time, words: str) -> None:
    assert formats.clock_time(at) == words


def test_a_time_of_day_in_welsh_and_in_a_language_without_halves() -> None:
    with translation.override("cy"):
        assert formats.clock_time(time(14, 30)) == "2:30yp"
    with translation.override("pl"):
        assert formats.clock_time(time(14, 5)) == "14:05"


@pytest.mark.parametrize(
    ("sum_", "words", "exact"),
    [
        (Money(1250), "£12.50", "£12.50"),
        (Money(120000), "£1,200", "£1,200.00"),
        (Money(-300), "−£3", "−£3.00"),
        (Money(0), "£0", "£0.00"),
        (Money(500, "JPY"), "JPY 500", "JPY 500"),
    ],
)
def test_a_sum(sum_: Money, words: str, exact: str) -> None:
    assert formats.money(sum_) == words
    assert formats.money(sum_, exact=True) == exact


def test_numbers_are_grouped_and_never_show_the_noise_of_floats() -> None:
    assert formats.number(11264) == "11,264"
    assert formats.number(0.1 + 0.2) == "0.3"
    assert formats.number(2.0) == "2"
    assert formats.number(Decimal("1.50"), 1) == "1.5"
    assert formats.percent(0.4249, 1) == "42.5%"


def test_nothing_is_written_for_nothing() -> None:
    assert [
        f(None)
        for f in (formats.day, formats.clock_time, formats.moment, formats.number, formats.percent, formats.money)
    ] == [""] * 6


def test_a_short_day_of_another_year_says_its_year():
    with clock.standing_at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert formats.day(date(2026, 11, 27), "short") == "27 Nov"
        assert formats.day(date(2027, 11, 27), "short") == "27 Nov 2027"
        assert formats.day(date(2025, 1, 2), "short") == "2 Jan 2025"
        with translation.override("cy"):
            assert formats.day(date(2027, 1, 2), "short").endswith(" 2027")
    assert formats.day(date(2027, 11, 27), "month short") == "Nov"
