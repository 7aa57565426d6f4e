"""Who may do what: every verb and question, tried by everybody."""

import inspect
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from commonweal.blocks.cases import api
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.blocks.cases.testing import make_case
from commonweal.blocks.cases.tests.conftest import key_of, resident
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import STRANGER, Acting
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn, Problem

pytestmark = pytest.mark.django_db
DONE, ROLE, HIDDEN, SIGN_IN = "done", "not allowed", "not found", "sign in"


@pytest.fixture
def actors(staff, council, charity, ann):
    return {
        "officer": staff.officer,
        "manager": staff.manager,
        "agent": staff.agent,
        "viewer": staff.viewer,
        "editor": staff.editor,
        "crew": staff.crew,
        "elsewhere": staff.elsewhere,
        "applicant": resident(ann),
        "for applicant": Acting(actor=f"person:{uuid4()}", on_behalf_of=ann.ref),
        "other resident": resident(make_person("Other")),
        "writing key": key_of(council, "cases:write"),
        "reading key": key_of(council, "cases:read"),
        "key elsewhere": key_of(charity, "cases:write", "cases:read"),
        "stranger": STRANGER,
    }


@pytest.fixture
def things(council, ann, staff):
    """A case that the officer has, with a question to the applicant, a task, and a second, closed case."""
    case = make_case(council, ann).id
    api.take(case=case, acting=staff.officer)
    question = api.request_information(case=case, question="Which?", acting=staff.officer)
    closed = make_case(council, ann).id
    api.decide(case=closed, transition="grant", reasons="Yes.", acting=staff.manager)
    task = str(CaseTask.objects.get(case=case, role="officer").pk)
    other = make_case(council, ann).id
    return SimpleNamespace(
        case=case, question=question, closed=closed, task=task, other=other, second=staff.second.person
    )


VERBS = {
    "take": lambda t, who: api.take(case=t.other, acting=who),
    "release": lambda t, who: api.release(case=t.other, acting=who),
    "assign": lambda t, who: api.assign(case=t.other, person=t.second, acting=who),
    "hand_over": lambda t, who: api.hand_over(case=t.other, person=t.second, note="Please.", acting=who),
    "set_priority": lambda t, who: api.set_priority(case=t.case, priority="high", acting=who),
    "transition": lambda t, who: api.transition(case=t.case, transition="arrange", acting=who),
    "require_transition": lambda t, who: api.require_transition(case=t.case, transition="arrange", acting=who),
    "decide": lambda t, who: api.decide(case=t.case, transition="grant", reasons="Yes.", acting=who),
    "request_information": lambda t, who: api.request_information(case=t.case, question="Why?", acting=who),
    "answer_request": lambda t, who: api.answer_request(task=t.question, text="So.", acting=who),
    "add_note": lambda t, who: api.add_note(case=t.case, text="Hm.", acting=who),
    "write_to_applicant": lambda t, who: api.write_to_applicant(case=t.case, text="Dear", acting=who),
    "write_to_staff": lambda t, who: api.write_to_staff(case=t.case, text="Dear", acting=who),
    "read_correspondence": lambda t, who: api.read_correspondence(case=t.case, acting=who),
    "complete_task": lambda t, who: api.complete_task(task=t.task, acting=who),
    "reopen": lambda t, who: api.reopen(case=t.closed, reason="Again.", acting=who),
    "link_cases": lambda t, who: api.link_cases(case=t.case, other=t.other, acting=who),
    "mark_duplicate": lambda t, who: api.mark_duplicate(case=t.other, of=t.case, acting=who),
    "withdraw": lambda t, who: api.withdraw(case=t.case, acting=who),
    "delete_case": lambda t, who: api.delete_case(case=t.closed, acting=who),
    "case": lambda t, who: api.case(t.case, acting=who),
    "my_case": lambda t, who: api.my_case(t.case, acting=who),
    "history": lambda t, who: api.history(t.case, acting=who),
}
# Everybody that is not named is refused: inside the organisation by role, outside as if there were no such case.
MAY = {
    "take": {"officer", "manager"},
    "release": {"officer", "manager", "writing key"},
    "assign": {"officer", "manager", "writing key"},
    "hand_over": {"officer", "manager", "writing key"},
    "set_priority": {"officer", "manager", "writing key"},
    "transition": {"officer", "manager", "writing key"},
    "require_transition": {"officer", "manager", "writing key"},
    "decide": {"officer", "manager", "writing key"},
    "request_information": {"officer", "manager", "writing key"},
    "answer_request": {"officer", "manager", "agent", "writing key", "applicant", "for applicant"},
    "add_note": {"officer", "manager", "agent", "writing key"},
    "write_to_applicant": {"officer", "manager", "agent", "writing key"},
    "write_to_staff": {"applicant", "for applicant"},
    "read_correspondence": {"officer", "manager", "agent", "writing key", "applicant", "for applicant"},
    "complete_task": {"officer", "manager", "writing key"},
    "reopen": {"officer", "manager", "writing key"},
    "link_cases": {"officer", "manager", "writing key"},
    "mark_duplicate": {"officer", "manager", "writing key"},
    "withdraw": {"applicant", "for applicant"},
    "delete_case": set(),
    "case": {"officer", "manager", "agent", "viewer", "crew", "writing key", "reading key"},
    "my_case": {"applicant", "for applicant"},
    "history": {
        "officer",
        "manager",
        "agent",
        "viewer",
        "crew",
        "writing key",
        "reading key",
        "applicant",
        "for applicant",
    },
}
OUTSIDE = {"elsewhere", "other resident", "key elsewhere"}


