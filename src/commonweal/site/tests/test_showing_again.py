"""Pages that are kept: for which browser, how many, and which never; what goes with the way to them."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse

from commonweal.ground.identity.signing_in.kept_pages import COOKIE, keep_page, kept_page
from commonweal.ground.identity.testing import make_person
from commonweal.kernel.limits import limit
from commonweal.site.requests.kept_pages import KeptPagesMiddleware
from commonweal.web.page_names import AGAIN

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
PAGE = HttpResponse("<main>Try again</main>")


def asked(address: str = HERE, person: Any = None, name: str = "", browser: str = "") -> HttpRequest:
    request = RequestFactory().get(SIGN_IN, {AGAIN: name} if name else {}, REMOTE_ADDR=address)
    request.user, request.session = person or AnonymousUser(), {}
    request.COOKIES = {COOKIE: browser} if browser else {}
    return request


def answered(path: str, answer: HttpResponse) -> HttpResponse:
    """The answer to a form that a stranger's browser sends to the path."""
    request = RequestFactory().post(path, headers={"Sec-Fetch-Mode": "navigate"})
    request.user, request.session, request.resolver_match = AnonymousUser(), {}, resolve(path)
    return KeptPagesMiddleware(lambda _request: answer)(request)


def second_factor_pages() -> list[str]:
    found = [str(name) for name in get_resolver().reverse_dict if str(name).startswith("mfa_")]
    return [reverse(name, args=[1] if name.endswith(("edit_webauthn", "remove_webauthn")) else []) for name in found]


def test_a_page_is_found_only_in_the_browser_that_it_was_kept_for():
    request = asked(browser="one")
    name = keep_page(request, PAGE)
    assert kept_page(asked(name=name, browser="one")) is not None
    assert kept_page(asked(name=name, browser="another")) is None


def test_each_person_and_each_network_of_strangers_has_its_own_number_of_pages():
    person = make_person()
    limit("kept-page", HERE, times=240, seconds=3600, weight=240)
    assert keep_page(asked(HERE), PAGE) == ""
    assert keep_page(asked(ELSEWHERE), PAGE)
    assert keep_page(asked(HERE, person), PAGE)
    limit("kept-page", person.ref, times=240, seconds=3600, weight=239)
    assert keep_page(asked(ELSEWHERE, person), PAGE) == ""


def test_the_way_to_a_page_sets_the_cookies_that_its_answer_sets():
    answer = HttpResponse("<main>Try again</main>")
    answer.set_cookie("session", "begun")
    led = answered(SIGN_IN, answer)
    assert led.status_code == 303
    assert led.cookies["session"].value == "begun"
    assert COOKIE in led.cookies


def test_a_page_that_is_shown_again_is_in_no_cache_not_even_a_strangers():
    name = keep_page(asked(browser="one"), PAGE)
    shown = KeptPagesMiddleware(lambda _request: HttpResponse("anew"))(asked(name=name, browser="one"))
    assert shown.content == PAGE.content
    assert shown["Cache-Control"] == "private, no-store"


def test_no_page_about_second_factors_is_kept():
    pages = second_factor_pages()
    assert len(pages) > 8
    assert [page for page in pages if answered(page, HttpResponse("<main>A key</main>")).status_code != 200] == []
