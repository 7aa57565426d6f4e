"""What is around a page comes from the place's settings and from the contributors."""

from dataclasses import replace

from django.http import HttpRequest
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
