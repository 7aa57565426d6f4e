"""A page of an application that is sent after the session has ended: what was typed is given back to its owner."""

import re
from html import unescape

import pytest
from django.test import Client

from commonweal.ground.identity.signing_in.kept_forms import COOKIE
from commonweal.kernel.acting import Acting
from commonweal.kernel.form_marks import NAME, drawn_for, mark_for
from commonweal.kernel.problems import NotFound
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.test_pages import part_of, start, words
from commonweal.services.journeys.typed_words import words_typed

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


def hidden(html: str) -> dict[str, str]:
    """What the form of the page sends, and to which address."""
    form = html.partition('<form method="post" action="/apply/')[2].partition("</form>")[0]
    fields = {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    }
    return fields | {"action": "/apply/" + form.partition('"')[0]}


def test_a_guest_starts_again_with_what_was_typed(town, client):
    page, late = page_of(client), Client()
    ended = send(late, page, Journey.objects.get().owner)
    fields = hidden(ended.content.decode())
    begun = late.post(fields.pop("action"), fields, follow=True)
    assert "This is a new draft." in words(begun)
    new = Journey.objects.latest("begun_at")
    shown = late.get(f"/apply/{new.pk}/form/where").content.decode()
    assert "1 High  Street" in shown
    assert 'value="TN1"' in shown
    assert Journey.objects.count() == 2
    assert Journey.objects.earliest("begun_at").owner != new.owner


def test_what_was_typed_on_a_later_page_waits_there_and_is_no_answer_yet(town, client, guest):
    row = journeys.begin_journey(service="town/bin", acting=guest, language="en")
    after = journeys.put_in_typed(journey=str(row.pk), part="garden", posted={"sacks": "3", "x": "y"}, acting=guest)
    assert (dict(after.data.answers), list(after.data.unfinished)) == ({}, ["sacks"])
    assert after.flow.next.name == "form/where"


def test_a_page_that_the_service_no_longer_has_is_left_out(town, client):
    begun = client.post("/apply/town/bin", {"_part": "gone", "note": "words"}, follow=True)
    assert begun.status_code == 200
    assert Journey.objects.count() == 1


def test_nobody_puts_anything_into_the_draft_of_somebody_else(town, client, guest, ann):
    row = journeys.begin_journey(service="town/bin", acting=guest, language="en")
    with pytest.raises(NotFound):
        journeys.put_in_typed(journey=str(row.pk), part="where", posted=HALF, acting=Acting(actor=ann.ref))


def test_only_words_that_somebody_typed_are_shown_and_no_codes(town, guest):
    fields = [("kind", "grey"), ("note", "By the gate"), ("agrees", "yes"), ("note", "grey")]
    assert words_typed(fields, "town/bin") == ["By the gate", "grey"]
    assert words_typed(fields, "town/gone") == ["grey", "By the gate", "grey"]
