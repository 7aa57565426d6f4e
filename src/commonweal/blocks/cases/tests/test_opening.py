"""Opening a case: once a journey, with a number of its own, its first tasks, clocks and journal entry."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from commonweal.blocks.cases import api
from commonweal.blocks.cases.actions import open_case as opening
from commonweal.blocks.cases.models import Case, CaseClock, CaseTask, WorkingRole
from commonweal.blocks.cases.section import submit, uploads_among
from commonweal.blocks.cases.testing import CONTENT, VERSION, know, make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.kernel import journal
from commonweal.kernel.acting import STRANGER, Acting
from commonweal.kernel.clock import standing_at
from commonweal.kernel.definition import Submission
from commonweal.kernel.problems import NotSignedIn
from commonweal.kernel.references import is_reference

pytestmark = pytest.mark.django_db


def row(opened):
    return Case.objects.get(pk=opened.id)


def test_a_case_gets_a_number_that_can_be_read_out(council, ann):
    opened = make_case(council, ann)
    assert is_reference(opened.reference)
    assert row(opened).reference == opened.reference


def test_opening_makes_the_tasks_of_the_first_state(council, ann):
    opened = make_case(council, ann)
    assert opened.tasks == ("check-photo",)
    assert CaseTask.objects.get(case=opened.id).role == "officer"


def test_the_statutory_clock_starts_and_is_the_deadline_of_the_case(council, ann):
    with standing_at(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        opened = make_case(council, ann)
    assert row(opened).due_at.date() == date(2026, 6, 15)
    assert CaseClock.objects.get(case=opened.id).due_at == row(opened).due_at


def test_opening_is_in_the_journal_under_the_applicant_and_the_organisation(council, ann):
    opened = make_case(council, ann)
    [entry] = journal.entries(object=f"case:{opened.id}")
    assert (entry.type, entry.subject, entry.organisation) == ("case.opened", ann.ref, str(council.pk))


def test_neither_the_table_nor_the_journal_tells_what_was_answered(council, ann):
    opened = make_case(council, ann, answers={"illness": "asthma"}, contact={"email": "ann@example.org"})
    kept = str(Case.objects.filter(pk=opened.id).values().get())
    told = str(journal.entries(object=f"case:{opened.id}"))
    assert "asthma" not in kept + told
    assert "ann@example.org" not in kept + told


def test_submitting_a_journey_twice_gives_the_case_of_the_first_time(council, ann):
    first = make_case(council, ann, journey="journey-1")
    second = make_case(council, ann, journey="journey-1")
    assert (second.id, second.reference, second.new) == (first.id, first.reference, False)
    assert len(journal.entries(object=f"case:{first.id}")) == 1


def test_a_number_that_is_taken_is_drawn_again(council, ann, monkeypatch):
    taken = make_case(council, ann).reference
    drawn = iter([taken, taken, "EM-AAAA-AAAAA"])
    monkeypatch.setattr(opening, "new_reference", lambda _prefix: next(drawn))
    assert make_case(council, ann).reference == "EM-AAAA-AAAAA"


def test_two_guests_are_two_subjects(council):
    first = make_case(council, subject=None, acting=STRANGER, journey="a")
    second = make_case(council, subject=None, acting=STRANGER, journey="b")
    assert row(first).subject.startswith("guest:")
    assert row(first).subject != row(second).subject


def test_a_stranger_cannot_open_a_case_outside_a_journey(council):
    with pytest.raises(NotSignedIn):
        make_case(council, subject=None, acting=STRANGER)


def test_a_case_opened_on_behalf_of_somebody_is_theirs(council, ann):
    agent = Acting(actor=f"person:{uuid4()}", on_behalf_of=ann.ref)
    assert row(make_case(council, subject=None, acting=agent)).subject == ann.ref


def test_the_first_route_that_holds_gives_team_and_priority(council, ann):
    routes = [{"when": "false", "team": "south"}, {"when": "true", "team": "north", "priority": "high"}]
    know({"routed": {**CONTENT, "route": routes}})
    opened = make_case(council, ann, version="routed", evaluate=lambda source, scope=None: source == "true")
    assert (row(opened).team, row(opened).priority) == ("north", "high")


def test_the_roles_of_a_service_are_known_to_its_queue(council, ann):
    make_case(council, ann)
    assert set(WorkingRole.objects.values_list("role", flat=True)) == {"officer", "crew"}


def test_a_case_can_be_decided_by_the_rules_as_it_opens(council, ann):
    transitions = {**CONTENT["transitions"]}
    transitions["grant"] = {**transitions["grant"], "on": "case.opened", "when": "facts.small"}
    know(
        {"auto": {**CONTENT, "transitions": transitions}},
        evaluate=lambda version, answers, on: lambda source, scope=None: True,
        assess=lambda version, answers, on: {"outcome": "eligible", "on": on.isoformat()},
    )
    opened = make_case(council, ann, version="auto")
    view = api.my_case(opened.id, acting=resident(ann))
    assert (view.card.open, view.card.state) == (False, "granted")
    assert view.decisions[0].assessment["outcome"] == "eligible"
    assert "automatically" in view.decisions[0].reasons


def submission(council, ann, **values):
    return Submission(
        **{
            "journey": "j1",
            "version": VERSION,
            "service": "eastmere-council/visit",
            "organisation": str(council.pk),
            "document": {},
            "answers": {"photo": {"upload": "u1", "name": "a.jpg"}, "more": [{"scan": {"upload": "u2"}}]},
            "facts": {},
            "evaluate": lambda source, scope=None: True,
            "person": str(ann.pk),
            "contact": {},
            "language": "cy",
            "channel": "phone",
            "area": "eastmere/north",
            "acting": resident(ann),
            **values,
        }
    )


def test_a_submission_opens_the_case_and_says_its_number(council, ann):
    given = submission(council, ann)
    submit(None, given)
    case = Case.objects.get(pk=given.made["case"])
    assert given.made["reference"] == case.reference
    assert (case.language, case.channel, case.area, case.uploads) == ("cy", "phone", "eastmere/north", ["u1", "u2"])


def test_a_submission_takes_few_statements(council, ann, django_assert_max_num_queries):
    submit(None, submission(council, ann))
    with django_assert_max_num_queries(16):
        submit(None, submission(council, ann, journey="j2"))


def test_files_are_found_at_any_depth():
    assert uploads_among({"a": [{"b": {"upload": "1"}}], "c": {"upload": "2"}, "d": "upload"}) == ["1", "2"]
