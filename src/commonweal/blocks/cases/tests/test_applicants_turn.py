"""States that wait for the applicant: told what staff gave, on their dashboard, and theirs to move on."""

import pytest

from commonweal.blocks.cases import api, dashboard
from commonweal.blocks.cases.testing import CONTENT, know, make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.kernel.acting import SYSTEM

pytestmark = pytest.mark.django_db
OFFER = {
    **CONTENT,
    "states": [*CONTENT["states"], {"key": "offered", "title": {"en": "Offer made", "cy": "Cynnig"}}],
    "transitions": {
        **CONTENT["transitions"],
        "offer": {
            "from": "received",
            "to": "offered",
            "by": "role:officer",
            "requires": [
                {"key": "answer.bring_on", "type": "date", "told": True, "title": {"en": "Day", "cy": "Diwrnod"}},
                {"key": "answer.cost_to_us", "type": "number"},
            ],
        },
        "accept": {"from": "offered", "to": "granted", "by": ["applicant", "role:officer"]},
        "decline": {"from": "offered", "to": "refused", "by": ["applicant", "role:officer"]},
    },
}


@pytest.fixture
def offered(council, ann, staff):
    know({"offer": OFFER})
    case = make_case(council, ann, version="offer").id
    assert dashboard.tasks_for(str(ann.pk)) == []
    given = {"bring_on": "2026-06-12", "cost_to_us": 12}
    api.transition(case=case, transition="offer", acting=staff.officer, given=given)
    return case


def test_the_applicant_is_told_what_the_definition_says_and_nothing_else(offered, ann):
    told = api.my_case(offered, acting=resident(ann)).told
    assert [(one.key, one.words) for one in told] == [("bring_on", "12 June 2026")]
    assert [one.key for one in api.case(offered, acting=SYSTEM).told] == ["bring_on"]


def test_an_offer_stands_on_the_dashboard_until_it_is_answered(offered, ann):
    [task] = dashboard.tasks_for(str(ann.pk))
    assert (task.title["en"], task.object) == ("Offer made", f"case:{offered}")
    api.transition(case=offered, transition="accept", acting=resident(ann))
    assert dashboard.tasks_for(str(ann.pk)) == []


def test_a_state_that_staff_may_leave_alone_does_not_wait_for_the_applicant(council, ann):
    know({"called_off": {**CONTENT, "transitions": {
        **CONTENT["transitions"], "call_off": {"from": "received", "to": "refused", "by": ["applicant"]}}}})  # fmt: skip
    make_case(council, ann, version="called_off")
    assert dashboard.tasks_for(str(ann.pk)) == []
