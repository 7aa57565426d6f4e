"""A staff password alone gives no roles, not even with a new factor; a lost factor is replaced by two managers."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from commonweal.ground.identity.api import erase_person
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.tests.test_account_pages import current_code
from commonweal.ground.organisations import api
from commonweal.ground.organisations.models import ApiKey, Invitation, Membership
from commonweal.ground.organisations.testing import acting_of_staff, make_organisation, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Conflict, NotAllowed, NotFound, NotSignedIn, SecondFactorNeeded
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
PEOPLE = "/organisations/council/people/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def council():
    return make_organisation("council", name={"en": "The Council"})


@pytest.fixture
def charity():
    return make_organisation("charity", name={"en": "The Charity"})


@pytest.fixture
def owen(council, charity):
    """An officer of the council who is the charity's editor, too."""
    person = make_person("Owen Officer", email="owen@example.org")
    make_staff(council, person, "officer")
    make_staff(charity, person, "editor")
    return person


@pytest.fixture
def managers(council):
    return [make_staff(council, make_person(f"Manager {number}"), "manager") for number in (1, 2)]


def enrol(browser) -> str:
    """Set up an authenticator app on the account's pages; its secret."""
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = page.split('id="authenticator_secret"')[1].split('value="')[1].split('"')[0]
    browser.post("/account/2fa/totp/activate/", {"code": current_code(secret)})
    return secret


def has_enrolled(person) -> str:
    """As if the person had enrolled under an invitation; the secret of their app."""
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    Membership.objects.filter(person=person).update(rests="")
    return "JBSWY3DPEHPK3PXP"


def show(browser, secret) -> None:
    code = current_code(secret)
    # The library takes each code once.
    cache.delete(f"allauth.mfa.totp.used?user={browser.session['_auth_user_id']}&code={code}")
    browser.post("/account/2fa/reauthenticate/", {"code": code})


def replace(organisation, person, acting):
    return api.replace_second_factor(organisation=str(organisation.pk), person=str(person.pk), acting=acting)


def confirm(organisation, person, acting):
    return api.confirm_member(organisation=str(organisation.pk), person=str(person.pk), acting=acting)


def counting(person):
    return {frozenset(roles) for roles in api.acting_for(person, strong=True).memberships.values()}


def test_a_password_and_a_new_factor_give_no_roles(owen):
    browser = sign_in(Client(), owen, strong=False)
    show(browser, enrol(browser))
    answer = browser.get(PEOPLE, follow=True)
    assert "Your roles are on hold" in answer.content.decode()
    assert "The Council" in answer.content.decode()
    assert browser.get("/api/organisations/council/members").status_code == 404
    assert counting(owen) == set()
    assert len(journal.entries(types=["organisations.roles_rest"], subject=owen.ref)) == 2


def test_removing_that_factor_and_adding_it_again_gives_none_either(owen):
    browser = sign_in(Client(), owen, strong=False)
    show(browser, enrol(browser))
    browser.post("/account/2fa/totp/deactivate/")
    show(browser, enrol(browser))
    assert counting(owen) == set()


def test_a_session_that_has_shown_a_factor_may_change_to_another(owen):
    secret = has_enrolled(owen)
    browser = sign_in(Client(), owen, strong=False)
    show(browser, secret)
    browser.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=owen, type="totp").exists()
    enrol(browser)
    assert counting(owen) == {frozenset({"officer"}), frozenset({"editor"})}


def test_an_invited_person_enrols_before_the_first_role_counts(council, managers):
    made = api.invite_member(
        organisation=str(council.pk), email="new@example.org", roles=["viewer"], acting=managers[0]
    )
    link = f"/organisations/invitations/{invitation_token(made.id)}/"
    newcomer = make_person(email="new@example.org")
    browser = sign_in(Client(), newcomer, strong=False)
    asked = browser.post(link)
    assert not Membership.objects.filter(person=newcomer).exists()
    browser.get(asked["Location"])
    secret = enrol(browser)
    assert asked["Location"].replace("&", "&amp;") in browser.get("/account/2fa/").content.decode()
    show(browser, secret)
    assert f'action="{link}"' in browser.get(asked["Location"]).content.decode()
    browser.post(link)
    assert counting(newcomer) == {frozenset({"viewer"})}


