"""A divisor that can be zero is found, also where it only touches zero, or where several answers have to meet."""

import pytest

from commonweal.blocks.rules.proof import undefined
from commonweal.blocks.rules.proof.roots import MOST_VALUES, Allowance
from commonweal.services.definitions.proof.checking import check_source

ASKED = {
    "a": "type: integer, min: 0",
    "b": "type: integer, min: 0",
    "c": "type: integer, min: 0, max: 5000",
    "low": "type: integer, min: 1, max: 30",
    "high": "type: integer, min: 40, max: 90",
    "any": "type: integer",
    "level": "type: integer, min: -500, max: 500",
    "share": "type: number, min: 0, max: 100, decimals: 2",
    "rate": "type: number, min: 0, decimals: 3",
    "price": "type: money",
    "rent": "type: money, min: 1",
    "odd": "type: integer, min: 0, must: [{when: value % 2 == 1, else: {en: An odd number.}}]",
    "day": "type: date",
    "items": "type: repeat, min: 2, max: 30, each: [{key: n, type: integer, min: 0, label: {en: N}}, "
    "{key: what, type: text, label: {en: W}}]",
}
HEAD = """service: s
schema: 1
offered_by: o
title: {en: S}
form:
  - page: about
    title: {en: About}
    questions:
""" + "".join(f"      - {{key: {key}, label: {{en: Q}}, {settings}}}\n" for key, settings in ASKED.items())


def found(rule, more=""):
    """The answers that are named for a rule without a value; none where it is left alone."""
    text = f'{HEAD}{more}eligibility: [{{key: rule, when: "{rule}", else: {{en: No.}}}}]\n'
    findings = check_source(text).findings
    assert {finding.code for finding in findings if finding.severity == "error"} <= {"may-have-no-value"}, findings
    named = [finding.message for finding in findings if finding.code == "may-have-no-value"]
    return [message.partition(" when ")[2].partition(". ")[0] for message in named]


ZERO = {
    # It touches zero, and nowhere changes its sign.
    "100 / ((a - 7) * (a - 7)) > 1": "a is 7",
    "100 / (a * a - 14 * a + 49) > 1": "a is 7",
    "100 / (a * a - 154 * a + 5929) > 1": "a is 77",
    "100 / (2 * 6543 * a - a * a - 6543 * 6543) > 1": "a is 6543",
    "100 / (c * c - 2468 * c + 1522756) > 1": "c is 1234",
    "100 / (any * any + 2 * 86 * any + 7396) > 1": "any is -86",
    "100 / (level * level * (level + 50) + 2500 * level + 125000) > 1": "level is -50",
    "100 / (c < 1234 ? 1234 - c : c - 1234) > 1": "c is 1234",
    "facts.part > 1": "a is 77",
    # It changes its sign twice between two answers that are tried.
    "100 / (a * a - 1311 * a + 95018) > 1": "a is 77",
    # Several answers have to meet.
    "100 / (a - b) > 1": "a is 0, b is 0",
    "100 / (a - b - 1) > 1": "a is",
    "100 / ((low - high + 33) * (low - high + 33)) > 1": "low is",
    "100 / (a + b - 10) > 1": "a is",
    "100 / (a * b - 12) > 1": "a is",
    "100 / (a * a + b * b - 25) > 1": "a is",
    "100 / (low * high - 391 * 4) > 1": "low is 23, high is 68",
    "100 / (low * low + high * high - 2500) > 1": "low is 30, high is 40",
    "100 / (low * high * c - 17 * 43 * 4999) > 1": "low is 17, high is 43, c is 4999",
    "100 / (a * 7 - b * 3 - 5) > 1": "a is",
    # Days, numbers of rows, and numbers in rows.
    "100 / (days_between(day, today) - 400) > 1": "day is",
    "100 / (size(items) * size(items) - 34 * size(items) + 289) > 1": "items is",
    "100 / (sum(items.map(i, i.n * i.n - 154 * i.n)) + 5929) > 1": "items is",
    "items.exists(i, 10 / (i.n * i.n - 154 * i.n + 5929) > 2)": "items is",
    "items.exists(i, 10 / (i.n * a - 19 * 83) > 2)": "items is",
    "sum(items.map(i, 10 / (i.n * i.n - 154 * i.n + 5929))) > 2": "items is",
    "100 / (size(items) * a - 19 * 83) > 1": "items is",
    # Answers with a fraction, and amounts.
    "1.0 / (share - 0.35) > 1.0": "share is 0.35",
    "1.0 / (share * share * 4.0 - 18.0 * share + 20.25) > 1.0": "share is 2.25",
    "1.0 / (rate * 8.0 - 75.0) > 1.0": "rate is 9.375",
    "rent / (price * 3 - money('10.02')) > 0.5": "price is 3.34",
    "rent / (price - rent) > 0.5": "rent is",
}


