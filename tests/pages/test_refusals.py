"""Every refusal says what happened and what to do, at every address and for everybody."""

import json
import re

from django.http import HttpResponse
from django.test import Client

from tests.isolation.doors import address_of, pages
from tests.isolation.world import World


def _says_what_to_do(response: HttpResponse) -> bool:
    said = response.content.decode()
    if response["Content-Type"].startswith("application/problem+json"):
        return bool(json.loads(said)["title"])
    return response["Content-Type"].startswith("text/html") and "<h1" in said and "<main" in said


def test_no_page_refuses_without_words(world: World) -> None:
    bare, refused = [], 0
    for who in ("stranger", "ann", "manager"):
        for name in pages():
            address = address_of(name, world)
            for method in ("GET", "PUT") if address else ():
                response = world.who[who].generic(method, address)
                if response.status_code >= 400:
                    refused += 1
                    if not _says_what_to_do(response):
                        bare.append(f"{who} {method} {address} {response.status_code}")
    assert refused > 60
    assert bare == []


def test_an_address_that_takes_forms_only_has_a_page_in_both_languages(world: World) -> None:
    address = address_of("organisations:switch", world)
    english, welsh = (Client().get(address, headers={"accept-language": language}) for language in ("en", "cy"))
    assert (english.status_code, english["Allow"]) == (405, "POST")
    assert "This page cannot be used that way" in english.content.decode()
    assert '<html lang="cy"' in welsh.content.decode()


def test_a_way_of_asking_that_nobody_knows_has_a_page_and_for_programs_a_problem(world: World) -> None:
    assert _says_what_to_do(Client().generic("PROPFIND", "/"))
    answer = Client().generic("DELETE", "/api/journeys/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_only_the_headers_are_asked_for_and_nothing_is_drawn(world: World) -> None:
    assert Client().head(address_of("organisations:switch", world)).content == b""


def test_a_page_that_is_not_there_offers_the_search_and_the_way_back_to_ones_own_pages(world: World) -> None:
    said = world.who["ann"].get("/nowhere/").content.decode()
    assert 'action="/search"' in said
    assert 'href="/dashboard/"' in said
    assert re.search(r'<(a|button)[^>]* lang="cy"', said), "the other language is offered"


def test_the_address_of_a_beginning_leads_to_the_page_with_its_button(world: World) -> None:
    assert Client().get("/apply/town/bin")["Location"] == "/services/town/bin"
