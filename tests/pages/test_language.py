"""Changing the language while a form is being filled in keeps everything that was typed and chosen in it."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from commonweal.ground.identity.signing_in import kept_forms
from commonweal.kernel.form_marks import NAME
from tests.isolation.world import World
from tests.pages.conftest import pages_of
from tests.pages.filling import fill, same_form, seen
from tests.pages.forms import Form, forms_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# In how many forms each must at least have changed the language, so that the walk is not empty.
AT_LEAST = {"stranger": 4, "ann": 6, "manager": 16}


@dataclass
class Switch:
    """A button that changes the language: how it sends its form."""

    name: str
    value: str
    action: str
    method: str


class _Switches(HTMLParser):
    """Finds the buttons that change the language, by the number of the form that they send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms, self.header = 0, ""
        self.found: dict[int, Switch] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms += 1
            if have.get("id") == self.header != "":
                self.found[self.forms - 1] = self.switch
        elif tag == "button" and ("data-language" in have or "/language/" in have.get("formaction", "")):
            switch = Switch(have["name"], have["value"], have.get("formaction", ""), have.get("formmethod", "post"))
            if "form" in have:
                self.header, self.switch = have["form"], switch
            else:
                self.found[self.forms - 1] = switch


def unprotected(form: Form, page: str) -> list[str]:
    """Fields for passwords and codes that would be kept."""
    secrets = [each.name for each in form.controls if each.secret and each.kind != "hidden"]
    return [f"{page}: {name} would be kept" for name in secrets if not kept_forms.is_secret(name, form.action or page)]


def change_language(client: Client, page: str, switch: Switch, form: Form) -> str:
    fields: dict[str, list[str]] = {switch.name: [switch.value]}
    for name, value in form.sent():
        fields.setdefault(name, []).append(value)
    to = switch.action or form.action or page
    answer = getattr(client, switch.method)(to, fields, headers={"referer": f"http://testserver{page}"})
    assert answer.status_code == 302, (page, to, answer.status_code)
    assert urlsplit(answer["Location"]).path == urlsplit(page).path, (page, answer["Location"])
    again = client.get(answer["Location"])
    assert again.status_code == 200, (page, again.status_code)
    return str(again.content.decode())


def lost_by(world: World, who: str) -> tuple[int, list[str]]:
    """In how many forms of how many pages somebody changed the language, and what they lost by it."""
    client, changed, lost = world.who[who], 0, []
    for page, response in pages_of(world, client):
        html = response.content.decode()
        if '<html lang="en"' not in html:
            client.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)
            html = client.get(page).content.decode()
        lost += [each for form in forms_in(html) for each in unprotected(form, page)]
        switches = _Switches(html).found
        for number, form in enumerate(forms_in(html)):
            if number in switches:
                fill(form)
                client.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)
                again = change_language(client, page, switches[number], form)
                assert '<html lang="cy"' in again, page
                changed += 1
                found = [seen(each, page) for each in same_form(forms_in(again), form, page)]
                if seen(form, page) not in found:
                    lost.append(f"{who} {page} {form.action}: {seen(form, page)} became {found}")
            elif form.buttons and seen(form, page) and (form.method == "post" or not switches):
                lost.append(f"{who} {page} {form.action}: has no switch")
    return changed, lost


def test_what_was_typed_is_there_in_the_other_language(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_forms, "limit", lambda *_args, **_named: None)
    for who, least in AT_LEAST.items():
        changed, lost = lost_by(world, who)
        assert lost == []
        assert changed >= least, who


def test_nothing_is_kept_of_a_page_of_another_site_or_that_was_drawn_for_somebody_else(world: World):
    page = reverse("identity:correct")
    form = next(each for each in forms_in(world.who["ann"].get(page).content.decode()) if each.method == "post")
    fields, to = {**dict(form.sent()), "_sent_to": ""}, f"/language/cy/?next={page}"
    own = f"http://testserver{page}"
    for who, headers in (
        ("ann", {"referer": f"http://evil.example{page}"}),
        ("ann", {"referer": own, "origin": "http://evil.example"}),
        ("ann", {}),
        ("ben", {"referer": own}),
        ("stranger", {"referer": own}),
    ):
        world.who[who].cookies.pop(kept_forms.COOKIE, None)
        assert world.who[who].post(to, fields, headers=headers).status_code == 302
        assert kept_forms.COOKIE not in world.who[who].cookies, (who, headers)
    world.who["ann"].post(to, fields, headers={"referer": own})
    assert world.who["ann"].cookies[kept_forms.COOKIE].value


def test_other_forms_of_the_page_that_a_script_adds_come_back_too(world: World):
    client = world.who["manager"]
    page = reverse("desk:case", args=[world.arguments["case_id"]])
    note, other = f"{page}do/note", f"{page}do/write"
    mark = dict(forms_in(client.get(page).content.decode())[0].sent())[NAME]
    sent = {NAME: mark, "_sent_to": note, "note": "A note", "_also": f"{other} subject=A+letter&text=Dear+%26+all"}
    client.post(f"/language/cy/?next={page}", sent, headers={"referer": f"http://testserver{page}"})
    drawn = forms_in(client.get(page).content.decode())
    assert ("note", "A note") in [pair for form in drawn if form.action == note for pair in form.sent()]
    letter = [pair for form in drawn if form.action == other for pair in form.sent()]
    assert {("subject", "A letter"), ("text", "Dear & all")} <= set(letter)