@pytest.mark.parametrize("rule", ZERO)
def test_answers_with_which_a_divisor_is_zero_are_named(rule):
    more = "facts: {part: 100 / (a * a - 154 * a + 5929)}\n" if "facts" in rule else ""
    (answers,) = found(rule, more)
    assert ZERO[rule] in answers


NEVER_ZERO = [
    "rent / (price * 3 - money('10.00')) > 0.5",  # 3.33 1/3 is no amount
    "1.0 / (share * 3.0 - 10.0) > 1.0",  # nor an answer with two decimals
    "100 / (a * a - 14 * a + 50) > 1",
    "100 / ((low - high) * (low - high)) > 1",
    "100 / (low + high - 40) > 1",
    "100 / (2 * a - 2 * b + 1) > 1",
    "100 / (low * low + high * high - 1601 * 1601) > 1",
    "100 / (odd * odd - 28 * odd + 196) > 1",  # 14 is not odd
    "a == b || 100 / (a - b) > 1",
    "(b != a ? 100 / (a - b) : 0) > 1",
    "a + b == 10 || 100 / (a + b - 10) > 1",
    "a * a == 154 * a - 5929 || 100 / (a * a - 154 * a + 5929) > 1",
    "100 / (size(items) * size(items) - 62 * size(items) + 961) > 1",  # 31 rows are too many
    "100 / (size(items) * size(items) - 2 * size(items) + 1) > 1",  # one row is too few
    "items.exists(i, i.n != 77 && 10 / (i.n * i.n - 154 * i.n + 5929) > 2)",
    "items.exists(i, 10 / (i.n * i.n + 154 * i.n + 5929) > 2)",
    "share == 2.25 || 1.0 / (share * share * 4.0 - 18.0 * share + 20.25) > 1.0",
]


@pytest.mark.parametrize("rule", NEVER_ZERO)
def test_a_divisor_that_no_answers_make_zero_is_left_alone(rule):
    assert found(rule) == []


def test_the_work_for_many_divisors_is_bounded(monkeypatch):
    """When what is allowed for a definition is used up, only one answer at a time is varied."""
    rules = [f'{{key: r{odd}, when: "100 / (2 * a - 2 * b + {odd}) > 1", else: {{en: No.}}}}' for odd in (1, 3, 5, 7)]

    def steps(allowed, many):
        monkeypatch.setattr(undefined, "Allowance", lambda: Allowance(allowed))
        return check_source(f"{HEAD}eligibility: [{', '.join(rules[:many])}]\n").steps

    in_full = steps(10**6, 4) - steps(10**6, 1)
    assert steps(MOST_VALUES, 4) - steps(MOST_VALUES, 1) < in_full / 2
    assert steps(10**6, 1) < 100_000


def test_a_question_that_takes_no_number_does_not_stop_the_search():
    text = HEAD.replace("max: 5000", "max: -1") + 'facts: {f: "100 / (c * c - 7)"}\n'
    assert "form-limits" in {finding.code for finding in check_source(text).findings}


@pytest.mark.parametrize(("least", "named"), [(0, True), (78, False)])
def test_divisors_in_requirements_of_rows_are_looked_at(least, named):
    must = 'must: [{when: "100 / (value * value - 154 * value + 5929) > 1", else: {en: No.}}]'
    each = f"each: [{{key: n, type: integer, min: {least}, label: {{en: N}}, {must}}}]"
    form = f"{HEAD}      - {{key: rows, label: {{en: R}}, type: repeat, {each}}}\n"
    found = [finding.code for finding in check_source(form).errors]
    assert found == ["may-have-no-value"] * named


def test_a_condition_of_a_page_guards_a_divisor():
    page = '  - {page: more, title: {en: More}, when: %s, questions: [{key: x, type: yes_no, label: {en: X}, when: "%s"}]}\n'
    for condition, rule, named in (
        ("a != b", "100 / (a - b) > 1", 0),
        ("a > 7", "100 / ((a - 7) * (a - 7)) > 1", 0),
        ("a > 6", "100 / ((a - 7) * (a - 7)) > 1", 1),
    ):
        findings = check_source(HEAD + page % (condition, rule)).findings
        assert sum(finding.code == "may-have-no-value" for finding in findings) == named, condition
