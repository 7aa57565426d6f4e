"""A staff password alone gives no roles, not even with a new factor; a lost factor is replaced by two managers."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.tests.test_account_pages import current_code
from commonweal.ground.organisations import api
from commonweal.ground.organisations.models import Invitation, Membership
from commonweal.ground.organisations.testing import acting_of_staff, make_organisation, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Conflict, NotAllowed, NotFound, SecondFactorNeeded
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
PEOPLE = "/organisations/council/people/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


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
    assert "Your roles there are on hold" in browser.get(link).content.decode()
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
        with pytest.raises(Conflict, match="already a manager here when it was asked"):
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
