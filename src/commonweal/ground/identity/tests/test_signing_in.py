"""Sessions: guests who become people, the demo's people, and the second factor of staff."""

import time

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from commonweal.ground.identity import demo
from commonweal.ground.identity.api import register_person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


def test_signing_in_is_journalled_with_the_guest_that_one_was(client):
    session = client.session
    session["guest"] = "guest:1"
    session.save()
    person = make_person()
    client.force_login(person, backend=demo.BACKEND)
    entry = journal.entries(types=["identity.signed_in"])[0]
    assert (entry.facts["guest"], entry.subject) == ("guest:1", person.ref)
    assert "guest" not in client.session


def test_the_demo_sign_in_is_not_even_an_address_outside_the_demo(client):
    with pytest.raises(NoReverseMatch):
        reverse("identity:demo")
    assert client.get("/account/demo/").status_code == 404


def test_the_demo_sign_in_refuses_outside_the_demo_even_if_it_were_reached():
    request = RequestFactory().post("/")
    with pytest.raises(NotFound):
        demo.sign_in_as(request, str(make_person(preferences={"demo": {"en": "x"}}).pk))


def test_in_the_demo_one_click_signs_in_as_a_demo_person(client, settings):
    settings.DEMO = True
    card = register_person(email="ann@example.org", name="Ann", demo_words={"en": "A resident"}, acting=SYSTEM)
    request = RequestFactory().post("/")
    request.session = client.session
    demo.sign_in_as(request, card.id)
    assert request.session["_auth_user_id"] == card.id
    assert [person.name for person in demo.demo_people()] == ["Ann"]


def test_in_the_demo_nobody_is_signed_in_who_is_not_of_the_demo(client, settings):
    settings.DEMO = True
    request = RequestFactory().post("/")
    request.session = client.session
    with pytest.raises(NotFound):
        demo.sign_in_as(request, str(make_person().pk))


@pytest.fixture
def in_the_demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "commonweal.ground.identity.tests.demo_urls"
    words = {"en": "Rents a flat by the lake"}
    return register_person(email="ann@example.org", name="Ann Resident", demo_words=words, acting=SYSTEM)


def test_the_demo_page_lists_its_people_and_signs_in_by_a_button(client, in_the_demo):
    page = client.get("/account/demo/?next=/account/").content.decode()
    assert "Rents a flat by the lake" in page
    response = client.post(f"/account/demo/{in_the_demo.id}/", {"next": "/account/"})
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert client.session["_auth_user_id"] == in_the_demo.id


def test_the_demo_page_does_not_lead_to_another_site(client, in_the_demo, settings):
    response = client.post(f"/account/demo/{in_the_demo.id}/", {"next": "https://evil.example/"})
    assert response["Location"] == settings.LOGIN_REDIRECT_URL


def test_a_link_alone_signs_nobody_in(client, in_the_demo):
    assert client.get(f"/account/demo/{in_the_demo.id}/").status_code == 405
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post(f"/account/demo/{in_the_demo.id}/").status_code == 403


def test_an_empty_demo_says_what_to_do(client, settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "commonweal.ground.identity.tests.demo_urls"
    assert "There are no people here yet" in client.get("/account/demo/").content.decode()


@pytest.fixture
def manager(settings):
    settings.STAFF_MFA_REQUIRED = True
    person = make_person()
    organisation = make_organisation("the-council")
    make_staff(organisation, person, "manager")
    return person


def test_staff_without_a_second_factor_are_told_what_to_do_when_they_open_a_page_of_staff(client, manager):
    sign_in(client, manager, strong=False)
    response = client.get("/organisations/the-council/people/")
    assert response.status_code == 302
    assert response["Location"] == "/account/second-step/?next=%2Forganisations%2Fthe-council%2Fpeople%2F"
    page = client.get(response["Location"])
    assert "passkey" in page.content.decode()


def test_staff_with_a_second_factor_open_pages_of_staff(client, manager):
    sign_in(client, manager)
    assert client.get("/organisations/the-council/people/").status_code == 200


def test_a_second_factor_counts_for_some_hours_only(client, manager, settings):
    sign_in(client, manager)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time() - settings.STAFF_SESSION_HOURS * 3600 - 1}
    ]
    session.save()
    assert client.get("/organisations/the-council/people/").status_code == 302


def test_a_second_factor_shown_by_somebody_else_in_the_same_browser_does_not_count(client, manager):
    sign_in(client, manager)
    session = client.session
    session["account_authentication_methods_user"] = str(make_person().pk)
    session.save()
    assert client.get("/organisations/the-council/people/").status_code == 302


def test_a_resident_who_is_refused_is_not_sent_to_the_second_step(client, manager):
    sign_in(client, make_person(), strong=False)
    assert client.get("/organisations/the-council/people/").status_code == 404


def test_a_session_of_the_demo_is_among_those_that_its_person_sees(client, in_the_demo):
    client.post(f"/account/demo/{in_the_demo.id}/")
    assert "This one" in client.get("/account/sessions/").content.decode()


def test_a_session_that_began_with_a_password_ends_with_the_browser(client):
    person = make_person()
    person.set_password("a long enough secret")
    person.save()
    assert "remember" not in client.get("/account/login/").content.decode()
    client.post("/account/login/", {"login": person.email, "password": "a long enough secret"})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.get_expire_at_browser_close() is True
