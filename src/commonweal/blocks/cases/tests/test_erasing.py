"""What erasing a person leaves of their cases, and how the open ones of them end."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from commonweal.blocks.cases import api, tasks
from commonweal.blocks.cases.actions.ending import end_erased
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.testing import keep_files, make_case
from commonweal.blocks.cases.tests.conftest import types
from commonweal.blocks.cases.tests.test_retention import FILES, erase, full_case
from commonweal.kernel.clock import now
from commonweal.kernel.problems import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


def test_the_files_of_erased_cases_are_deleted_and_the_forms_that_began_them_are_forgotten(council, ann, staff):
    deleted: list[str] = []
    keep_files(delete=deleted.append)
    full_case(council, staff, ann)
    make_case(council, ann, journey=str(uuid4()))
    erase(ann)
    assert sorted(deleted) == FILES
    assert set(Case.objects.values_list("journey", "subject")) == {(None, "erased")}
    assert all(row.uploads == [] for row in Case.objects.all())


def test_every_open_case_is_ended_however_many_are_taken_at_once(council, ann, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    for _ in range(5):
        make_case(council, ann)
    erase(ann)
    tasks.end_erased.func()
    assert set(Case.objects.values_list("phase", flat=True)) == {"closed"}


def test_a_case_that_was_ended_meanwhile_is_not_ended_again(council, ann):
    case = make_case(council, ann).id
    erase(ann)
    end_erased(case=case)
    before = types(case)
    end_erased(case=case)
    assert types(case) == before


def test_only_the_platform_ends_a_case_for_an_erasure(council, ann, staff):
    case = make_case(council, ann).id
    for acting in (staff.officer, staff.manager):
        with pytest.raises(NotAllowed):
            end_erased(case=case, acting=acting)
    assert Case.objects.get(pk=case).is_open


def over() -> datetime:
    return now() - timedelta(days=1)


def test_an_open_case_is_not_deleted_whatever_day_is_noted(council, ann):
    case = make_case(council, ann).id
    Case.objects.filter(pk=case).update(delete_at=over())
    with pytest.raises(Conflict):
        api.delete_case(case=case)
    Case.objects.filter(pk=case).update(phase="closed")
    api.delete_case(case=case)
