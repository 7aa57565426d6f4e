"""Facts, parameters and the proof over a whole definition."""

from datetime import date
from itertools import combinations

import pytest

from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.problems import RuleRefused
from commonweal.blocks.rules.proof.domain import MOST
from commonweal.blocks.rules.proof.search import FIRST_MIXTURES, TRIES
from commonweal.blocks.rules.tests.conftest import CHOICES, NAMES
from commonweal.kernel.definition import Expression, Unknown
from commonweal.kernel.values import INTEGER, MONEY, AnswerRange

FACTS = """
parameters:
  limit: {unit: GBP, values: {2025-04-01: 100, 2026-04-01: 120.50}, reference: Act 1, review_by: 2027-03-01}
  ages: {values: {2025-04-01: [16, 18]}}
facts:
  low: "income < parameters.limit"
  old: {value: "person.age in parameters.ages", reference: Act 2}
  either: "facts.low || facts.old"
"""


def codes(found):
    return [(finding.code, finding.severity) for finding in found]


def test_facts_build_on_facts(ask):
    assert ask("facts.either", {"income": 12049}, text=FACTS) is True
    assert ask("facts.either", {"income": 12050, "person": {"age": 17}}, text=FACTS) is False


def test_a_missing_answer_shows_through_facts(ask):
    assert ask("facts.either", text=FACTS) == Unknown({"income", "person.age"})
    assert ask("facts.either", {"income": 20000}, text=FACTS) == Unknown({"person.age"})


def test_the_value_of_a_parameter_is_that_of_the_day(ask):
    assert ask("parameters.limit", text=FACTS, on=date(2026, 3, 31)) == 10000
    assert ask("parameters.limit", text=FACTS, on=date(2026, 4, 1)) == 12050


def test_a_parameter_has_no_value_before_its_first_day(ask):
    assert "2025-04-01" in ask("parameters.limit", text=FACTS, on=date(2024, 1, 1)).because


@pytest.mark.parametrize(
    "text",
    [
        "parameters: {p: {unit: GBP, values: {2025-04-01: 1.005}}}",
        "parameters: {p: {unit: GBP, values: {2025-04-01: free}}}",
        "parameters: {p: {values: {}}}",
        "parameters: {today: {values: {2025-04-01: 1}}}",
        "parameters: {Big: {values: {2025-04-01: 1}}}",
        "facts: {in: '1'}",
        "facts: {a: ''}",
        "eligibility: [{key: a, when: 'true'}]",
        "tables: {t: {inputs: {}, outputs: {x: text}, rows: [{then: {x: '1'}}]}}",
    ],
)
def test_sections_that_make_no_sense_are_refused(build, text):
    with pytest.raises(ValueError, match="validation error"):
        build(text)


def test_a_cycle_is_named(findings):
    found = findings("facts: {a: 'facts.b + 1', b: 'facts.c', c: 'facts.a'}", [Expression((), "facts.a", INTEGER)])
    assert codes(found) == [("cycle", "error")]
    assert "facts.a → facts.b → facts.c → facts.a" in found[0].message
    assert found[0].path == ("facts", "a")


def test_a_fact_that_reads_itself_is_a_cycle(findings, ask):
    text = "facts: {a: 'facts.a + 1'}"
    assert ("cycle", "error") in codes(findings(text))
    with pytest.raises(RuleRefused, match="cycle"):
        ask("facts.a", text=text)


def test_facts_know_their_kind(findings):
    text = "facts: {a: 'income * 2', b: 'facts.a / 3'}"
    assert findings(text, [Expression((), "facts.b", MONEY)]) == []
    found = findings(text, [Expression((), "facts.b > 3")])
    assert codes(found) == [("wrong-type", "error")]


def test_what_nothing_uses_is_a_warning(findings):
    found = findings(FACTS)
    assert [(finding.severity, finding.path) for finding in found] == [("warning", ("facts", "either"))]


def test_a_parameter_past_its_review_is_a_warning(findings):
    read = [Expression((), "facts.either")]
    assert findings(FACTS, read, today=date(2027, 3, 1)) == []
    found = findings(FACTS, read, today=date(2027, 3, 2))
    assert codes(found) == [("stale-parameter", "warning")]
    assert found[0].path == ("parameters", "limit", "review_by")


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        ("person.age > 65 && person.age < 60", "error"),
        ("adults >= 3 && adults < 3", "error"),
        ("tenure == 'rent' && tenure == 'own'", "error"),
        ("agreed && !agreed", "error"),
        ("income < parameters.limit && income > parameters.limit", "error"),
        ("born > date('2020-01-01') && born < date('2019-01-01')", "error"),
        ("1 == 2", "error"),
        ("facts.low && income > parameters.limit * 2", "warning"),
        ("size(items) > 3 && size(items) < 2", "warning"),
    ],
)
def test_a_condition_that_is_never_true_is_found(findings, source, severity):
    found = [f for f in findings(FACTS, [Expression(("when",), source)]) if f.path == ("when",)]
    assert codes(found) == [("never-true", severity)]


