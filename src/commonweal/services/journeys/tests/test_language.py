"""Changing the language in the middle of a page of a journey: what was typed is kept in the draft, unchecked."""

import re

import pytest
from django.conf import settings
from django.test import Client

from commonweal.blocks.forms.models import Upload
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.test_files import paper, papers, second_page
from commonweal.services.journeys.tests.test_pages import POSTS, part_of, start, words
from commonweal.services.journeys.tests.test_session_ended import HALF
from commonweal.services.journeys.tests.test_unfinished import typed_into

pytestmark = pytest.mark.django_db
__all__ = ["papers"]


def switch_on(page) -> dict[str, str]:
    """The button of the language switch."""
    button = re.search(r"<button[^>]* data-language[^>]*>", page.content.decode()).group()
    return dict(re.findall(r'([\w-]+)="([^"]*)"', button))


def test_half_a_page_is_there_in_the_other_language_and_nothing_is_complained_about(town, client):
    page = start(client)
    address, button = page.request["PATH_INFO"], switch_on(page)
    assert "formaction" not in button
    again = client.post(address, {**HALF, button["name"]: button["value"]}, follow=True)
    assert again.request["PATH_INFO"] == address
    assert "Ble mae?" in words(again)
    assert "govuk-error-message" not in again.content.decode()
    assert typed_into(again) == {"address-line1": "1 High  Street", "address-postcode": "TN1"}
    journey = Journey.objects.get()
    assert (journey.language, journey.confirmed) == ("cy", [])
    back = client.post(address, {**HALF, "_then": switch_on(again)["value"]}, follow=True)
    assert "Where is it?" in words(back)


def test_a_chosen_file_is_kept_and_a_refused_one_is_said_in_the_new_language(papers, client):
    address = second_page(client)
    client.post(address, {**POSTS["what"], "papers": [paper()], "_then": "language-cy"})
    assert Upload.objects.count() == 1
    client.cookies.pop("language")
    bad = paper(b"")
    refused = client.post(address, {**POSTS["what"], "note": "By the gate", "papers": [bad], "_then": "language-cy"})
    assert refused.status_code == 422
    assert '<html lang="cy"' in refused.content.decode()
    assert "By the gate" in refused.content.decode()


def test_the_check_page_is_not_sent_by_the_switch(town, client):
    page = start(client)
    for part in ("where", "what", "contact"):
        page = client.post(page.request["PATH_INFO"], POSTS[part], follow=True)
    assert part_of(page) == "check"
    assert 'href="/language/cy/?next=' in page.content.decode()
    assert "data-language" not in page.content.decode()


def test_a_language_that_the_place_does_not_speak_is_no_choice(town, client):
    address = start(client).request["PATH_INFO"]
    page = client.post(address, {**HALF, "_then": "language-xx"})
    assert page.status_code == 422
    assert Journey.objects.get().language == "en"


def test_a_page_that_was_drawn_before_another_window_changed_the_language_is_refused_in_the_new_one(town, client):
    address = start(client).request["PATH_INFO"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    page = client.post(address, {"address-line1": ""})
    assert page.status_code == 422
    assert "Ble mae?" in words(page)
    assert "Where is it?" not in words(page)


def test_a_stranger_changes_no_language_of_a_journey(town, client):
    address = start(client).request["PATH_INFO"]
    assert Client().post(address, {**HALF, "_then": "language-cy"}).status_code == 404
    assert Journey.objects.get().language == "en"
