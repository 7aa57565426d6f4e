"""A page that answers a form is led to, so that going back to it, or loading it again, sends nothing a second time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from commonweal.ground.identity.signing_in.kept_pages import COOKIE, KEPT_FOR
from commonweal.kernel.clock import now, standing_at
from commonweal.site.requests.kept_pages import PAGES
from commonweal.web.field_buttons import NAME
from tests.isolation.world import World
from tests.pages.conftest import pages_of
from tests.pages.forms import forms_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IN_WINDOW = {"sec-fetch-mode": "navigate"}
# How many forms refuse what is empty, so that the walk is not empty itself.
AT_LEAST = {"stranger": 3, "ann": 6, "manager": 12}
SECOND_FACTORS = "/account/2fa/"
KEYS = "/organisations/town/keys/"
WRONG = "/account/my-data/wrong/"


def emptied(world: World, who: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Page, address and fields of every form with boxes that somebody sees, sent as it is with nothing typed."""
    found = []
    for page, response in pages_of(world, world.who[who]):
        for form in forms_in(response.content.decode()):
            if form.method == "post" and form.boxes:
                fields = {name: value for name, value in form.fields if name != "csrfmiddlewaretoken"}
                found.append((page, form.action or page, {**fields, **dict.fromkeys(form.boxes, "")}))
    return found


def send(client: Client, page: str, action: str, fields: dict[str, Any]) -> Any:
    return client.post(action, fields, headers={**IN_WINDOW, "referer": f"http://testserver{page}"})


def test_every_page_that_refuses_a_form_can_be_fetched_again(world: World) -> None:
    wrong = []
    for who, least in AT_LEAST.items():
        client, led = world.who[who], 0
        for page, action, fields in emptied(world, who):
            if action.startswith(SECOND_FACTORS):
                continue  # these pages show secrets, and are not kept
            answer = send(client, page, action, fields)
            if answer.status_code in PAGES:
                wrong.append(f"{who} {page} {action}: answered at once with {answer.status_code}")
            if answer.status_code != 303:
                continue
            led += 1
            first, second = client.get(answer["Location"]), client.get(answer["Location"])
            if (
                first.status_code not in PAGES
                or first.content != second.content
                or "<main" not in first.content.decode()
            ):
                wrong.append(f"{who} {page} {action}: {first.status_code}, then {second.status_code}")
        assert led >= least, (who, led)
    assert wrong == []


@pytest.fixture
def refused(world: World) -> HttpResponse:
    return send(world.who["ann"], WRONG, WRONG, {"words": "typed by Ann"})


def test_what_was_typed_is_shown_to_the_same_person_in_the_same_browser_and_language_only(world, refused) -> None:
    ann, where = world.who["ann"], refused["Location"]
    assert "typed by Ann" in ann.get(where).content.decode()
    assert ann.get(where)["Cache-Control"] == "private, no-store"
    world.who["ben"].cookies[COOKIE] = ann.cookies[COOKIE].value
    assert "typed by Ann" not in world.who["ben"].get(where).content.decode()
    ann.cookies["language"] = "cy"
    assert "typed by Ann" not in ann.get(where).content.decode()
    ann.cookies["language"] = "en"
    del ann.cookies[COOKIE]
    assert "typed by Ann" not in ann.get(where).content.decode()


def test_it_is_sealed_and_ends_after_an_hour(world, refused, monkeypatch) -> None:
    stored = {}
    monkeypatch.setattr(cache, "add", lambda key, value, timeout: stored.update({key: value}) or True)
    assert send(world.who["ann"], WRONG, WRONG, {"words": "typed by Ann"}).status_code == 303
    assert stored
    assert "typed by Ann" not in str(stored)
    with standing_at(now() + timedelta(seconds=KEPT_FOR + 1)):
        assert "typed by Ann" not in world.who["ann"].get(refused["Location"]).content.decode()


def test_a_form_that_is_taken_leaves_nothing_stale_to_go_back_to(world: World, refused) -> None:
    """Going back shows what is kept now, not the mistake that was mended."""
    ann, where = world.who["ann"], refused["Location"]
    form = next(each for each in forms_in(ann.get(where).content.decode()) if "words" in each.boxes)
    what = next(each.value for each in form.controls if each.name == "what")
    taken = send(ann, where, where, {"what": what, "words": "It should say Ann", "organisation": "town"})
    assert taken.status_code == 302, taken.content.decode()[-600:]
    assert "typed by Ann" not in ann.get(where).content.decode()


def test_a_program_gets_the_page_at_once(world: World) -> None:
    assert world.who["ann"].post(WRONG, {"words": ""}).status_code in PAGES


def test_beyond_the_limit_the_page_is_answered_at_once(world: World, monkeypatch) -> None:
    from commonweal.ground.identity.signing_in import kept_pages

    monkeypatch.setattr(kept_pages, "LONGEST", 10)
    assert send(world.who["ann"], WRONG, WRONG, {"words": ""}).status_code in PAGES


def test_a_page_that_shows_a_secret_once_is_not_kept(world: World) -> None:
    manager = world.who["manager"]
    made = send(manager, KEYS, KEYS, {"name": "Lorry", "scopes": "cases:read"})
    assert made.status_code == 200, made.status_code
    assert COOKIE not in manager.cookies


def test_a_password_is_in_no_page_that_is_kept() -> None:
    browser, password = Client(), "a password of mine 42"
    for page in ("/account/signup/", "/account/login/"):
        refused = send(browser, page, page, {"email": "nobody", "login": "nobody", "password": password})
        assert refused.status_code == 303
        assert password not in browser.get(refused["Location"]).content.decode()


def test_a_form_with_buttons_inside_its_fields_takes_no_place_along_to_the_next_page(world: World) -> None:
    found, wrong = 0, []
    for who in AT_LEAST:
        for page, response in pages_of(world, world.who[who]):
            for form in forms_in(response.content.decode()):
                if any(NAME.fullmatch(button.name) for button in form.buttons):
                    found += 1
                    if not form.action:
                        wrong.append(f"{who} {page}")
    assert found > 0
    assert wrong == []
