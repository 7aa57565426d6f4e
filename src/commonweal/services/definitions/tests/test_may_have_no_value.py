"""A rule that has no value for answers that can be given is refused, with such answers; one that is guarded is not."""

import pytest

from commonweal.blocks.rules.proof.undefined import Finder
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

HEAD = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
"""
FORM = """form:
  - page: about
    title: {en: About}
    questions:
      - {key: paid, type: yes_no, label: {en: Paid}}
      - {key: n, type: integer, label: {en: N}}
      - {key: adults, type: integer, min: 1, max: 9, label: {en: Adults}}
      - {key: share, type: number, min: 0, max: 1, label: {en: Share}}
      - {key: income, type: money, label: {en: Income}}
      - {key: rent, type: money, min: 1, label: {en: Rent}}
      - {key: odd, type: integer, label: {en: Odd}, must: [{when: value != 0, else: {en: Not 0.}}]}
      - {key: day, type: text, label: {en: Day}}
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - key: items
        type: repeat
        label: {en: Items}
        min: 2
        max: 4
        each:
          - {key: what, type: text, label: {en: What}}
          - {key: count, type: integer, min: 0, label: {en: Count}}
  - page: none
    title: {en: None}
    when: n == 7
    exit: {text: {en: You cannot go on.}}
  - page: more
    title: {en: More}
    when: paid
    questions:
      - {key: hours, type: integer, label: {en: Hours}}
      - {key: extra, type: integer, label: {en: Days}, when: hours > 40}
"""
LATER = "parameters: {later: {values: {2999-01-01: 5}}}\n"
TABLE = """tables:
  t:
    hit: first
    inputs: {n: n}
    outputs: {size: integer}
    rows: [{when: {n: "< 5"}, then: {size: 1}}, {when: {n: "> 5"}, then: {size: 2}}]
