"""A warning where a rule rests on what nothing fills: what other organisations tell, and what guests are."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
guests: %(guests)s
form:
  - page: first
    title: {en: First}
    questions:
      - {key: people, type: integer, label: {en: People}}
  - page: last
    title: {en: Last}
    when: "%(page)s"
    questions: [{key: last, type: text, label: {en: Last}}]
facts:
  adult: person.age >= 18
  told: "%(fact)s"
eligibility: [{key: c, when: "%(criterion)s", else: {en: No.}}]
"""
PAGE, CRITERION, FACT = ("form", 1, "when"), ("eligibility", 0, "when"), ("facts", "told")


def found(page="people > 1", criterion="people > 2", fact="people > 3", guests="true"):
    text = SERVICE % {"page": page, "criterion": criterion, "fact": fact, "guests": guests}
    checked = check_source(text, known=Known(("en",)))
    assert checked.errors == []
    return [finding.path for finding in checked.findings if finding.code == "never-known"]


@pytest.mark.parametrize(
    "rule", ["attributes.plot == true", "attributes.plot != true", "people > 1 && attributes.plot"]
)
def test_what_other_organisations_would_tell_is_reported_where_it_is_needed(rule):
    assert found(page=rule) == [PAGE]
    assert found(criterion=rule, guests="false") == [CRITERION]
    assert found(fact=rule) == [FACT]
    assert found(page="people > 1 || facts.told", fact=rule) == [FACT]


@pytest.mark.parametrize(
    "rule", ["attributes.plot == true || people > 1", "people > 1 ? true : attributes.plot == true"]
)
def test_what_can_be_true_without_it_is_left_alone(rule):
    assert found(page=rule, criterion=rule, fact=rule) == []


@pytest.mark.parametrize("rule", ["person.age > 18", "facts.adult", "people > 1 && person.email != ''", "!facts.adult"])
def test_a_page_that_no_guest_sees_is_reported_where_guests_are_admitted(rule):
    assert found(page=rule) == [PAGE]
    assert found(page=rule, guests="false") == []
    assert found(criterion=rule) == []  # staff decide where a criterion cannot be said
    assert found(page=f"{rule} || people > 1") == []