@pytest.mark.parametrize("amount", ["null", "''", "'1e999'", "'abc'", "true"])
def test_an_amount_that_is_none_is_a_mistake_and_no_crash(findings, amount):
    found = findings(FACTS, [Expression(("when",), f"income > money({amount})")])
    assert [finding for finding in found if finding.path == ("when",) and finding.severity == "error"]


@pytest.mark.parametrize(
    "source",
    [
        "person.age >= 65",
        "person.age > 17 && person.age < 19",
        "address.area.startsWith('eastmere')",
        "items.exists(i, i.kind == 'fridge' && i.price > money(100))",
        "size(items) > 8",
        "size(items) == 4 && agreed",
        "years_between(born, today) >= 18",
        "tenure != 'rent' || help",
        "address.postcode.matches('^EA[0-9]+$')",
        "income / 2 > parameters.limit",
        "income > money(0) && rent / income > 0.5",
        "moved > timestamp('2026-01-01T00:00:00Z')",
        "income + rent < parameters.limit && income > rent",
        "today > date('2026-01-01') || agreed",
        "needs.exists(n, n in ['wheelchair', 'sign language'])",
        "attributes.council_tax_reduction == true",
        "given(born)",
    ],
)
def test_a_condition_that_can_hold_and_fail_is_left_alone(findings, source):
    found = findings(FACTS, [Expression(("when",), source), Expression((), "facts.either")], today=date(2026, 5, 6))
    allowed = {"always-true"} if source.startswith("given") else set()
    assert [f for f in found if f.path == ("when",) and f.code not in allowed] == []


MANY = [f"option{number}" for number in range(40)]


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        *((CHOICES["needs"], chosen) for size in (1, 2, 3) for chosen in combinations(CHOICES["needs"], size)),
        (MANY, MANY[-1:]),
        (MANY, MANY[-2:]),
    ],
    ids=lambda each: "" if len(each) > 3 else "+".join(each),
)
def test_any_options_of_several_can_be_chosen_together(build, options, chosen):
    """However many there are, no condition on some of them is refused as one that is never true."""
    left = [option for option in CHOICES["needs"] if option in options and option not in chosen]
    exactly = " && ".join([*(f"'{one}' in needs" for one in chosen), *(f"!('{one}' in needs)" for one in left)])
    rules = build(choices={"needs": options}, names={"needs": NAMES["needs"]})
    for source in (exactly, f"needs.exists(need, need == '{chosen[-1]}')", f"needs == {list(chosen)}"):
        assert rules.check([Expression(("when",), source)]) == [], source


@pytest.mark.parametrize(
    ("choices", "source"),
    [
        ({"tenure": MANY}, " && ".join(f"tenure != '{option}'" for option in MANY[:30])),
        ({}, "tenure in ['a', 'b', 'c', 'd', 'e', 'f', 'g'] && attributes.kind == 'h'"),
        (
            CHOICES,
            "adults == 41 && income == money(77) && rent == money(88) && tenure == 'own' && agreed "
            "&& born == date('1970-03-04') && person.age == 56",
        ),
        (
            {"needs": MANY[:8]},
            " && ".join(f"{'!' * (number % 2)}('{option}' in needs)" for number, option in enumerate(MANY[:8])),
        ),
        ({}, "address == {'area': 'x', 'postcode': 'y'}"),
        ({}, "attributes == {'council_tax_reduction': true, 'plot': true}"),
        ({}, "items == [{'kind': 'other', 'description': 'x', 'price': money(7), 'bought': date('2026-01-01')}]"),
    ],
    ids=["many options", "any kind", "many answers", "four of eight", "a record", "an open record", "a row"],
)
def test_a_condition_for_which_not_all_answers_were_tried_is_no_mistake(build, choices, source):
    (finding,) = build(choices=choices).check([Expression(("when",), source)])
    assert (finding.code, finding.severity) == ("never-true", "warning")


def test_each_of_many_options_can_be_chosen(build):
    rules = build(choices={"tenure": MANY}, names={"tenure": NAMES["tenure"]})
    assert [option for option in MANY if rules.check([Expression(("when",), f"tenure == '{option}'")])] == []


def test_a_criterion_that_always_holds_is_a_warning(findings):
    found = findings("eligibility: [{key: grown, when: 'person.age >= 0 || person.age < 0', else: {en: No}}]")
    assert codes(found) == [("always-true", "warning")]
    assert "'grown' always holds" in found[0].message


