"""Retention and erasure: what is over its time is truly gone, and the journal keeps only that it was there."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.blocks.cases import api, personal
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.blocks.cases.personal import PERSONAL
from commonweal.blocks.cases.tasks import end_erased, look_at_retention
from commonweal.blocks.cases.testing import define_cases, keep_files, make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.ground.identity.testing import make_person
from commonweal.kernel import journal, sensitive
from commonweal.kernel.clock import standing_at
from commonweal.kernel.models import JournalEntry, SubjectKey
from commonweal.kernel.problems import Conflict, NotFound
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
AFTER = datetime(2028, 6, 2, 1, tzinfo=UTC)
FILES = sorted(str(uuid4()) for _ in range(2))
TABLES = [model for model in apps.get_app_config("blocks_cases").get_models() if model.__name__ != "WorkingRole"]


def full_case(council, staff, applicant=None):
    """A closed case with something in every table."""
    with standing_at(MONDAY):
        case = make_case(council, applicant, answers={"illness": "asthma"}, uploads=FILES[:1]).id
        other = make_case(council, applicant).id
        acting = resident(applicant) if applicant else staff.officer
        task = api.request_information(case=case, question="Which asthma?", acting=staff.officer)
        api.answer_request(task=task, text="Bad asthma.", attachments=FILES[1:], acting=acting)
        api.add_note(case=case, text="Has asthma.", acting=staff.officer)
        api.link_cases(case=case, other=other, acting=staff.officer)
        api.decide(case=case, transition="grant", reasons="For the asthma.", acting=staff.officer)
    return case, other


def rows(case):
    """How many rows each table has of a case."""
    return {
        model.__name__: model._default_manager.filter(**{"pk" if model is Case else "case": case}).count()
        for model in TABLES
    }


def clean(moment):
    with standing_at(moment):
        look_at_retention.enqueue()
        run_all()


def test_a_case_whose_time_is_over_leaves_no_row_in_any_table(council, ann, staff):
    case, _ = full_case(council, staff, ann)
    assert all(rows(case).values())
    clean(AFTER)
    assert not any(rows(case).values())


def test_a_case_is_kept_until_its_time_is_over(council, ann, staff):
    case, _ = full_case(council, staff, ann)
    clean(AFTER - timedelta(days=3))
    assert Case.objects.filter(pk=case).exists()


def test_its_files_are_deleted_too(council, ann, staff):
    deleted = []
    keep_files(delete=deleted.append)
    full_case(council, staff, ann)
    clean(AFTER)
    assert sorted(deleted) == FILES


def test_a_file_that_is_gone_already_does_not_keep_the_case(council, ann, staff):
    def gone(_upload):
        raise NotFound("There is no such file.")

    keep_files(delete=gone)
    case, _ = full_case(council, staff, ann)
    clean(AFTER)
    assert not any(rows(case).values())


def test_the_journal_keeps_that_there_was_a_case_and_nothing_that_was_said(council, ann, staff):
    case, _ = full_case(council, staff, ann)
    clean(AFTER)
    entries = journal.entries(object=f"case:{case}")
    assert entries[0].type == "case.deleted"
    assert "asthma" not in str(entries)
    assert all(row.personal == "" for row in JournalEntry.objects.filter(object=f"case:{case}"))


def test_the_key_of_a_guest_goes_with_their_last_case(council, staff):
    case, other = full_case(council, staff)
    Case.objects.filter(pk=other).update(subject="guest:else")
    subject = Case.objects.get(pk=case).subject
    clean(AFTER)
    assert not SubjectKey.objects.filter(pk=subject).exists()


def test_the_key_of_a_guest_stays_while_anything_else_of_theirs_needs_it(council, staff, monkeypatch):
    case, other = full_case(council, staff)
    Case.objects.filter(pk=other).update(subject="guest:else")
    subject = Case.objects.get(pk=case).subject
    draft = sensitive.seal(subject, "what I have typed so far")
    monkeypatch.setattr(personal, "in_use_by", lambda subjects: {subject} & set(subjects))
    clean(AFTER)
    assert not Case.objects.filter(pk=case).exists()
    assert sensitive.unseal(subject, draft) == "what I have typed so far"


def test_the_key_of_a_person_stays_with_their_account(council, ann, staff):
    full_case(council, staff, ann)
    clean(AFTER)
    assert SubjectKey.objects.filter(pk=ann.ref).exists()


def test_a_case_that_must_still_be_kept_is_not_deleted(council, ann, staff):
    case, other = full_case(council, staff, ann)
    for kept in (case, other):
        with standing_at(MONDAY + timedelta(days=1)), pytest.raises(Conflict):
            api.delete_case(case=kept)


def test_deleting_a_case_twice_is_no_fault(council, ann, staff):
    full_case(council, staff, ann)
    with standing_at(AFTER):
        look_at_retention.enqueue()
        look_at_retention.enqueue()
        run_all()
        from commonweal.kernel.tasks import dead_letters

        assert dead_letters() == []


def test_a_deleted_case_is_found_by_nobody(council, ann, staff):
    case, _ = full_case(council, staff, ann)
    clean(AFTER)
    with pytest.raises(NotFound):
        api.case(case, acting=staff.officer)


def test_what_is_collected_for_a_person_holds_all_that_was_said(council, ann, staff):
    full_case(council, staff, ann)
    told = str([row for data in PERSONAL for row in data.collect(str(ann.pk))])
    for said in ("asthma", "Which asthma?", "Bad asthma.", "Has asthma.", "For the asthma.", "ann@example.org"):
        assert said in told


def erase(person):
    for data in reversed(PERSONAL):
        data.erase(str(person.pk))


def test_erasing_takes_as_many_statements_for_two_cases_as_for_eight(council, staff):
    def statements(number):
        person = make_person()
        for _ in range(number // 2):
            full_case(council, staff, person)
        with CaptureQueriesContext(connection) as captured:
            erase(person)
        return len(captured)

    assert statements(8) == statements(2) < 12


def test_erased_cases_are_ended_by_the_worker_whole_and_once(council, ann, staff):
    case = make_case(council, ann).id
    question = api.request_information(case=case, question="Which asthma?", acting=staff.officer)
    kept = make_case(council, make_person("Other")).id
    erase(ann)
    view = api.case(case, acting=staff.officer)
    assert (view.answers, view.contact) == (None, {})
    assert [task.question for task in view.tasks] == ["", ""]
    for write in (api.add_note, api.write_to_applicant):
        with pytest.raises(Conflict, match="was erased"):
            write(case=case, text="Who was it?", acting=staff.officer)
    with pytest.raises(Conflict, match="was erased"):
        api.request_information(case=case, question="Who are you?", acting=staff.officer)
    for _ in range(2):
        end_erased.enqueue()
        run_all()
    entries = [entry for entry in journal.entries(object=f"case:{case}") if entry.type == "case.withdrawn"]
    assert [entry.facts["because"] for entry in entries] == ["erasure"]
    row = Case.objects.get(pk=case)
    assert (row.phase, row.state, row.waiting, row.due_at) == ("closed", "withdrawn", False, None)
    assert CaseTask.objects.get(pk=question).state == "lapsed"
    assert Case.objects.get(pk=kept).is_open


def test_a_case_of_a_definition_that_is_gone_is_ended_too(council, ann):
    case = make_case(council, ann).id
    define_cases({}.__getitem__)
    erase(ann)
    run_all()
    row = Case.objects.get(pk=case)
    assert (row.phase, row.state, row.outcome, row.waiting) == ("closed", "withdrawn", "withdrawn", False)
    assert [entry.type for entry in journal.entries(object=f"case:{case}")].count("case.closed") == 1


def test_erasing_a_person_leaves_nothing_of_them_and_ends_their_open_cases(council, ann, staff):
    case, _ = full_case(council, staff, ann)
    erase(ann)
    run_all()
    assert {row.phase for row in Case.objects.all()} == {"closed"}
    assert not Case.objects.filter(subject=ann.ref).exists()
    assert [row for data in PERSONAL for row in data.collect(str(ann.pk))] == []
    view = api.case(case, acting=staff.officer)
    assert (view.answers, view.contact, view.notes, view.letters) == (None, {}, [], [])
    assert view.decisions[0].reasons == ""


def test_erasing_one_person_leaves_the_cases_of_others(council, ann, staff):
    other = make_person("Other")
    kept = make_case(council, other).id
    make_case(council, ann)
    erase(ann)
    assert api.my_case(kept, acting=resident(other)).answers["name"] == "Ann Example"


def test_a_person_whose_key_is_destroyed_can_no_longer_be_read(council, ann, staff):
    case, _ = full_case(council, staff, ann)
    sensitive.shred(ann.ref)
    view = api.case(case, acting=staff.officer)
    assert view.answers is None
    assert "asthma" not in str(view)
