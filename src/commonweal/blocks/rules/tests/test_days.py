"""Days, spans and working days in expressions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonweal.blocks.rules.cel.checking.names import Names
from commonweal.blocks.rules.cel.compiled import compile_typed
from commonweal.blocks.rules.problems import RuleRefused
from commonweal.kernel.definition import NoValue
from commonweal.kernel.values import DATE, TIMESTAMP

FRIDAY = date(2026, 5, 1)  # the Monday after it is a bank holiday


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("today", FRIDAY),
        ("today + days(3)", date(2026, 5, 4)),
        ("today - days(1)", date(2026, 4, 30)),
        ("days(3) + today", date(2026, 5, 4)),
        ("today + working_days(1)", date(2026, 5, 5)),
        ("today - working_days(1)", date(2026, 4, 30)),
        ("date('2026-01-31') + months(1)", date(2026, 2, 28)),
        ("date('2024-02-29') + years(1)", date(2025, 2, 28)),
        ("today - years(18)", date(2008, 5, 1)),
        ("working_days(1)", timedelta(days=4)),
        ("today - date('2026-04-01')", timedelta(days=30)),
        ("years_between(date('2008-05-02'), today)", 17),
        ("years_between(date('2008-05-01'), today)", 18),
        ("months_between(date('2026-03-02'), today)", 1),
        ("days_between(date('2026-04-01'), today)", 30),
        ("working_days_between(today, date('2026-05-08'))", 4),
        ("year(today) * 100 + month(today)", 202605),
        ("weekday(today)", 5),
        ("today.getFullYear()", 2026),
        ("max(today, date('2026-06-01'))", date(2026, 6, 1)),
        ("string(year(today)) + '!'", "2026!"),
    ],
)
def test_calculating_with_days(ask, source, value):
    assert ask(source, on=FRIDAY) == value


def test_an_answered_day_compares_with_a_written_one(ask):
    assert ask("born < date('2008-05-02') && years_between(born, today) >= 18", {"born": "2008-05-01"}) is True


def test_a_day_may_be_answered_as_text_or_as_a_date(ask):
    assert ask("born", {"born": "2008-05-01"}) == ask("born", {"born": date(2008, 5, 1)}) == date(2008, 5, 1)


def test_days_in_a_list_are_days(ask):
    items = [{"bought": "2025-12-31"}, {"bought": "2020-01-01"}]
    assert ask("items.filter(i, i.bought + years(2) > today).size()", {"items": items}) == 1
    assert ask("items.map(i, i.bought)", {"items": items}) == [date(2025, 12, 31), date(2020, 1, 1)]


DEADLINE = """
parameters:
  deadline: {values: {2025-09-01: 2026-01-15, 2026-09-01: "2027-01-15"}}
  closed: {values: {2025-09-01: [2026-05-04, 2026-05-25]}}
  word: {values: {2025-09-01: 2026-01-15, 2026-09-01: later}}
"""


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("today > parameters.deadline", True),
        ("born < parameters.deadline", True),
        ("parameters.deadline + days(3)", date(2026, 1, 18)),
        ("parameters.deadline + months(1)", date(2026, 2, 15)),
        ("days_between(parameters.deadline, today)", 106),
        ("parameters.deadline", date(2026, 1, 15)),
        ("today > date(parameters.deadline)", True),
        ("date(parameters.deadline) + years(1)", date(2027, 1, 15)),
        ("date('2026-05-25') in parameters.closed", True),
        ("parameters.closed.exists(day, day == date('2026-05-04'))", True),
    ],
)
def test_a_parameter_that_is_a_day_is_a_date(ask, source, value):
    assert ask(source, {"born": "2020-01-01"}, text=DEADLINE, on=FRIDAY) == value


def test_days_of_parameters_survive_the_canonical_form(build):
    from commonweal.blocks.rules.language import Parameter

    kept = Parameter.model_validate({"values": {"2025-09-01": "2026-01-15"}})
    rules = build(parameters={"deadline": kept})
    assert rules.evaluate({}, on=FRIDAY)("today > parameters.deadline") is True
    assert rules.evaluate({}, on=FRIDAY)("date(parameters.deadline)") == date(2026, 1, 15)


def test_a_parameter_that_is_a_day_only_sometimes_stays_as_it_is_written(ask):
    assert ask("parameters.word == 'later'", text=DEADLINE, on=date(2026, 9, 1)) is True


def test_a_moment_keeps_its_time(ask):
    moment = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
    assert ask("moved + duration('30m')", {"moved": moment}) == datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
    assert ask("date(moved)", {"moved": moment}) == FRIDAY


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("born + 3", "a date"),
        ("born > '2026-01-01'", "date('2026-04-01')"),
        ("born > moved", "date(...)"),
        ("moved + working_days(2)", "date(...)"),
        ("born + (born > today ? working_days(1) : working_days(2))", "working_days(number)"),
    ],
)
def test_what_makes_no_sense_with_days_is_refused(source, words):
    compiled, complaints = compile_typed(source, Names({"born": DATE, "moved": TIMESTAMP, "today": DATE}))
    assert compiled is None
    assert words in complaints[0].message + complaints[0].remedy


def test_text_that_is_not_a_day_is_refused_as_an_answer(ask):
    with pytest.raises(RuleRefused) as refusal:
        ask("born > today", {"born": "soon"})
    assert refusal.value.fields == {"born": "This is not a date."}


@pytest.mark.parametrize("source", ["today + working_days(100000)", "date('9999-12-31') + days(2)", "date('no')"])
def test_days_out_of_all_bounds_are_an_error(ask, source):
    assert isinstance(ask(source), NoValue)
