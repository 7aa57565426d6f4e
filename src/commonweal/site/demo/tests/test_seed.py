"""The seed: every page of every demo person has something to show, and it is made only once."""

import pytest

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.models import Case
from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.models import Message
from commonweal.ground.identity.api import may_check
from commonweal.ground.identity.demo import demo_people
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.api import acting_for, acting_for_key, organisations
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.models import JournalEntry
from commonweal.kernel.tasks import waiting
from commonweal.portal.tasks_due import tasks_of
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.journeys import api as journeys
from commonweal.site.demo.people import RESIDENTS, STAFF
from commonweal.site.demo.seed import seed
from commonweal.site.demo.tests.conftest import PLACE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def acting(key: str) -> Acting:
    person = Person.objects.get(email=f"{key}@people.eastmere.example")
    return acting_for(person, strong=True)


def test_seeding_again_makes_nothing():
    before = Case.objects.count(), JournalEntry.objects.count(), Person.objects.count()
    assert seed(PLACE, read_folder(PLACE)).cases == 0
    assert (Case.objects.count(), JournalEntry.objects.count(), Person.objects.count()) == before


def test_applying_the_place_again_changes_nothing():
    before = JournalEntry.objects.count()
    plan, _ = apply_place(read=read_folder(PLACE), acting=SYSTEM)
    assert {step.action for step in plan.steps} == {"unchanged"}
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize("who", RESIDENTS, ids=lambda who: who.key)
def test_each_resident_has_applications_and_messages(who):
    assert any(card.open for card in cases.my_cases(acting=acting(who.key)))
    assert messages.inbox(acting(who.key))


def test_a_lot_waits_for_anwen():
    anwen = acting("anwen.price")
    assert len(tasks_of(anwen)) >= 2
    assert tasks_of(anwen)[0].due is not None
    assert journeys.drafts(anwen)
    assert {True, False} == {row.read for row in messages.inbox(anwen)}
    assert {True, False} == {card.open for card in cases.my_cases(acting=anwen)}


def test_gwen_is_written_to_in_welsh():
    gwen = Person.objects.get(email="gwen.hughes@people.eastmere.example")
    assert set(Message.objects.filter(person=gwen).values_list("language", flat=True)) == {"cy"}


def test_no_queue_is_empty_and_every_organisation_has_closed_cases():
    for card in organisations().values():
        assert cases.queue(cases.QueueFilter(), acting=SYSTEM, organisation=card.id).rows, card.key
    closed = set(Case.objects.exclude(closed_at=None).values_list("organisation__key", flat=True))
    assert len(closed) >= 6


def test_some_are_overdue_some_wait_for_the_applicant_and_most_are_done():
    every = list(Case.objects.all())
    cards = cases.cards([str(row.pk) for row in every]).values()
    assert any(card.overdue for card in cards)
    assert any(card.waiting for card in cards)
    assert sum(not card.open for card in cards) > len(every) / 3


@pytest.mark.parametrize("who", [who for who in STAFF if who.words], ids=lambda who: who.key)
def test_each_member_of_staff_works_for_an_organisation_in_the_roles_they_should(who):
    actor = acting(who.key)
    assert set(actor.memberships.values()) == {frozenset(roles) for roles in who.works.values()}


def test_a_charity_was_asked_for_help_with_no_word_about_health():
    referred = Case.objects.filter(service="lake-friends/befriending", channel="referral").first()
    assert referred is not None
    answers = cases.case(str(referred.pk), acting=SYSTEM).answers
    assert answers is not None
    assert set(answers) <= {"you", "support", "about_me"}


def test_what_was_searched_and_not_found_is_known():
    assert JournalEntry.objects.filter(type="search.found_nothing").exists()


def test_a_new_version_waits_for_its_reviewer():
    tom = acting("tom.baker")
    assert definitions.waiting_for_review([str(tom.organisation)], acting=tom)


def test_the_example_key_acts_for_the_council(seeded):
    key = acting_for_key(seeded.key)
    assert key.organisation == acting("owen.clarke").organisation


def test_no_work_is_left_and_nothing_lies_in_the_future():
    assert not any(waiting().values())
    assert not JournalEntry.objects.filter(at__gt=clock.now()).exists()


def test_the_sign_in_page_says_of_everybody_in_both_languages_who_they_are(settings):
    settings.DEMO = True
    people = demo_people()
    assert len(people) == len(RESIDENTS) + len(STAFF)
    assert all(set(person.words) == {"en", "cy"} and all(person.words.values()) for person in people)
    assert [person.staff for person in people] == sorted(person.staff for person in people)


def test_one_organisation_checks_who_people_are_and_its_officer_may():
    holders = [card.key for card in organisations().values() if "identity_checks" in card.roles_in_place]
    assert holders == ["eastmere-council"]
    council = next(card.id for card in organisations().values() if card.key == "eastmere-council")
    assert may_check(acting("owen.clarke"), council)
