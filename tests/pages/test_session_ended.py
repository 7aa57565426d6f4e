"""A form that is sent after the session has ended comes back with what was typed, on its page, after signing in."""

from html import unescape

import pytest
from django.test import Client

from commonweal.ground.identity.signing_in.kept_forms import COOKIE
from commonweal.kernel.clock import now
from tests.isolation.world import World
from tests.pages.conftest import pages_of
from tests.pages.filling import fill, same_form, seen
from tests.pages.forms import Form, forms_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TYPED = 'What I "typed" & <meant> for a long time'
WHO = ("ann", "officer", "manager")
# Which pages of the walk must have a form with a long box for whom, so that the walk is not empty.
AT_LEAST = {"ann": 3, "officer": 4, "manager": 3}


def sign_in_again(client: Client, world: World, who: str) -> None:
    """As the account library does: what the session of the stranger held stays."""
    from django.contrib.auth import login
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = client.session
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    login(request, world.people[who], backend="commonweal.ground.identity.backend.AccountBackend")
    shown = {"method": "mfa", "at": now().timestamp(), "reauthenticated": True}
    request.session["account_authentication_methods"] = [shown]
    request.session["account_authentication_methods_user"] = str(world.people[who].pk)
    if who in {"officer", "manager"}:
        from commonweal.ground.organisations.models import Organisation

        request.session["organisation"] = str(Organisation.objects.get(key="town").pk)
    request.session.save()
    client.cookies["session"] = request.session.session_key


def texts(world: World, who: str) -> list[tuple[str, str, str, dict[str, str]]]:
    """Page, address, name of the box and all fields, of every form with a box for long texts that somebody sees."""
    found = []
    for page, response in pages_of(world, world.who[who]):
        for form in forms_in(response.content.decode()):
            for box in form.long_boxes if form.method == "post" else ():
                fields = {name: value for name, value in form.fields if name != "csrfmiddlewaretoken"}
                found.append((page, form.action or page, box, {**fields, box: TYPED}))
    return found


def test_every_long_text_is_there_again_after_signing_in(world: World):
    wrong = []
    for who in WHO:
        seen = texts(world, who)
        assert len(seen) >= AT_LEAST[who], (who, [page for page, *_ in seen])
        for page, action, box, fields in seen:
            client = Client()
            lost = client.post(action, fields, headers={"referer": f"http://testserver{page}"})
            if lost.status_code != 302 or "next=" not in lost["Location"]:
                wrong.append(f"{who} {page} {box}: {lost.status_code}")
                continue
            sign_in_again(client, world, who)
            again = unescape(client.get(page).content.decode())
            if TYPED not in again or "It was not sent yet" not in again:
                wrong.append(f"{who} {page} {box}: not there again")
            if TYPED in unescape(client.get(page).content.decode()):
                wrong.append(f"{who} {page} {box}: there for ever")
    assert wrong == []


def first_text(world: World) -> tuple[str, str, str, dict[str, str]]:
    return texts(world, "ann")[0]


def every_form(world: World, who: str) -> list[tuple[str, Form]]:
    """The page and the form, filled in, of every form of long texts or choices that somebody sees."""
    found = []
    for page, response in pages_of(world, world.who[who]):
        for form in forms_in(response.content.decode()):
            if form.method == "post" and any(each.kind in {"radio", "checkbox", "select"} for each in form.controls):
                fill(form)
                found.append((page, form))
    return found


def test_every_choice_is_there_again_after_signing_in(world: World):
    lost = []
    for who in ("ann", "manager"):
        forms = every_form(world, who)
        assert len(forms) >= AT_LEAST[who], (who, [page for page, _form in forms])
        for page, form in forms:
            client, fields = Client(), {}
            for name, value in form.sent():
                fields.setdefault(name, []).append(value)
            client.post(form.action or page, fields, headers={"referer": f"http://testserver{page}"})
            sign_in_again(client, world, who)
            again = forms_in(client.get(page, follow=True).content.decode())
            found = [seen(each, page) for each in same_form(again, form, page)]
            if seen(form, page) not in found:
                lost.append(f"{who} {page} {form.action}: {seen(form, page)} became {found}")
    assert lost == []


def test_nothing_is_given_to_somebody_else_in_the_same_browser(world: World):
    page, action, _box, fields = first_text(world)
    client = Client()
    client.post(action, fields, headers={"referer": f"http://testserver{page}"})
    assert TYPED not in unescape(client.get(page, follow=True).content.decode())
    sign_in_again(client, world, "ben")
    assert TYPED not in unescape(client.get(page, follow=True).content.decode())


def test_nothing_is_kept_of_a_form_that_was_not_ours_or_was_drawn_for_somebody_else(world: World):
    page, action, _box, fields = first_text(world)
    own = {"referer": f"http://testserver{page}"}
    forged = {**fields, "_typist": "0" * 32 + ":x"}
    for sent, headers, browser in (
        (forged, own, Client()),
        (fields, {"referer": f"http://evil.example{page}"}, Client()),
        (fields, {**own, "origin": "http://evil.example"}, Client()),
        ({**fields, "more": "x" * 100_001}, own, Client()),
    ):
        browser.post(action, sent, headers=headers)
        assert COOKIE not in browser.cookies
    ben = world.who["ben"]
    ben.post(action, fields, headers=own)
    assert COOKIE not in ben.cookies


def test_what_is_kept_is_sealed_and_ends_after_an_hour(world: World):
    from datetime import timedelta

    from commonweal.kernel.clock import standing_at

    page, action, _box, fields = first_text(world)
    client = Client()
    client.post(action, fields, headers={"referer": f"http://testserver{page}"})
    assert client.cookies[COOKIE]["max-age"] == 3600
    assert client.cookies[COOKIE]["httponly"]
    sign_in_again(client, world, "ann")
    with standing_at(now() + timedelta(minutes=61)):
        assert TYPED not in unescape(client.get(page).content.decode())


def test_a_form_whose_token_is_too_old_is_given_back(world: World):
    page, action, _box, fields = first_text(world)
    client = Client(enforce_csrf_checks=True)
    sign_in_again(client, world, "ann")
    refused = client.post(action, fields, headers={"referer": f"http://testserver{page}"})
    assert refused.status_code == 403
    assert f'href="{page}"' in refused.content.decode()
    assert TYPED in unescape(client.get(page).content.decode())