def expected(verb, who):
    if who in MAY[verb]:
        return DONE
    if who == "stranger":
        return SIGN_IN
    # That a case exists is no secret to its organisation, but its applicant's own page is the applicant's.
    return HIDDEN if who in OUTSIDE or verb == "my_case" else ROLE


def outcome(call):
    try:
        call()
    except NotSignedIn:
        return SIGN_IN
    except NotAllowed:
        return ROLE
    except NotFound:
        return HIDDEN
    return DONE


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_done_by_those_who_may_and_by_nobody_else(verb, things, actors):
    found = {}
    for who, acting in actors.items():
        with transaction.atomic():
            found[who] = outcome(lambda acting=acting: VERBS[verb](things, acting))
            transaction.set_rollback(True)
    assert found == {who: expected(verb, who) for who in actors}


def test_every_verb_of_the_front_door_is_tried():
    takes_acting = {
        name
        for name in api.__all__
        if inspect.isfunction(getattr(api, name)) and "acting" in inspect.signature(getattr(api, name)).parameters
    }
    elsewhere = {"queue", "counts", "my_cases", "my_tasks", "staff_tasks", "open_case", "refer"}
    elsewhere |= {"ended_tasks", "tasks_ended_by", "is_known_to", "is_known_to_staff", "may_read_file"}
    assert takes_acting - elsewhere - {"assign_many", "transition_many"} == set(VERBS)


def test_a_refusal_outside_the_organisation_is_that_of_a_case_that_does_not_exist(things, actors):
    def said(case):
        with pytest.raises(NotFound) as refused:
            api.case(case, acting=actors["elsewhere"])
        return refused.value.as_json()

    assert said(things.case) == said(str(uuid4())) == said("EM-0000-00000") == said("'; drop table")


def test_a_refused_bulk_action_does_not_tell_the_numbers_of_others(things, actors):
    [result] = api.assign_many(cases=[things.case], person=things.second, acting=actors["elsewhere"])
    assert (result.done, result.reference) == (False, "")


def test_nobody_works_on_their_own_application(council):
    person = make_person("Both")
    both = make_staff(council, person, "officer", "manager")
    case = make_case(council, person).id
    for verb in (api.take, api.release):
        with pytest.raises(NotAllowed):
            verb(case=case, acting=both)
    with pytest.raises(NotAllowed):
        api.decide(case=case, transition="grant", reasons="I deserve it.", acting=both)
    with pytest.raises(NotAllowed):
        api.complete_task(task=str(CaseTask.objects.get(case=case).pk), acting=both)
    with pytest.raises(NotAllowed):
        api.case(case, acting=both)
    assert api.my_case(case, acting=both).card.id == case


