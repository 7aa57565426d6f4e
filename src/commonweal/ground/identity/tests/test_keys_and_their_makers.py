"""A key or an invitation of a manager ends, or rests, with their role, their second factor and their account."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from commonweal.ground.identity.api import erase_person
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.tests.test_second_factors_of_staff import PEOPLE, enrol, replace
from commonweal.ground.organisations import api
from commonweal.ground.organisations.models import ApiKey, Membership
from commonweal.ground.organisations.testing import acting_of_staff, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import NotFound, NotSignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.mark.parametrize("act", ["remove", "roles", "replace"])
def test_a_key_does_not_outlive_the_manager_who_made_it(council, managers, act):
    first, second = managers
    gone = make_staff(council, make_person("Gone Manager"), "manager")
    where = {"organisation": str(council.pk)}
    made = api.create_api_key(**where, name="Website", scopes=["cases:read"], acting=gone)
    other = api.create_api_key(**where, name="Other", scopes=["cases:read"], acting=first)
    looks = sign_in(Client(), Person.objects.get(pk=first.person))
    assert "Gone Manager" in looks.get("/organisations/council/keys/").content.decode()
    page = looks.get(f"{PEOPLE}{gone.person}/").content.decode()
    assert "They made API keys that are in use: Website." in page
    if act == "remove":
        api.remove_member(**where, person=gone.person, acting=first)
    elif act == "roles":
        api.change_roles(**where, person=gone.person, roles=["editor"], acting=first)
    else:
        for manager in (first, second):
            api.replace_second_factor(**where, person=gone.person, acting=manager)
    with pytest.raises(NotSignedIn):
        api.acting_for_key(made.secret)
    assert api.acting_for_key(other.secret).scopes == {"cases:read"}
    (entry,) = journal.entries(types=["organisations.api_key_revoked"])
    assert entry.object == f"key:{made.key.id}"


@pytest.mark.parametrize("act", ["remove", "roles", "replace", "erase"])
def test_an_invitation_does_not_outlive_the_manager_who_sent_it(council, managers, owen, act):
    """Otherwise a manager who is removed could come back by it, with another account."""
    gone = make_staff(council, make_person("Gone Manager"), "manager")
    where = {"organisation": str(council.pk)}
    friend = make_person(email="friend@example.org")
    offered = api.invite_member(**where, email=friend.email, roles=["manager"], acting=gone)
    other = api.invite_member(**where, email="other@example.org", roles=["officer"], acting=managers[0])
    page = sign_in(Client(), Person.objects.get(pk=managers[0].person)).get(f"{PEOPLE}{gone.person}/").content.decode()
    assert "nobody has accepted yet: friend@example.org." in page
    if act == "remove":
        api.remove_member(**where, person=gone.person, acting=managers[0])
    elif act == "roles":
        api.change_roles(**where, person=gone.person, roles=["editor"], acting=managers[0])
    elif act == "erase":
        erase_person(person=gone.person, confirmation=Person.objects.get(pk=gone.person).email, acting=gone)
    else:
        for manager in managers:
            api.replace_second_factor(**where, person=gone.person, acting=manager)
    with pytest.raises(NotFound):
        api.accept_invitation(
            token=invitation_token(offered.id), acting=api.acting_for(friend, strong=True, fresh=True)
        )
    left = [each.id for each in api.invitations_of(str(council.pk), acting=managers[0]) if each.roles]
    assert left == [other.id]
    (entry,) = journal.entries(types=["organisations.invitation_withdrawn"])
    assert entry.facts["invitation"] == offered.id


def test_a_link_to_prove_a_new_second_step_outlives_the_manager_who_had_it_sent(council, managers, owen):
    where = {"organisation": str(council.pk)}
    for manager in managers:
        api.replace_second_factor(**where, person=str(owen.pk), acting=manager)
    api.remove_member(**where, person=managers[1].person, acting=managers[0])
    assert [each.roles for each in api.invitations_of(str(council.pk), acting=managers[0])] == [()]


def test_a_key_does_not_outlive_the_account_of_who_made_it(council, managers):
    """Nobody would be accountable for it, and it would count as nobody's act where two people are needed."""
    gone = make_staff(council, make_person("Gone Manager"), "manager")
    made = api.create_api_key(organisation=str(council.pk), name="Website", scopes=["cases:read"], acting=gone)
    assert api.acting_for_key(made.secret).accountable == {gone.actor}
    person = Person.objects.get(pk=gone.person)
    erase_person(person=gone.person, confirmation=person.email, acting=gone)
    with pytest.raises(NotSignedIn):
        api.acting_for_key(made.secret)
    assert ApiKey.objects.get(pk=made.key.id).created_by is None
    (entry,) = journal.entries(types=["organisations.api_key_revoked"])
    assert entry.object == f"key:{made.key.id}"


# What makes the roles of a manager rest at the council, and what makes them count there again.
def _first_factor(council, charity, person, _by):
    enrol(sign_in(Client(), person, strong=False))


def _replaced_elsewhere(council, charity, person, _by):
    for number in (3, 4):
        replace(charity, person, make_staff(charity, make_person(f"Manager {number}"), "manager"))


def _changed_by_hand(council, charity, person, _by):
    Membership.objects.filter(person=person, organisation=council).update(roles=["editor"])


@pytest.mark.parametrize("lose", [_first_factor, _replaced_elsewhere, _changed_by_hand])
def test_a_key_rests_while_the_roles_of_who_made_it_do_not_count(council, charity, managers, lose):
    """Somebody who stole the account may have made its keys, so they do no more than the account."""
    person = make_person("Mo Maker", email="mo@example.org")
    maker = make_staff(council, person, "manager")
    make_staff(charity, person, "editor")
    made = api.create_api_key(organisation=str(council.pk), name="Website", scopes=["cases:read"], acting=maker)
    lose(council, charity, person, managers[0])
    assert not acting_of_staff(council, person).roles & {"manager"}
    with pytest.raises(NotSignedIn, match="does not count at the moment"):
        api.acting_for_key(made.secret)
    Membership.objects.filter(person=person, organisation=council).update(roles=["manager"], rests="")
    assert api.acting_for_key(made.secret).scopes == {"cases:read"}


def test_the_database_keeps_no_key_in_use_without_who_answers_for_it(council, managers):
    made = api.create_api_key(organisation=str(council.pk), name="Website", scopes=["cases:read"], acting=managers[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(pk=made.key.id).update(created_by=None)
    with pytest.raises(NotSignedIn):
        api.create_api_key(organisation=str(council.pk), name="Website", scopes=["cases:read"], acting=SYSTEM)
