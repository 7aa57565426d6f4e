"""What is around a page comes from the place's settings and from the contributors."""

from dataclasses import replace

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory, override_settings

from commonweal.web import chrome
from commonweal.web.chrome import Brand, Chrome, Link


@override_settings(PLACE_NAME="Eastmere", DEMO=True)
def test_the_settings_name_the_place() -> None:
    built = chrome.chrome_of(RequestFactory().get("/"))
    assert (built.place, built.demo) == ("Eastmere", True)


def test_contributors_are_asked_once_a_request() -> None:
    asked = []

    @chrome.contributes
    def links(request: HttpRequest, known: Chrome) -> Chrome:
        asked.append(request.path)
        return replace(known, account=(Link("Sign in", "/sign-in/"),))

    chrome.contributes(links)
    request = RequestFactory().get("/x/")
    assert chrome.chrome_of(request).account == (Link("Sign in", "/sign-in/"),)
    assert chrome.chrome_of(request).account
    assert asked == ["/x/"]


def test_a_page_of_an_organisation_bears_its_name() -> None:
    request = RequestFactory().get("/")
    chrome.brand_page(request, Brand("Harbour Homes", "/harbour/", "/theme.css"))
    assert chrome.chrome_of(request).organisation == Brand("Harbour Homes", "/harbour/", "/theme.css")


def test_each_language_leads_back_to_this_page() -> None:
    links = chrome.chrome_of(RequestFactory().get("/a/?b=1")).languages
    assert {link.language for link in links} == {"en", "cy"}
    assert all("next=%2Fa%2F%3Fb%3D1" in link.href for link in links)


PAGE = """{% extends "web/layout.html" %}{% from "web/components/page.html" import error_summary %}
{% block title %}Bins{% endblock %}{% block main %}{{ error_summary(errors) }}<p>{{ typed }}</p>{% endblock %}"""


@pytest.mark.parametrize(
    ("errors", "typed", "title"),
    [
        ([], "", "Bins – "),
        ([{"text": "Choose a bin"}], "", "Error: Bins – "),
        ([], '<div class="govuk-error-summary">', "Bins – "),
    ],
)
def test_the_title_of_any_page_says_whether_something_has_to_be_corrected(errors, typed, title) -> None:
    """A screen reader reads the title first; a page needs to do nothing for this."""
    template = engines["jinja2"].from_string(PAGE)
    html = template.render({"errors": errors, "typed": typed}, RequestFactory().get("/"))
    assert f"<title>{title}" in html


def test_no_page_says_it_in_its_title_a_second_time() -> None:
    env = engines["jinja2"].env
    titles = {
        name: env.loader.get_source(env, name)[0].partition("{% block title %}")[2] for name in env.list_templates()
    }
    told = [name for name, rest in titles.items() if "Error:" in rest.partition("{% endblock %}")[0]]
    assert told == []