def test_a_criterion_that_never_holds_is_an_error(findings):
    found = findings("eligibility: [{key: grown, when: 'person.age > 5 && person.age < 5', else: {en: No}}]")
    assert codes(found) == [("never-true", "error")]
    assert found[0].path == ("eligibility", 0, "when")


def test_conditions_inside_a_repeat_group_are_searched_too(findings):
    scope = {"kind": INTEGER}
    found = findings("", [Expression(("a",), "kind > 3 && kind < 3", scope=scope)])
    assert codes(found) == [("never-true", "error")]


def test_examples_that_never_fail_a_criterion_leave_it_untested(build):
    rules = build("eligibility: [{key: grown, when: 'person.age >= 18', else: {en: No}}]")
    condition = Expression(("form", "when"), "agreed")
    on = date(2026, 5, 6)
    runs = [rules.evaluate({"person.age": 18, "agreed": True}, on=on)]
    messages = [finding.message for finding in rules.untested([condition], runs)]
    assert messages == [
        "The criterion 'grown' is never false in the examples.",
        "The condition 'agreed' is never false in the examples.",
    ]
    runs.append(rules.evaluate({"person.age": 17, "agreed": False}, on=on))
    assert rules.untested([condition], runs) == []


def test_an_invalid_expression_is_refused_when_it_is_evaluated_all_the_same(ask):
    with pytest.raises(RuleRefused, match="adress"):
        ask("adress.area == 'x'")


def test_an_answer_of_the_wrong_kind_is_refused_by_name(ask):
    for answers in ({"adults": "two"}, {"adults": True}, {"adults": 1.5}, {"adults": 2**70}, {"adults": float("nan")}):
        with pytest.raises(RuleRefused) as refusal:
            ask("adults > 1", answers)
        assert list(refusal.value.fields) == ["adults"]


def test_rules_say_what_they_read_including_facts_that_nothing_reads(build):
    text = "facts: {old: person.age > 65}\neligibility: [{key: yes, when: agreed, else: {en: No}}]"
    rules = build(text, expressions=[Expression((), "help"), Expression((), "size > adults", scope={"size": INTEGER})])
    assert rules.reads == {"facts.old", "person.age", "agreed", "help", "size", "adults"}


@pytest.mark.parametrize(
    ("limits", "source", "codes"),
    [
        ({"adults": AnswerRange(50, 90)}, "adults * 2 > 100 && adults * 2 < 180", set()),
        ({"adults": AnswerRange(5, 3)}, "100 / adults > 1 && rent > income", set()),  # nothing can be tried
        ({"rent": AnswerRange(5, 3)}, "100 / adults > 1 && rent > income", set()),
        ({"items": AnswerRange(2, 4)}, "size(items) > 3", set()),
        ({"items": AnswerRange(2, 4)}, "size(items) > 4", {"never-true"}),
        ({"items": AnswerRange(2, 4)}, "items.all(i, i.kind == 'other' && i.price > money(0))", set()),
        ({"items": AnswerRange(1, 100)}, "size(items) > 80", set()),
        ({"items": AnswerRange(70, 100)}, "items[69].kind == 'sofa'", set()),
        ({"items": AnswerRange(70, 100)}, "agreed && items[70].kind == 'sofa'", {"may-have-no-value"}),
        (
            {"items": AnswerRange(2, 4)},
            "agreed && items.exists(i, 100 / (i.kind == 'sofa' ? 0 : 1) > 1)",
            {"may-have-no-value"},
        ),
    ],
)
def test_answers_are_tried_up_to_their_limits_and_not_beyond(build, limits, source, codes):
    found = build().check([Expression(("when",), source)], today=date(2026, 5, 6), limits=limits)
    assert {finding.code for finding in found} == codes


def test_a_condition_that_will_be_true_once_a_parameter_changes_is_left_alone(findings):
    text = "parameters: {begun: {values: {2020-01-01: false, 2999-01-01: true}}}"
    assert findings(text, [Expression(("when",), "parameters.begun && agreed")], today=date(2026, 5, 6)) == []


@pytest.mark.parametrize("days", [0, 3, 20])
def test_a_condition_is_tried_so_many_times_however_many_days_its_rule_mentions(build, monkeypatch, days):
    also = "".join(f" && today != date('{year}-07-01')" for year in range(2030, 2030 + days))
    rules, tries = build(), []
    begin = Evaluation.__init__
    monkeypatch.setattr(Evaluation, "__init__", lambda *given: tries.append(given) or begin(*given))
    condition = Expression(("when",), f"adults > 5 && adults < 5 && person.age > 7{also}")
    (finding,) = rules.check([condition], today=date(2026, 5, 6))
    assert finding.code == "never-true"
    assert 100 < len(tries) <= TRIES + FIRST_MIXTURES + MOST
