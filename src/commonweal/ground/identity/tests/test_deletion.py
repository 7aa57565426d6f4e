"""Deleting one's account: what goes with it, what it needs, and who may do it."""

import pytest
from django.contrib.sessions.models import Session

from commonweal.ground.identity import api
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.models import Membership
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.problems import Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def test_deletion_needs_the_right_address_as_confirmation(browser, ann):
    page = browser.post("/account/my-data/delete/", {"confirmation": "somebody@example.org"}).content.decode()
    assert "as it is shown above" in page
    ann.refresh_from_db()
    assert ann.erased_at is None


def test_deletion_empties_the_account_ends_the_session_and_is_journalled(browser, ann):
    browser.get("/account/")
    response = browser.post("/account/my-data/delete/", {"confirmation": "ANN@example.org"}, follow=True)
    assert "Your data is deleted" in response.content.decode()
    ann.refresh_from_db()
    assert (ann.name, ann.phone, ann.is_active) == ("", "", False)
    assert "ann@example.org" not in ann.email
    assert not Session.objects.exists()
    assert browser.get("/account/my-data/").status_code == 302
    assert "ground_identity.Person" in journal.entries(types=["identity.erased"])[0].facts["rows"]


@pytest.mark.parametrize("pasted", ["\u200bann@example.org\ufeff", "Ann <ann@example.org>,", " ANN@example.org\n"])
def test_an_address_pasted_with_other_characters_is_accepted(ann, acting, pasted):
    api.erase_person(person=str(ann.pk), confirmation=pasted, acting=acting)
    ann.refresh_from_db()
    assert ann.erased_at is not None


def test_after_deletion_the_sealed_part_of_the_journal_is_gone(ann, acting):
    api.correct_profile(changes={"name": "Ann Other"}, acting=acting)
    api.erase_person(person=str(ann.pk), confirmation="ann@example.org", acting=acting)
    assert journal.entries(types=["identity.profile_corrected"])[0].shredded


def test_after_deletion_the_address_is_free_for_a_new_account(ann, acting):
    api.erase_person(person=str(ann.pk), confirmation="ann@example.org", acting=acting)
    assert make_person(email="ann@example.org").pk != ann.pk


def test_nobody_deletes_somebody_else(ann):
    with pytest.raises(NotAllowed):
        api.erase_person(person=str(ann.pk), confirmation=ann.email, acting=Acting(actor=make_person().ref))


def test_nothing_is_deleted_twice(ann, acting):
    api.erase_person(person=str(ann.pk), confirmation=ann.email, acting=acting)
    with pytest.raises(NotFound):
        api.erase_person(person=str(ann.pk), confirmation=ann.email, acting=SYSTEM)


def test_the_only_manager_of_an_organisation_hands_over_before_being_deleted(ann):
    organisation = make_organisation()
    acting = make_staff(organisation, ann, "manager")
    with pytest.raises(Conflict):
        api.erase_person(person=str(ann.pk), confirmation=ann.email, acting=acting)
    ann.refresh_from_db()
    assert ann.name == "Ann Example"
    make_staff(organisation, make_person(), "manager")
    api.erase_person(person=str(ann.pk), confirmation=ann.email, acting=acting)
    assert not Membership.objects.filter(person=ann).exists()