def test_two_managers_replace_a_lost_factor_and_the_person_proves_the_new_one(council, charity, owen, managers):
    has_enrolled(owen)
    assert replace(council, owen, managers[0]).replacement_asked_by == managers[0].person
    assert Authenticator.objects.filter(user=owen).exists()
    with pytest.raises(Conflict):
        replace(council, owen, managers[0])
    assert replace(council, owen, managers[1]).rests
    assert not Authenticator.objects.filter(user=owen).exists()
    assert counting(owen) == set()
    run_all()
    told = [message.subject for message in mail.outbox if message.to == [owen.email]]
    assert len(told) == 3
    link = f"/organisations/invitations/{invitation_token(str(Invitation.objects.get().pk))}/"
    browser = sign_in(Client(), owen, strong=False)
    assert "You work there already" in browser.get(link).content.decode()
    show(browser, enrol(browser))
    browser.post(link)
    assert counting(owen) == {frozenset({"officer"})}, "the charity has not vouched for it yet"
    boss = make_staff(charity, make_person(), "manager")
    confirm(charity, owen, boss)
    assert counting(owen) == {frozenset({"officer"}), frozenset({"editor"})}


def test_nobody_confirms_a_factor_that_nobody_vouched_for(charity, owen):
    boss = make_staff(charity, make_person(), "manager")
    enrol(sign_in(Client(), owen, strong=False))
    assert Membership.objects.get(organisation=charity, person=owen).rests == "unproven"
    with pytest.raises(Conflict):
        confirm(charity, owen, boss)


def test_nobody_replaces_or_confirms_their_own(council, managers):
    me = Membership.objects.get(person_id=managers[0].person).person
    with pytest.raises(NotAllowed):
        replace(council, me, managers[0])
    Membership.objects.filter(person=me).update(rests="replaced")
    with pytest.raises(NotAllowed):
        confirm(council, me, managers[0])


def test_a_manager_of_the_steward_replaces_a_factor_alone(charity):
    boss = make_person("Only Manager")
    make_staff(charity, boss, "manager")
    steward = make_staff(make_organisation("town", roles_in_place=["steward"]), make_person(), "manager")
    assert replace(charity, boss, steward).rests == "unproven"
    assert Invitation.objects.get().email == boss.email


@pytest.mark.parametrize("act", [replace, confirm])
def test_the_wrong_people_are_refused(council, charity, owen, act):
    outsider = make_staff(make_organisation(), make_person(), "manager")
    with pytest.raises(NotFound):
        act(council, owen, outsider)
    officer = make_staff(council, make_person(), "officer", "editor", "reviewer", "agent", "viewer")
    with pytest.raises(NotAllowed):
        act(council, owen, officer)
    manager = make_person()
    make_staff(council, manager, "manager")
    with pytest.raises(SecondFactorNeeded):
        act(council, owen, api.acting_for(manager, strong=True, organisation=str(council.pk)))


def test_an_old_request_no_longer_counts(council, owen, managers):
    replace(council, owen, managers[0])
    Membership.objects.update(replacement_asked_at=clock.now() - timedelta(days=8))
    assert replace(council, owen, managers[1]).replacement_asked_by == managers[1].person


def test_managers_do_it_on_the_page_of_the_person(council, owen, managers):
    first, second = [sign_in(Client(), Membership.objects.get(person_id=each.person).person) for each in managers]
    page = f"{PEOPLE}{owen.pk}/"
    assert "Ask for a new second step" in first.get(page).content.decode()
    first.post(page, {"replace": "yes"})
    assert "A second manager has to agree" in first.get(page).content.decode()
    assert "Manager 1 asks you to agree." in second.get(page).content.decode()
    second.post(page, {"replace": "yes"})
    assert "Their roles are on hold" in second.get(page).content.decode()
    assert "Roles on hold" in second.get(PEOPLE).content.decode()
    Membership.objects.filter(person=owen).update(rests="replaced")
    second.post(page, {"confirm": "yes"})
    assert acting_of_staff(council, owen).roles == {"officer"}


