"""In Welsh no page, and no page that refuses what was sent, says anything in English that is not marked as English."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from commonweal.ground.organisations.api import scopes
from commonweal.services.definitions import api as definitions
from commonweal.site.translating.collecting import collect
from tests.isolation.doors import address_of, pages
from tests.isolation.walking import undone
from tests.isolation.world import World
from tests.pages.forms import Form, forms_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WALKERS = ("stranger", "ann", "manager", "steward")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
IDENTITY = re.compile(r"[0-9a-f-]{36}|\?.*")
FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# What is said in no language: quotations of what somebody wrote, addresses, numbers, codes and names in programs.
UNSAID = re.compile(
    r"“[^”]*”|‘[^’]*’|\S+@\S+|https?:\S+|/\S+|\S*[\w-]+[.:=]\w\S*|\bcw_\S+|\b\w*\d\w*(?:-\w+)*"
    r"|\b[A-Z]{2}-[\w-]+|\b[A-Z\d]+(?:-[A-Z\d]+)+\b"
)
READ_ALOUD = {"aria-label", "aria-description", "title", "placeholder", "alt", "data-head"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "textarea", "noscript", "code"}
# What the people of this world wrote, and names of its things: nobody knows its language.
WRITTEN = {
    "grey",
    "green",
    "High Street",
    "Town",
    "About your bin",
    "revoked key",
    "key without scopes",
    "key of elsewhere",
    "elsewhere",
}
# Where pages show what is kept of a person, and what the title of a message is, which cannot be marked in a title.
AS_WRITTEN = {
    ("identity:my-data", "dd"),
    ("identity:correct", "dd"),
    ("identity:wrong", "dd"),
    ("messages:message", "title"),
}


class Reader(HTMLParser):
    """Every text of a page that is seen or read aloud, with the element and the language that it is marked with."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        language = have.get("lang", self.open[-1][1])
        self.found += [(tag, language, value) for name, value in have.items() if name in READ_ALOUD]
        if tag not in EMPTY:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if tag not in UNREAD and data.strip():
            self.found.append((tag, language, " ".join(data.split())))


def words_in(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def _texts(node: Any, language: str) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get(language), str):
            yield node[language]
        for each in node.values():
            yield from _texts(each, language)
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each, language)


def english_words() -> set[str]:
    """Words that the catalogues and the services of this world have in English, and in Welsh nowhere."""
    english: set[str] = set()
    welsh: set[str] = set()
    for room in collect("cy"):
        for entry in room.entries.values():
            english |= words_in(FILLED_IN.sub(" ", f"{entry.words.singular} {entry.words.plural}"))
            welsh |= words_in(FILLED_IN.sub(" ", " ".join(entry.forms)))
    for key in definitions.live():
        document = definitions.published(key).document
        english |= words_in(" ".join(_texts(document, "en")))
        welsh |= words_in(" ".join(_texts(document, "cy")))
    return english - welsh


def is_page(response: HttpResponse) -> bool:
    return bool(response["Content-Type"].startswith("text/html") and response.content)


def visited(world: World, who: str, sent: set[str]) -> Iterator[tuple[str, HttpResponse]]:
    """Every page in Welsh, and the page that follows where a form of it is sent without an answer: each form once, so
    not those in `sent`."""
    client = world.who[who]
    for name in pages():
        address = address_of(name, world)
        if address is None:
            continue
        with undone():
            page = _called(client, lambda at=address: client.get(at, follow=True))
        yield name, page
        if page.status_code != 200 or not is_page(page):
            continue
        for form in forms_in(page.content.decode()):
            to = form.action or address
            kind = IDENTITY.sub("", to)
            if form.method == "post" and kind not in sent and "/language/" not in to and "logout" not in to:
                sent.add(kind)
                with undone():
                    yield f"{name} {to}", _called(client, lambda to=to, form=form: _left_empty(client, to, form))


def _called(client: Client, call: Any) -> HttpResponse:
    """What is answered in Welsh; the browser is afterwards as it was."""
    kept = deepcopy(client.cookies)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    cache.clear()  # the account library counts there
    try:
        return call()
    finally:
        client.cookies = kept


def _left_empty(client: Client, to: str, form: Form) -> Any:
    sent = [(each.name, each.value if each.kind == "hidden" else "") for each in form.controls if each.name]
    pressed = [(button.name, button.value) for button in form.buttons if button.main and button.name][:1]
    return client.post(to, dict(sent + pressed), follow=True)


def english_in(name: str, response: HttpResponse, english: set[str], planted: re.Pattern[str]) -> set[str]:
    found = set()
    for tag, language, text in Reader(response.content.decode()).found:
        if language != "cy" or (name.split(maxsplit=1)[0], tag) in AS_WRITTEN:
            continue
        if words_in(UNSAID.sub(" ", planted.sub(" ", text))) & english:
            found.add(f"{name} {response.status_code} <{tag}> {text[:200]}")
    return found


def test_no_page_in_welsh_says_anything_in_english(world: World) -> None:
    english = english_words()
    assert {"please", "correct", "service"} <= english
    names = {person.name for person in world.people.values()} | WRITTEN | set(scopes())
    planted = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)))
    found: set[str] = set()
    sent: set[str] = set()
    walked = refused = 0
    for who in WALKERS:
        for name, response in visited(world, who, sent):
            if is_page(response) and b"<main" in response.content:
                assert b'<html lang="cy"' in response.content, name
                walked += 1
                refused += response.status_code >= 400
                found |= english_in(name, response, english, planted)
    assert found == set()
    assert walked > 300
    assert refused > 60
