"""A page of an application that is sent after the session has ended: what was typed is given back to its owner."""

import pytest
from django.test import Client

from commonweal.ground.identity.kept_forms import COOKIE
from commonweal.kernel.form_marks import NAME, drawn_for, mark_for
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.test_pages import part_of, start, words

pytestmark = pytest.mark.django_db
HALF = {"address-by-hand": "1", "address-line1": "1 High  Street", "address-town": "", "address-postcode": "TN1"}


def page_of(client) -> str:
    return start(client).request["PATH_INFO"]


def send(client, page: str, owner: str):
    return client.post(page, {**HALF, NAME: mark_for(owner)}, headers={"referer": f"http://testserver{page}"})


def sign_in(late: Client, person) -> None:
    """Sign in and keep what the session of the stranger held."""
    session = late.session
    signed = Client()
    signed.force_login(person)
    for key, value in signed.session.items():
        session[key] = value
    session.save()


def test_a_form_carries_a_mark_of_whom_it_was_drawn_for_that_tells_nothing(town, client, ann):
    client.force_login(ann)
    html = client.get(page_of(client)).content.decode()
    mark = html.split(f'name="{NAME}" value="')[1].split('"')[0]
    assert drawn_for(mark, ann.ref)
    assert str(ann.pk) not in mark
    assert not drawn_for(mark, "person:somebody-else")
    assert not drawn_for(mark[:-1] + ("x" if mark[-1] != "x" else "y"), ann.ref)


def test_an_ended_session_leads_through_signing_in_back_to_the_page_with_what_was_typed(town, client, ann):
    client.force_login(ann)
    page, late = page_of(client), Client()
    sent = send(late, page, ann.ref)
    assert sent["Location"].startswith("/account/login/?next=")
    assert "What you typed is kept" in words(late.get(sent["Location"]))
    sign_in(late, ann)
    again = late.get(page)
    assert "1 High  Street" in again.content.decode()
    assert 'value="TN1"' in again.content.decode()
    assert "It was not sent yet" in words(again)
    # It is in the draft, and is not given a second time.
    assert part_of(late.get(f"/apply/{Journey.objects.get().pk}", follow=True)) == "where"
    assert "It was not sent yet" not in words(late.get(page))


def test_a_guest_whose_visit_ended_gets_their_own_words_and_nothing_of_the_draft(town, client):
    page = page_of(client)
    client.post(page, {**HALF, "address-line1": "KEPT IN THE DRAFT"})
    owner = Journey.objects.get().owner
    ended = send(Client(), page, owner)
    assert ended.status_code == 410
    assert "Your visit has ended" in words(ended)
    assert "1 High  Street" in ended.content.decode()
    assert "KEPT IN THE DRAFT" not in ended.content.decode()


def test_without_the_mark_of_its_owner_a_page_stays_not_found(town, client, ann):
    page = page_of(client)
    for mark in ("", "forged", mark_for(ann.ref), mark_for("guest:somebody-else")):
        refused = Client().post(page, {**HALF, NAME: mark}, headers={"referer": f"http://testserver{page}"})
        assert refused.status_code == 404


def test_what_another_form_of_the_page_sent_is_no_answer(town, client, ann):
    client.force_login(ann)
    page, late = page_of(client), Client(enforce_csrf_checks=True)
    client.post(page, {**HALF, "address-line1": "KEPT IN THE DRAFT", "_then": "save"})
    sent = {**HALF, NAME: mark_for(ann.ref)}
    assert late.post("/account/logout/", sent, headers={"referer": f"http://testserver{page}"}).status_code == 403
    assert COOKIE in late.cookies
    sign_in(late, ann)
    again = late.get(page)
    assert "KEPT IN THE DRAFT" in again.content.decode()
    assert "1 High  Street" not in again.content.decode()


def test_only_the_token_itself_is_left_out_of_what_is_given_back(town, client):
    page = page_of(client)
    owner, token = Journey.objects.get().owner, "1 High  Street"
    fields = {**HALF, NAME: mark_for(owner), "csrfmiddlewaretoken": token}
    ended = Client().post(page, fields, headers={"referer": f"http://testserver{page}"})
    assert token in ended.content.decode()
