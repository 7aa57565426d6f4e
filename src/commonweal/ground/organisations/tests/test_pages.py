"""The pages on which managers look after their organisation, and whom they refuse."""

import re

import pytest
from django.test import Client

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations import api, roles
from commonweal.ground.organisations.models import ApiKey, Invitation, Membership
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel.acting import acting_of
from commonweal.kernel.providers import PROVIDED, Provided

pytestmark = pytest.mark.django_db
STAFF_PAGES = ["people", "keys", "capabilities", "details"]


@pytest.fixture
def council():
    return make_organisation("the-council", name={"en": "The Council", "cy": "Y Cyngor"})


def browser_of(organisation, *roles):
    person = make_person(f"{roles[0].title()} Person" if roles else "Ann Resident")
    if roles:
        make_staff(organisation, person, *roles)
    browser = sign_in(Client(), person)
    browser.person = person
    return browser


@pytest.fixture
def manager(council):
    return browser_of(council, "manager")


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_manager_sees_the_page_and_nothing_of_it_is_cached(manager, name):
    response = manager.get(f"/organisations/the-council/{name}/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "The Council" in response.content.decode()


def test_a_role_of_a_service_can_be_given_and_is_called_by_its_title(manager, council, monkeypatch):
    crew = {"crew": {"en": "Collection crew", "cy": "Criw casglu"}, "porter": {}}
    further = Provided(lambda organisation: crew if organisation == str(council.pk) else {}, "this test")
    monkeypatch.setitem(PROVIDED, (roles.FurtherRoles, ""), further)
    page = manager.get("/organisations/the-council/people/").content.decode()
    assert re.search(r'value="crew".*?Collection crew', page, re.S)
    assert re.search(r'value="porter".*?porter', page, re.S)
    worker = make_person("Wren Worker")
    make_staff(council, worker, "viewer")
    assert manager.post(f"/organisations/the-council/people/{worker.pk}/", {"roles": ["crew"]}).status_code == 302
    assert Membership.objects.get(person=worker).roles == ["crew"]
    assert "Collection crew" in manager.get("/organisations/the-council/people/").content.decode()


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_page_takes_at_most_ten_statements_whatever_there_is(manager, council, name, django_assert_max_num_queries):
    for number in range(20):
        maker = make_person()
        make_staff(council, maker, "officer")
        ApiKey.objects.create(organisation=council, name="k", hash=number, hint="cw_", scopes=[], created_by=maker)
    manager.get(f"/organisations/the-council/{name}/")
    with django_assert_max_num_queries(10):
        manager.get(f"/organisations/the-council/{name}/")


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_nobody_else_sees_the_page(council, name):
    address = f"/organisations/the-council/{name}/"
    assert Client().get(address).status_code == 302
    assert browser_of(council).get(address).status_code == 404
    assert browser_of(make_organisation(), "manager").get(address).status_code == 404
    assert browser_of(council, "viewer").get(address).status_code == 403


def test_an_invitation_is_sent_from_the_page_accepted_from_its_link_and_gone_from_the_list(manager, council):
    page = manager.post(
        "/organisations/the-council/people/", {"email": "new@example.org", "roles": ["officer"]}, follow=True
    )
    assert "new@example.org" in page.content.decode()
    link = f"/organisations/invitations/{invitation_token(str(Invitation.objects.get().pk))}/"
    assert "new@example.org" in Client().get(link).content.decode()
    invited = make_person(email="new@example.org")
    browser = sign_in(Client(), invited, strong=False)
    page = browser.get(link).content.decode()
    assert "Accept the invitation" not in page
    assert "Go on to my second step" in page
    assert browser.post(link)["Location"].startswith("/account/second-step/")
    assert not Membership.objects.filter(person=invited).exists()
    sign_in(browser, invited)
    assert "Accept the invitation" in browser.get(link).content.decode()
    assert browser.post(link)["Location"] == "/desk/"
    assert Membership.objects.get(person=invited).roles == ["officer"]


def test_who_accepts_an_invitation_lands_at_the_desk_of_that_organisation(manager, council):
    manager.post("/organisations/the-council/people/", {"email": "new@example.org", "roles": ["officer"]})
    browser = browser_of(make_organisation("another"), "viewer")
    Person.objects.filter(pk=browser.person.pk).update(email="new@example.org")
    link = f"/organisations/invitations/{invitation_token(str(Invitation.objects.get().pk))}/"
    page = browser.post(link, follow=True)
    assert page.redirect_chain == [("/desk/", 302)]
    assert "You now work for The Council." in page.content.decode()
    assert acting_of(page.wsgi_request).organisation == str(council.pk)


def test_somebody_else_is_told_to_sign_in_with_the_invited_address(manager, council):
    manager.post("/organisations/the-council/people/", {"email": "new@example.org", "roles": ["officer"]})
    link = f"/organisations/invitations/{invitation_token(str(Invitation.objects.get().pk))}/"
    page = sign_in(Client(), make_person(), strong=False).get(link).content.decode()
    assert "another email address" in page
    assert "Accept the invitation" not in page


def test_a_made_up_invitation_is_not_found():
    assert Client().get("/organisations/invitations/guess/").status_code == 404


def test_a_mistake_in_an_invitation_is_said_beside_what_was_typed(manager):
    page = manager.post("/organisations/the-council/people/", {"email": "new@", "roles": ["officer"]}).content.decode()
    assert "Enter an email address in the correct format, like name@example.org" in page
    assert 'value="new@"' in page


def test_roles_are_changed_on_the_page_of_the_person(manager, council):
    person = make_person()
    make_staff(council, person, "officer")
    manager.post(f"/organisations/the-council/people/{person.pk}/", {"roles": ["editor", "reviewer"]})
    assert Membership.objects.get(person=person).roles == ["editor", "reviewer"]


def test_the_last_manager_is_told_why_the_role_must_stay(manager):
    address = f"/organisations/the-council/people/{manager.person.pk}/"
    page = manager.post(address, {"roles": ["officer"]}).content.decode()
    assert "only manager" in page
    assert "Make somebody else a manager first" in page


def test_a_person_of_another_organisation_is_not_found(manager):
    stranger = make_person()
    make_staff(make_organisation(), stranger, "officer")
    assert manager.get(f"/organisations/the-council/people/{stranger.pk}/").status_code == 404


def test_the_secret_of_a_key_is_shown_once(manager):
    data = {"name": "Website", "scopes": ["organisations:read"]}
    page = manager.post("/organisations/the-council/keys/", data).content.decode()
    secret = re.search(r'value="(cw_[^"]+)"', page)[1]
    assert api.acting_for_key(secret).scopes == {"organisations:read"}
    assert secret not in manager.get("/organisations/the-council/keys/").content.decode()


def test_a_key_is_revoked_after_being_asked_once_more(manager, council):
    data = {"name": "Website", "scopes": ["organisations:read"]}
    manager.post("/organisations/the-council/keys/", data)
    row = ApiKey.objects.get()
    address = f"/organisations/the-council/keys/{row.pk}/revoke/"
    assert "cannot be undone" in manager.get(address).content.decode()
    manager.post(address)
    row.refresh_from_db()
    assert row.revoked_at


def details(**changes):
    return {
        "name-en": "The New Council",
        "name-cy": "Y Cyngor Newydd",
        "summary-en": "We look after the town.",
        "summary-cy": "",
        "contact-email": "hello@example.org",
        "theme-primary": "#12404a",
        "theme-accent": "#f2b84b",
    } | changes


def test_the_details_and_the_look_are_saved(manager, council):
    manager.post("/organisations/the-council/details/", details())
    card = api.organisation_by_key("the-council")
    assert (card.name["cy"], card.contact) == ("Y Cyngor Newydd", {"email": "hello@example.org"})
    response = Client().get("/organisations/the-council/theme.css")
    assert "--primary:#12404a" in response.content.decode()
    assert response["Content-Type"].startswith("text/css")


def test_an_unreadable_colour_is_refused_and_stays_typed(manager, council):
    page = manager.post("/organisations/the-council/details/", details(**{"theme-primary": "#ffee00"})).content.decode()
    assert "hard to read" in page
    assert 'value="#ffee00"' in page


def test_a_building_block_is_switched_off(manager, council):
    block = api.switches_of(str(council.pk), acting=api.acting_for(manager.person, strong=True))[0].key
    manager.post("/organisations/the-council/capabilities/", {"capability": block, "on": "no"})
    api.forget_switches()
    assert not api.is_capability_on(block, str(council.pk))


def test_one_switches_between_ones_own_organisations_only(manager, council):
    other, foreign = make_organisation("other"), make_organisation("foreign")
    make_staff(other, manager.person, "officer")
    assert manager.post("/organisations/switch/", {"organisation": foreign.key}).status_code == 404
    manager.post("/organisations/switch/", {"organisation": other.key})
    assert manager.session["organisation"] == str(other.pk)


def test_the_page_and_the_api_say_that_a_second_invitation_replaces_the_first(manager):
    typed = {"email": "new@example.org", "roles": ["officer"]}
    first = manager.post("/organisations/the-council/people/", typed, follow=True).content.decode()
    assert "does not work any more" not in first
    page = manager.post("/organisations/the-council/people/", typed | {"roles": ["viewer"]}, follow=True)
    assert "an earlier one (Officer), whose link does not work any more" in page.content.decode()
    answer = manager.post(
        "/api/organisations/the-council/invitations", typed | {"roles": ["editor"]}, content_type="application/json"
    )
    assert answer.json()["replaces"] == ["viewer"]