def test_programs_of_people_do_it_over_the_api(council, owen, managers):
    for each in managers:
        client = sign_in(Client(), Membership.objects.get(person_id=each.person).person)
        answer = client.post(f"/api/organisations/council/members/{owen.pk}/second-factor")
        assert answer.status_code == 200
    assert answer.json()["rests"] == "unproven"
    Membership.objects.filter(person=owen).update(rests="replaced")
    assert client.post(f"/api/organisations/council/members/{owen.pk}/confirm").json()["rests"] == ""


@pytest.mark.parametrize("change", [{"rests": "unproven"}, {"roles": ["officer"], "manager_since": None}])
def test_one_who_asked_and_is_no_manager_any_more_is_not_the_first_of_two(council, owen, managers, change):
    replace(council, owen, managers[0])
    Membership.objects.filter(person=managers[0].person).update(**change)
    assert replace(council, owen, managers[1]).replacement_asked_by == managers[1].person
    assert Membership.objects.get(person=owen, organisation=council).rests == ""


def test_a_manager_who_came_after_the_asking_is_not_the_second(council, owen, managers, settings):
    settings.FACTOR_REPLACEMENT_DAYS = 1
    replace(council, owen, managers[0])
    late = make_staff(council, make_person("Late Manager"), "manager")
    Membership.objects.filter(person_id=late.person).update(manager_since=clock.now())
    with standing_at(clock.now() + timedelta(days=2)):
        with pytest.raises(Conflict, match="already when it was asked"):
            replace(council, owen, late)
        assert Membership.objects.get(person=owen, organisation=council).rests == ""
        assert replace(council, owen, managers[1]).rests


def invited(council, person, by):
    made = api.invite_member(organisation=str(council.pk), email=person.email, roles=["manager"], acting=by)
    api.accept_invitation(token=invitation_token(made.id), acting=api.acting_for(person, strong=True, fresh=True))


def promoted(council, person, by):
    make_staff(council, person, "viewer")
    api.change_roles(organisation=str(council.pk), person=str(person.pk), roles=["manager", "viewer"], acting=by)


def promoted_again(council, person, by):
    make_staff(council, person, "manager")
    for roles in (["viewer"], ["manager"]):
        api.change_roles(organisation=str(council.pk), person=str(person.pk), roles=roles, acting=by)


def added(council, person, _by):
    api.add_member(organisation=str(council.pk), person=str(person.pk), roles=["manager"], acting=SYSTEM)


@pytest.mark.parametrize("becoming", [invited, promoted, promoted_again, added])
def test_a_manager_cannot_replace_a_factor_with_an_accomplice_whom_they_have_just_made_one(
    council, owen, managers, becoming
):
    boss, colleague = managers[0], make_person()
    becoming(council, colleague, boss)
    accomplice = acting_of_staff(council, colleague)
    with pytest.raises(Conflict, match="at least 7 days"):
        replace(council, owen, accomplice)
    replace(council, owen, boss)
    with pytest.raises(Conflict, match="at least 7 days"):
        replace(council, owen, accomplice)
    assert Membership.objects.get(person=owen, organisation=council).rests == ""
    with standing_at(clock.now() + timedelta(days=7, hours=1)):
        replace(council, owen, boss)
        assert replace(council, owen, accomplice).rests


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
    """Else somebody who is found out comes back by it under another name, as a manager."""
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


def test_a_key_does_not_outlive_the_account_of_who_made_it(council, managers):
    """Nobody would answer for what it does: it would count as nobody's act where two pairs of eyes are asked for."""
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
    """Whoever may have stolen an account made its keys, perhaps, so they do no more than the account."""
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
