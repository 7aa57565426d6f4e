"""How a case ends, is taken up again, and has to do with others: reopening, withdrawing, duplicates, referrals."""

from datetime import timedelta

import pytest

from commonweal.blocks.cases import api
from commonweal.blocks.cases.testing import CONTENT, know, make_case
from commonweal.blocks.cases.tests.conftest import MONDAY, resident, row
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Conflict, Invalid

pytestmark = pytest.mark.django_db


def test_reopening_starts_the_periods_anew_and_stops_the_deletion(case, staff):
    api.decide(case=case, transition="refuse", reasons="No.", acting=staff.officer)
    with standing_at(MONDAY + timedelta(days=30)):
        api.reopen(case=case, reason="We had the wrong address.", acting=staff.officer)
    found = row(case)
    assert (found.phase, found.state, found.delete_at, found.decision) == ("open", "received", None, "")
    assert found.due_at > MONDAY + timedelta(days=30)


def test_an_open_case_cannot_be_reopened(case, staff):
    with pytest.raises(Conflict):
        api.reopen(case=case, reason="Why not?", acting=staff.officer)


def test_a_case_cannot_be_reopened_after_the_time_that_the_service_allows(council, ann, staff):
    know({"short": {**CONTENT, "reopen": {"within": "3 months"}}})
    with standing_at(MONDAY):
        case = make_case(council, ann, version="short").id
        api.decide(case=case, transition="refuse", reasons="No.", acting=staff.officer)
    with standing_at(MONDAY + timedelta(days=100)), pytest.raises(Conflict, match="time"):
        api.reopen(case=case, reason="Look again.", acting=staff.officer)


def test_the_applicant_withdraws(case, ann):
    api.withdraw(case=case, acting=resident(ann))
    found = row(case)
    assert (found.phase, found.outcome) == ("closed", "withdrawn")
    assert found.delete_at is not None


def test_a_duplicate_is_closed_and_leads_to_the_case_that_goes_on(case, council, ann, staff):
    other = make_case(council, ann).id
    api.mark_duplicate(case=other, of=case, acting=staff.officer)
    assert row(other).outcome == "duplicate"
    assert [(link.kind, link.case) for link in api.case(other, acting=staff.officer).links] == [("duplicate of", case)]
    assert [link.kind for link in api.case(case, acting=staff.officer).links] == ["has duplicate"]


def test_two_cases_cannot_be_duplicates_of_each_other(case, council, ann, staff):
    other = make_case(council, ann).id
    api.mark_duplicate(case=other, of=case, acting=staff.officer)
    with pytest.raises(Conflict):
        api.mark_duplicate(case=case, of=other, acting=staff.officer)


def test_linking_cases_twice_links_them_once(case, council, ann, staff):
    other = make_case(council, ann).id
    api.link_cases(case=case, other=other, acting=staff.officer)
    api.link_cases(case=other, other=case, acting=staff.officer)
    assert len(api.case(case, acting=staff.officer).links) == 1


def test_a_case_cannot_be_linked_to_itself(case, staff):
    with pytest.raises(Invalid):
        api.link_cases(case=case, other=case, acting=staff.officer)


def test_a_referral_opens_a_case_elsewhere_with_only_what_is_shared(case, charity, ann, staff):
    opened = api.refer(
        case=case,
        organisation=str(charity.pk),
        service="eastmere-reuse/collect",
        version=row(case).version,
        share=["items"],
        note="A good sofa.",
        acting=staff.officer,
    )
    there = api.case(opened.id, acting=staff.elsewhere)
    assert there.answers == {"items": [{"kind": "fridge"}]}
    assert (there.notes[0].text, there.links[0].kind, there.links[0].visible) == (
        "A good sofa.",
        "referred from",
        False,
    )
    assert len(api.my_cases(acting=resident(ann))) == 2