"""
FACT = "facts: {part: 'rent / income'}\n"


def found(rule, more=""):
    """What the check says about this rule as a criterion, of the kind that these tests are about."""
    text = HEAD + FORM + more + f'eligibility:\n  - {{key: c, when: "{rule}", else: {{en: No.}}}}\n'
    return _without_value(text)


def _without_value(text):
    findings = check_source(text, known=Known(("en",))).findings
    assert {finding.code for finding in findings if finding.severity == "error"} <= {"may-have-no-value"}, findings
    return [finding for finding in findings if finding.code == "may-have-no-value"]


@pytest.mark.parametrize(
    ("rule", "more", "answers"),
    [
        ("100 / n > 1", "", "n is 0"),
        ("100 % n == 1", "", "n is 0"),
        ("n % (3 - 3) == 1", "", "n is"),
        ("1 / (n - 12) > 1", "", "n is 12"),
        ("100 / (n * n - 7 * n + 12) > 1", "", "n is 3"),
        ("100 / (n * n - 1522756) > 1", "", "n is 1234"),
        ("100 / (n * n + 5) > 1 || 1 / (n - 2 * adults) > 0", "", "n is 18, adults is 9"),
        ("100 % (n * 3 % 97 - 50) > 1", "", "n is 49"),
        ("1.0 / (share * share - 0.25) > 2.0", "", "share is 0.5"),
        ("rent / (income * 3 - money(4500)) > 0.5", "", "income is 1500.00"),
        ("facts.whole > 1", "facts: {part: 'n * n - 7 * n + 12', whole: 100 / facts.part}\n", "n is 3"),
        ("1.0 / share > 2.0", "", "share is 0.0"),
        ("rent / income > 0.5", "", "income is 0.00"),
        ("rent / (income - money(50)) > 0.5", "", "income is 50.00"),
        ("[1, 2, 3][n] > 1", "", "n is"),
        ("items[2].count > 1", "", "items is"),
        ("items.exists(i, 10 / i.count > 2)", "", "items is"),
        ("date(day) > today", "", "day is"),
        ("paid && 100 / n > 1", "", "paid is yes"),
        ("100 / hours > 1", "", "hours is 0"),
        ("100 / (extra - 30) > 1", "", "extra is 30"),
        ("n > parameters.later", LATER, "n is"),
        ("today < date('2020-01-01') || n > parameters.later", LATER, "n is"),
        ("tables.t.size > 1", TABLE, "n is 5"),
        ("n == 4 || tables.t.size > 1", TABLE, "n is 5"),
        ("facts.part > 0.3", FACT, "income is 0.00"),
        ("rent > money('1.505')", "", "rent is"),
        ("date('2026-02-30') < today", "", ""),
        ("today + days(n) > today", "", "n is"),
        ("today - months(n) < today", "", "n is"),
        ("100 / (person.age - 50) > 1", "", "person.age is 50"),
    ],
)
def test_answers_without_a_value_are_named(rule, more, answers):
    (finding,) = found(rule, more)
    assert finding.severity == "error"
    assert answers in finding.message
    assert finding.line == (HEAD + FORM + more).count("\n") + 2
    assert "Ask a condition first" in finding.remedy


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("n != 0 && 100 / n > 1", ""),
        ("100 / n > 1 && n != 0", ""),  # && does not mind the order
        ("n == 0 || 100 / n > 1", ""),
        ("(n == 0 ? 0 : 100 / n) > 1", ""),
        ("n == 3 || n == 4 || 100 / (n * n - 7 * n + 12) > 1", ""),
        ("100 / (n * n + 1) > 1", ""),
        ("100 / (adults * adults + 5 * adults) > 1", ""),
        ("100 / adults > 1", ""),  # the question takes 1 to 9
        ("100 / (adults + 1) > 1", ""),
        ("rent / (income + rent) > 0.1", ""),
        ("100 / odd > 1", ""),  # the question asks for another number than 0
        ("100 / (n - 7) > 1", ""),  # the journey ends on a page before
        ("items[1].count > 1", ""),  # there are two rows at least
        ("items.exists(i, i.count > 0 && 10 / i.count > 2)", ""),
        ("hours > 0 && 100 / hours > 1", ""),
        ("100 / (extra - hours) > 1 || hours == extra", ""),
        ("today < date('2999-01-01') || n > parameters.later", LATER),
        ("n == 5 || tables.t.size > 1", TABLE),
        ("tables.t.size > 1", TABLE + "    otherwise: {size: 3}\n"),
        ("tables.t.size.exists(s, s > 1)", TABLE.replace("first", "collect")),
        ("income > money(0) && facts.part > 0.3", FACT),
        ("rent > money('1.50')", ""),
        ("today + days(adults) > today", ""),
        ("kind == 'a' || kind == 'b' || 1 / 0 > 2", ""),
    ],
)
def test_a_rule_that_is_guarded_is_left_alone(rule, more):
    assert found(rule, more) == []


def form(*questions, when="n > 0"):
    """A form whose second page has this condition and these questions."""
    page = f'  - page: two\n    title: {{en: Two}}\n    when: "{when}"\n    questions:\n'
    return HEAD + FORM.partition("  - page: none")[0] + page + "".join(f"      - {each}\n" for each in questions)


@pytest.mark.parametrize(
    ("condition", "refused"),
    [("10 / n > 2", False), ("10 / (n - 3) > 2", True), ("10 / (n - 3) > 2 || n == 3", False)],
)
def test_the_condition_of_a_page_guards_those_of_its_questions(condition, refused):
    text = form(f'{{key: z, type: yes_no, label: {{en: Z}}, when: "{condition}"}}')
    assert len(_without_value(text)) == refused


@pytest.mark.parametrize("condition", ["person.age >= 65", "person.age >= 65 && n > 3", "n > 3 || person.age < 18"])
def test_a_condition_about_the_person_does_not_hide_a_rule(condition):
    asked = form("{key: z, type: integer, label: {en: Z}}", when=condition)
    criterion = 'eligibility:\n  - {key: c, when: "!given(z) || 10 / z > 1", else: {en: No.}}\n'
    (finding,) = _without_value(asked + criterion)
    assert "z is 0" in finding.message


def test_a_requirement_is_guarded_by_the_condition_of_its_question():
    must = "must: [{when: 10 / (n - 3) < value, else: {en: No.}}]"
    assert _without_value(form(f"{{key: z, type: integer, label: {{en: Z}}, when: n != 3, {must}}}")) == []
    assert len(_without_value(form(f"{{key: z, type: integer, label: {{en: Z}}, {must}}}"))) == 1


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("when: n != 3, must: [{when: 10 / (n - 3) < 5, else: {en: No.}}]", 0),  # it is not asked then
        ("must: [{when: 10 / (n - 3) < 5, else: {en: No.}}]", 1),
        ("min: 4, must: [{when: 10 / (value - 3) < 5, else: {en: No.}}]", 0),  # 3 is refused before
        ("max: 4, must: [{when: 10 / (value - 3) < 5, else: {en: No.}}]", 1),
    ],
)
def test_a_requirement_is_guarded_by_all_that_comes_before_it(question, refused):
    assert len(_without_value(form(f"{{key: z, type: integer, label: {{en: Z}}, {question}}}"))) == refused


def test_an_exit_guards_what_comes_after_it_alone():
    asked = FORM.replace("{key: odd, type: integer,", "{key: odd, type: integer, when: 100 / (n - 7) > 1,")
    (finding,) = _without_value(HEAD + asked)
    assert finding.path == ("form", 0, "questions", 6, "when")


@pytest.mark.parametrize(
    ("question", "rule", "refused"),
    [
        ("type: date", "100 / days_between(z, today) > 1", 1),
        ("type: date, latest: today - 1 day", "100 / days_between(z, today) > 1", 0),
        ("type: repeat, min: parameters.two, each: [{key: a, type: integer, label: {en: A}}]", "z[1].a > 1", 0),
        ("type: repeat, min: parameters.two, each: [{key: a, type: integer, label: {en: A}}]", "z[2].a > 1", 1),
    ],
)
def test_limits_that_depend_on_the_day_or_on_parameters_are_asked_of_the_form(question, rule, refused):
    two = "parameters: {two: {values: {2020-01-01: 2}}}\n"
    criterion = f'eligibility: [{{key: c, when: "{rule}", else: {{en: No.}}}}]\n'
    assert len(_without_value(form(f"{{key: z, label: {{en: Z}}, {question}}}") + two + criterion)) == refused


def test_conditions_in_rows_are_looked_at_with_the_limits_of_the_row():
    each = "each: [{key: a, type: integer, min: %d, label: {en: A}}, {key: b, type: yes_no, label: {en: B}, when: %s}]"
    for least, condition, refused in ((1, "10 / a > 2", 0), (0, "10 / a > 2", 1), (0, "a != 0 && 10 / a > 2", 0)):
        text = form(f"{{key: z, type: repeat, label: {{en: Z}}, {each % (least, condition)}}}")
        assert len(_without_value(text)) == refused, condition


@pytest.mark.parametrize(
    "beside",
    [
        "{key: who, type: text, label: {en: Who}}",
        "{key: mail, type: email, personal: no, label: {en: Mail}}",
        "{key: photo, type: file, personal: no, label: {en: Photo}}",
        "{key: what, type: choice, label: {en: What}, options: [{value: x, label: {en: X}}]}",
    ],
)
def test_rules_about_rows_are_looked_at_beside_other_questions_of_the_row(beside):
    each = f"{beside}, {{key: a, type: integer, label: {{en: A}}}}"
    asked = f"{each}, {{key: b, type: yes_no, label: {{en: B}}, when: 10 / a > 2}}"
    (finding,) = _without_value(form(f"{{key: z, type: repeat, min: 2, label: {{en: Z}}, each: [{asked}]}}"))
    assert "a is 0" in finding.message
    group = f"{{key: z, type: repeat, label: {{en: Z}}, each: [{each}]}}"
    more = 'eligibility: [{key: c, when: "z.exists(i, 10 / i.a > 2)", else: {en: No.}}]\n'
    assert len(_without_value(form(group, when="n != 3") + more)) == 1


def test_a_fact_that_only_staff_see_is_looked_at_by_itself():
    (finding,) = _without_value(HEAD + FORM + FACT)
    assert finding.path == ("facts", "part")


def test_a_condition_between_two_whole_numbers_can_be_true():
    text = form("{key: z, type: yes_no, label: {en: Z}}", when="share > 0.0 && share < 1.0")
    assert [f for f in check_source(text, known=Known(("en",))).findings if f.code == "never-true"] == []


@pytest.mark.parametrize("condition", ["adults > 9", "adults < 1", "share > 1.0", "rent < money(1)"])
def test_a_condition_outside_the_limits_of_a_question_is_never_true(condition):
    findings = check_source(form("{key: z, type: yes_no, label: {en: Z}}", when=condition)).findings
    assert [(f.code, f.severity) for f in findings if f.path[-1:] == ("when",)] == [("never-true", "error")]


def test_an_example_names_the_rule_without_a_value_that_the_search_does_not_find(monkeypatch):
    monkeypatch.setattr(Finder, "without_value", lambda *_: iter(()))
    rule = 'eligibility: [{key: c, when: "100 / n > 1", else: {en: No.}}]\n'
    example = "examples: [{name: e, given: {n: 0}, expect: {eligible: more information needed}}]\n"
    (finding,) = check_source(HEAD + FORM + rule + example, known=Known(("en",))).errors
    assert finding.code == "example-failed"
    assert "it divides by zero" in finding.message
