"""Several people at once, in real threads on the real database: each thing happens once."""

import pytest
from django.db import IntegrityError, transaction

from commonweal.blocks.cases import api
from commonweal.blocks.cases.models import Case, CaseLink
from commonweal.blocks.cases.testing import make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.kernel import journal
from commonweal.kernel.problems import Problem
from commonweal.kernel.testing.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused(results):
    return [result for result in results if isinstance(result, Problem)]


def count(case, kind):
    return sum(entry.type == kind for entry in journal.entries(object=f"case:{case}"))


@pytest.mark.parametrize("_round", range(5))
def test_of_two_officers_who_take_a_case_at_once_one_gets_it(council, ann, staff, _round):
    case = make_case(council, ann).id
    results = at_once(
        lambda: api.take(case=case, acting=staff.officer), lambda: api.take(case=case, acting=staff.second)
    )
    assert len(refused(results)) == 1
    winner = [staff.officer, staff.second][results.index(None)]
    assert str(Case.objects.get(pk=case).assignee_id) == winner.person
    assert count(case, "case.taken") == 1


def test_a_case_that_is_granted_and_refused_at_once_has_one_decision(council, ann, staff):
    case = make_case(council, ann).id
    results = at_once(
        lambda: api.decide(case=case, transition="grant", reasons="Yes.", acting=staff.officer),
        lambda: api.decide(case=case, transition="refuse", reasons="No.", acting=staff.second),
    )
    assert len(refused(results)) == 1
    assert len(api.my_case(case, acting=resident(ann)).decisions) == 1


def test_an_answer_that_is_sent_twice_at_once_is_kept_once(council, ann, staff):
    case = make_case(council, ann).id
    task = api.request_information(case=case, question="Which?", acting=staff.officer)
    results = at_once(*[lambda: api.answer_request(task=task, text="This.", acting=resident(ann))] * 3)
    assert len(refused(results)) == 2
    assert len(api.case(case, acting=staff.officer).letters) == 1


def test_a_journey_that_is_submitted_many_times_at_once_opens_one_case(council, ann):
    results = at_once(*[lambda: make_case(council, ann, journey="journey-1")] * 6)
    assert len({result.reference for result in results}) == 1
    assert sum(result.new for result in results) == 1
    assert Case.objects.count() == 1


def test_cases_that_are_opened_at_once_have_different_numbers(council, ann):
    results = at_once(*[lambda: make_case(council, ann)] * 8)
    assert len({result.reference for result in results}) == 8


def test_two_cases_are_not_closed_as_duplicates_of_each_other(council, ann, staff):
    one, two = make_case(council, ann).id, make_case(council, ann).id
    results = at_once(
        lambda: api.mark_duplicate(case=one, of=two, acting=staff.officer),
        lambda: api.mark_duplicate(case=two, of=one, acting=staff.second),
    )
    assert len(refused(results)) == 1
    assert CaseLink.objects.filter(kind="duplicate").count() == 1


def test_the_database_itself_keeps_numbers_apart(council, ann):
    first, second = make_case(council, ann), make_case(council, ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=second.id).update(reference=first.reference)