def test_an_application_is_not_given_to_its_applicant(council, staff):
    person = make_person("Both")
    make_staff(council, person, "officer")
    case = make_case(council, person).id
    with pytest.raises(Problem, match="own application"):
        api.assign(case=case, person=str(person.pk), acting=staff.manager)


def test_an_officer_does_not_take_a_case_away_from_a_colleague(things, staff):
    with pytest.raises(NotAllowed):
        api.assign(case=things.case, person=staff.second.person, acting=staff.second)
    with pytest.raises(NotAllowed):
        api.release(case=things.case, acting=staff.second)


def test_the_crew_makes_the_transition_that_is_theirs_and_no_other(things, staff):
    api.transition(case=things.case, transition="arrange", acting=staff.officer)
    with pytest.raises(NotAllowed):
        api.decide(case=things.case, transition="grant", reasons="Yes.", acting=staff.crew)
    api.transition(case=things.case, transition="visit", acting=staff.crew, given={"seen": True})
    assert Case.objects.get(pk=things.case).state == "received"


def test_staff_are_shown_only_the_moves_that_they_may_make(things, staff, ann):
    assert [move.key for move in api.case(things.case, acting=staff.officer).moves] == ["arrange", "grant", "refuse"]
    assert api.case(things.case, acting=staff.viewer).moves == []
    assert api.my_case(things.case, acting=resident(ann)).moves == []


def test_a_referral_takes_an_officer_of_the_referring_organisation(things, actors, charity):
    def refer(acting):
        return lambda: api.refer(
            case=things.case,
            organisation=str(charity.pk),
            service="x/y",
            version=Case.objects.get(pk=things.case).version,
            share=[],
            acting=acting,
        )

    assert outcome(refer(actors["viewer"])) == ROLE
    assert outcome(refer(actors["elsewhere"])) == HIDDEN
    assert outcome(refer(actors["officer"])) == DONE


# Each transition of the small service with the roles of the organisation that may make it (managers hold all).
TRANSITIONS = {"arrange": {"officer"}, "visit": {"crew"}, "grant": {"officer"}, "refuse": {"officer"}}


@pytest.mark.parametrize("key", TRANSITIONS)
@pytest.mark.parametrize("many", [False, True])
def test_a_transition_is_made_by_the_role_that_it_names_and_by_no_other(key, many, council, ann, staff):
    for role in ("officer", "crew", "agent", "viewer", "editor", "manager"):
        acting = getattr(staff, role)
        case = make_case(council, ann).id
        if key == "visit":
            api.transition(case=case, transition="arrange", acting=staff.manager)
        given = {"given": {"seen": True}} if key == "visit" else {}
        reason = {"reason": "So."} if key in ("grant", "refuse") else {}
        wanted = {"case": case, "transition": key, "acting": acting, **given, **reason}
        if many:
            [result] = api.transition_many(**{"cases": [wanted.pop("case")], **wanted})
            made = result.done
        else:
            made = outcome(lambda wanted=wanted: api.transition(**wanted)) == DONE
        assert made == (role in TRANSITIONS[key] | {"manager"}), role
        if role not in ("agent", "editor", "crew", "manager") and not made:
            assert key not in [move.key for move in api.case(case, acting=acting).moves]


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"delete_case", "my_case", "history"}))
def test_the_entry_says_in_which_role_staff_acted(verb, things, actors):
    for who in ("officer", "manager", "agent"):
        if who not in MAY[verb]:
            continue
        with transaction.atomic():
            before = {entry.number for entry in journal.entries(limit=1)}
            VERBS[verb](things, actors[who])
            fresh = [entry for entry in journal.entries(limit=20) if entry.number > max(before)]
            assert {entry.role for entry in fresh if entry.actor == actors[who].actor} <= {who}
            transaction.set_rollback(True)
