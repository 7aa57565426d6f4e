"""Whether somebody can give certain answers, and which others are made up for the way there."""

from datetime import date

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.ways import Ways

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
legal_basis: {basis: public_task, reference: "Act 1984 s.45"}
retention: {delete_after: 1 years}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: people, type: integer, min: 0, max: 9, label: {en: People}}
      - {key: pets, type: yes_no, label: {en: Pets}}
      - {key: home, type: address, label: {en: Home}, personal: yes, required: no}
  - page: pets
    title: {en: Pets}
    when: pets
    questions:
      - {key: dogs, type: integer, min: 0, max: 9, label: {en: Dogs}}
      - {key: cats, type: integer, label: {en: Cats}, required: no, when: dogs > 2}
      - {key: names, type: repeat, label: {en: Names}, when: dogs > 0, max: dogs, each: [{key: name, type: text, label: {en: Name}}, {key: age, type: integer, label: {en: Age}}]}
  - page: many
    title: {en: Many}
    when: people == 7
    exit: {text: {en: Too many.}}
"""
NOT_ASKED = None


@pytest.fixture(scope="module")
def ways():
    return Ways(check_source(SERVICE).service, date(2026, 5, 6))


@pytest.mark.parametrize(
    ("given", "conditions", "so"),
    [
        ({}, [], "true"),
        ({}, ["people > 3"], "people > 3"),
        ({"dogs": 2}, [], "pets && dogs == 2"),
        ({"cats": 5}, [], "pets && dogs > 2 && cats == 5"),
        ({"dogs": 4, "cats": NOT_ASKED}, [], "pets && !given(cats)"),
        ({"dogs": NOT_ASKED}, [], "!pets && !given(dogs)"),
        ({"dogs": NOT_ASKED}, ["people > 3"], "!pets && people > 3"),
        ({"home.postcode": NOT_ASKED}, [], "!given(home)"),
        ({"names": [{"name": "Rex"}]}, ["dogs == 2"], "dogs == 2 && size(names) == 1 && names[0].age != 123"),
        ({"person.age": 40}, ["person.age > 39"], "person.age == 40"),
    ],
)
def test_what_leads_to_the_answers_is_made_up(ways, given, conditions, so):
    evaluate = ways.with_answers(given, conditions, ways.form)
    assert evaluate is not None
    assert evaluate(so) is True


@pytest.mark.parametrize(
    ("given", "conditions"),
    [
        ({"people": 300}, []),
        ({"people": "two"}, []),
        ({"dogs": 2, "pets": False}, []),  # they are not asked for
        ({"cats": 5, "dogs": 1}, []),
        ({"people": 2}, ["people > 3"]),
        ({"dogs": NOT_ASKED}, ["pets"]),
        ({"people": NOT_ASKED}, []),
        ({"names": [{"name": "Rex"}] * 3}, ["dogs == 2"]),
        ({"home": {"line1": "1 Mill Lane"}}, []),  # half an address
        ({"person.age": 30}, ["person.age > 39"]),
        ({"people": 7}, []),  # the journey ends on the way
    ],
)
def test_answers_that_nobody_can_give_are_not(ways, given, conditions):
    assert ways.with_answers(given, conditions, ways.form) is None


def test_an_exit_after_the_place_does_not_matter(ways):
    assert ways.with_answers({"people": 7}, [], ways.form[:2]) is not None
