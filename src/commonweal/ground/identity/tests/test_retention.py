"""Nothing is kept longer than it was said to be kept."""

from datetime import timedelta

import pytest

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.tasks import KEYS_LAST, delete_keys_of_guests, delete_what_is_past_its_time
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations import api
from commonweal.ground.organisations.models import Invitation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.models import SubjectKey
from commonweal.kernel.tasks import SCHEDULES
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


def run_in(**later):
    with clock.standing_at(clock.now() + timedelta(**later)):
        delete_what_is_past_its_time.enqueue()
        run_all()


def test_the_run_is_on_the_schedule_every_day():
    assert SCHEDULES[delete_what_is_past_its_time.module_path].every == timedelta(days=1)


def test_an_account_whose_address_was_never_confirmed_goes_after_thirty_days():
    unconfirmed = Person.objects.create_user("unconfirmed@example.org")
    confirmed = make_person()
    run_in(days=29)
    assert Person.objects.filter(pk=unconfirmed.pk).exists()
    run_in(days=31)
    assert not Person.objects.filter(pk=unconfirmed.pk).exists()
    assert Person.objects.filter(pk=confirmed.pk).exists()


def test_an_account_that_was_used_stays():
    used = Person.objects.create_user("used@example.org", last_login=clock.now())
    run_in(days=100)
    assert Person.objects.filter(pk=used.pk).exists()


def test_an_account_that_works_for_an_organisation_stays():
    member = Person.objects.create_user("member@example.org")
    make_staff(make_organisation(), member, "officer")
    run_in(days=100)
    assert Person.objects.filter(pk=member.pk).exists()


def test_the_key_of_a_guest_is_kept_for_as_long_as_somebody_may_be_about_to_use_it():
    sensitive.seal("guest:a", "typed just now")
    for later, kept in ((timedelta(0), True), (KEYS_LAST - timedelta(hours=1), True), (KEYS_LAST, False)):
        with clock.standing_at(clock.now() + later):
            delete_keys_of_guests.func()
        assert SubjectKey.objects.filter(pk="guest:a").exists() is kept


def test_an_invitation_goes_thirty_days_after_it_has_run_out():
    organisation = make_organisation()
    manager = make_staff(organisation, make_person(), "manager")
    api.invite_member(organisation=str(organisation.pk), email="n@example.org", roles=["officer"], acting=manager)
    run_in(days=14 + 29)
    assert Invitation.objects.exists()
    run_in(days=14 + 31)
    assert not Invitation.objects.exists()


def test_a_run_that_deleted_something_is_journalled_with_how_much():
    Person.objects.create_user("unconfirmed@example.org")
    run_in(days=31)
    entry = journal.entries(types=["identity.retention_run"])[0]
    assert (entry.actor, entry.facts["rows"]) == (SYSTEM.actor, {"ground.identity": 1})
