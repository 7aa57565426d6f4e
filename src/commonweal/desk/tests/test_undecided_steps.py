"""Steps that cannot be decided yet, automatic steps that were stopped, and what staff read about either."""

import pytest
from django.urls import reverse

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.testing import define_cases
from commonweal.desk.case_summary import CaseSummary
from commonweal.desk.tests.conftest import SERVICE
from commonweal.kernel.problems import Conflict
from commonweal.services.definitions import api as definitions

pytestmark = pytest.mark.django_db


def page(client, opened, name="case"):
    return client.get(reverse(f"desk:{name}", args=[opened.id])).content.decode()


@pytest.fixture
def grant_when(council):
    """Lets the step `grant` have a condition in the version that the cases are begun on."""

    def grant_when(condition):
        section = definitions.published(SERVICE).content("case")
        grant = section.transitions["grant"].model_copy(update={"when": condition})
        changed = section.model_copy(update={"transitions": {**section.transitions, "grant": grant}})
        define_cases(
            lambda version: changed,
            evaluate=lambda version, answers, on: definitions.version(version).evaluate(answers, on=on),
        )

    return grant_when


@pytest.mark.parametrize(
    ("condition", "answers", "said"),
    [
        ("cars < 3", {"name": "Rhian"}, "Not known: How many cars do you have?"),
        ("person.age > 17", {"name": "Rhian", "cars": 1}, "Not known: Age of the applicant"),
        ("12 / cars > 3", {"name": "Rhian", "cars": 0}, "Its rule has no value for these answers."),
    ],
)
def test_a_step_of_which_nobody_can_say_whether_it_is_open_is_told_with_what_is_not_known(
    signed_in, people, make_case, grant_when, condition, answers, said
):
    grant_when(condition)
    opened = make_case(answers=answers)
    officer = signed_in("officer")

    words = page(officer, opened)

    assert "Steps that cannot be decided yet" in words
    assert said in words
    assert officer.post(reverse("desk:do", args=[opened.id, "move.grant"]), {"reason": "They may."}).status_code == 409
    with pytest.raises(Conflict, match="The answers do not show whether this step is open"):
        cases.decide(case=opened.id, transition="grant", reasons="They may.", acting=people.acting["officer"])


def test_a_step_whose_condition_does_not_hold_is_not_offered_and_not_called_undecided(signed_in, make_case, grant_when):
    grant_when("cars > 3")
    words = page(signed_in("officer"), make_case())
    assert "Steps that cannot be decided yet" not in words
    assert 'name="reason"' in words  # `refuse` is offered
    assert "move.grant" not in words


def test_who_may_not_make_a_step_is_not_told_that_it_is_undecided(signed_in, make_case, grant_when):
    grant_when("cars < 3")
    assert "Steps that cannot be decided yet" not in page(signed_in("viewer"), make_case(answers={"name": "Rhian"}))


def test_staff_see_which_automatic_steps_were_stopped_and_that_the_case_waits_for_them(signed_in, make_case, council):
    section = definitions.published(SERVICE).content("case").model_dump(mode="json", by_alias=True)
    there = {"from": "received", "to": "visiting", "by": "system", "on": "state.received", "when": "cars > 0"}
    back = {"from": "visiting", "to": "received", "by": "system", "on": "state.visiting", "when": "cars < 9"}
    cycle = {"there": {**there, "title": {"en": "Ask for a visit"}}, "return": {**back, "title": {"en": "Return"}}}
    define_cases(
        lambda version: {**section, "transitions": {**section["transitions"], **cycle}},
        evaluate=lambda version, answers, on: definitions.version(version).evaluate(answers, on=on),
    )
    opened, usual = make_case(answers={"name": "Rhian", "cars": 1}), make_case(answers={"name": "Rhian", "cars": 0})
    officer = signed_in("officer")

    words = page(officer, opened)

    assert "Automatic steps that were stopped" in words
    assert "<li>Ask for a visit</li><li>Return</li>" in words
    assert "Automatic steps stopped, because they did not end" in page(officer, opened, "history")
    assert "Automatic steps that were stopped" not in page(officer, usual)


def test_what_a_criterion_lacks_is_named_as_people_call_it():
    summary = CaseSummary({}, (), (), None, labels={"cars": "How many cars do you have?"})
    lacking = {"key": "few", "holds": None, "missing": ["cars", "cars.colour", "person.age", "attributes.blue_badge"]}

    (criterion,) = summary.criteria({"criteria": [lacking]})

    assert criterion["missing"] == [
        "How many cars do you have?",
        "Age of the applicant",
        "Blue badge, from another organisation",
    ]
