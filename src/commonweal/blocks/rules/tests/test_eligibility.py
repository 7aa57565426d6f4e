"""Assessments: three outcomes, each criterion explained, kept as JSON and recomputed identically."""

import json
from datetime import date

from commonweal.blocks.rules.api import Assessment, Outcome

TEXT = """
parameters:
  limit: {unit: GBP, values: {2025-04-01: 100, 2026-04-01: 120.50}, reference: Fees 2026}
facts: {low: "income < parameters.limit"}
eligibility:
  - {key: in_area, when: "address.area.startsWith('eastmere')", else: {en: Only Eastmere.}, reference: s.45(1)}
  - {key: low_income, when: "facts.low", else: {en: Too much income.}, label: {en: Low income}, reference: s.46}
"""
HERE = {"address": {"area": "eastmere/north"}}
DAY = date(2026, 5, 6)


def test_all_criteria_hold(build):
    assessment = build(TEXT).assess({**HERE, "income": 12000}, on=DAY)
    assert assessment.outcome is Outcome.ELIGIBLE
    assert assessment.eligible is True
    assert all(criterion.decisive for criterion in assessment.criteria)


def test_one_criterion_fails(build):
    assessment = build(TEXT).assess({**HERE, "income": 13000}, on=DAY)
    assert assessment.eligible is False
    assert assessment.because == ("low_income",)
    assert [criterion.decisive for criterion in assessment.criteria] == [False, True]


def test_a_failing_criterion_decides_although_answers_are_missing(build):
    assessment = build(TEXT).assess({"income": 13000}, on=DAY)
    assert assessment.outcome is Outcome.NOT_ELIGIBLE
    assert assessment.missing == ("address.area",)


def test_missing_answers_mean_more_information(build):
    assessment = build(TEXT).assess(HERE, on=DAY)
    assert assessment.outcome is Outcome.MORE_INFORMATION
    assert assessment.eligible is None
    assert assessment.missing == ("income",)
    assert [criterion.holds for criterion in assessment.criteria] == [True, None]


def test_the_explanation_names_values_parameters_and_their_source(build):
    criterion = build(TEXT).assess({**HERE, "income": 12000}, on=DAY).criteria[1]
    assert criterion.used == {"facts.low": True, "income": 12000}
    (parameter,) = criterion.parameters
    assert (parameter.name, parameter.value, parameter.since) == ("parameters.limit", 12050, date(2026, 4, 1))
    assert (parameter.unit, parameter.reference, criterion.reference) == ("GBP", "Fees 2026", "s.46")


def test_a_later_value_of_a_parameter_does_not_change_an_old_decision(build):
    answers = {**HERE, "income": 11000}
    before = build(TEXT).assess(answers, on=date(2026, 3, 31)).as_json()
    assert before["outcome"] == "not eligible"
    changed = TEXT.replace("2026-04-01: 120.50", "2026-04-01: 120.50, 2027-04-01: 500")
    assert build(changed).assess(answers, on=date(2026, 3, 31)).as_json() == before


def test_an_assessment_survives_as_json(build):
    for answers in ({}, HERE, {**HERE, "income": 12000}):
        assessment = build(TEXT).assess(answers, on=DAY)
        kept = json.loads(json.dumps(assessment.as_json()))
        assert Assessment.from_json(kept).as_json() == assessment.as_json()
        assert build(TEXT).assess(answers, on=DAY).as_json() == kept


def test_days_in_the_explanation_are_iso_text(build):
    rules = build("eligibility: [{key: a, when: 'born < today', else: {en: x}}]")
    assert rules.assess({"born": "2000-02-03"}, on=DAY).as_json()["criteria"][0]["used"] == {
        "born": "2000-02-03",
        "today": "2026-05-06",
    }


def test_without_criteria_everybody_is_eligible(build):
    assert build().assess({}, on=DAY).eligible is True


def test_a_criterion_about_what_does_not_apply_does_not_hold(build):
    rules = build("eligibility: [{key: a, when: 'income > 0', else: {en: x}}]")
    assert rules.assess({}, on=DAY, absent={"income"}).because == ("a",)
