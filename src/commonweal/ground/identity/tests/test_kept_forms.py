"""Forms that wait: how many are kept for whom, for how long, and what is never kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client, RequestFactory

from commonweal.ground.identity.signing_in import kept_forms
from commonweal.ground.identity.signing_in.kept_forms import (
    KEPT_FOR,
    KeptForm,
    forget,
    form_in,
    keep,
    kept_form,
    page_of,
)
from commonweal.ground.identity.testing import make_person
from commonweal.kernel.clock import now, standing_at
from commonweal.kernel.form_marks import NAME, digest_of, mark_for
from commonweal.web.form_filling import FilledForm

pytestmark = pytest.mark.django_db
OWN = {"referer": "http://testserver/account/login/"}
FORM = KeptForm("/page/", (FilledForm("/send/", {"words": ["typed"], "more": ["1", "2"]}),), {"papers": ["a.pdf"]})


def asked(person: Any = None, token: str = "") -> Any:
    request = RequestFactory().get("/page/")
    request.user, request.session = person, {}
    if token:
        request.COOKIES[kept_forms.COOKIE] = token
    return request


def test_a_stranger_has_only_so_much_kept():
    fields, kept = {NAME: mark_for("guest:a"), "words": "x" * 1000}, 0
    for _time in range(65):
        browser = Client(enforce_csrf_checks=True)
        assert browser.post("/account/login/", fields, headers=OWN).status_code == 403
        kept += kept_forms.COOKIE in browser.cookies
    assert kept == 60


def test_a_form_comes_back_to_the_same_person_on_its_page_for_an_hour():
    ann, ben = make_person(), make_person()
    asking = asked(ann)
    assert keep(asking, FORM, digest_of(ann.ref))
    token = asking.kept_form_token
    assert kept_form(asked(ann, token), page="/page/") == FORM
    assert kept_form(asked(ann, token), action="/send/") == FORM
    assert kept_form(asked(ann, token), page="/other/") is None
    assert kept_form(asked(ben, token), page="/page/") is None
    assert kept_form(asked(None, token), page="/page/") is None
    assert kept_form(asked(ann, "guessed"), page="/page/") is None
    with standing_at(now() + timedelta(seconds=KEPT_FOR + 1)):
        assert kept_form(asked(ann, token), page="/page/") is None
    forget(asked(ann, token), action="/other/")
    assert kept_form(asked(ann, token)) == FORM
    forget(asked(ann, token))
    assert kept_form(asked(ann, token)) is None


def test_the_cache_holds_neither_what_was_typed_nor_what_opens_it(monkeypatch):
    stored = {}
    monkeypatch.setattr(cache, "add", lambda key, value, timeout: stored.update({key: value, "for": timeout}) or True)
    ann = make_person()
    asking = asked(ann)
    assert keep(asking, FORM, digest_of(ann.ref))
    assert "typed" not in str(stored)
    assert asking.kept_form_token not in str(stored)
    assert stored["for"] == KEPT_FOR


def test_somebody_signed_in_has_as_much_kept_as_a_request_may_carry():
    ann = make_person()
    long = KeptForm("/page/", (FilledForm("/send/", {"words": ["x" * 900_000]}),))
    assert keep(asked(ann), long, digest_of(ann.ref))
    assert not keep(asked(), long, digest_of(ann.ref))


@pytest.mark.parametrize(
    ("action", "name", "kept"),
    [
        ("/send/", "password", False),
        ("/send/", "password1", False),
        ("/send/", "oldpassword", False),
        ("/send/", "csrfmiddlewaretoken", False),
        ("/send/", NAME, False),
        ("/account/2fa/authenticate/", "code", False),
        ("/account/2fa/webauthn/add/", "credential", False),
        ("/apply/x/form/bank/", "code", True),
        ("/send/", "postcode", True),
    ],
)
def test_passwords_codes_and_marks_are_not_kept(action, name, kept):
    assert (name in form_in(QueryDict(f"{name}=x"), action).values) is kept


@pytest.mark.parametrize(
    ("headers", "page"),
    [
        ({"Referer": "http://testserver/desk/?queue=mine"}, "/desk/?queue=mine"),
        ({"Referer": "http://testserver/desk/", "Origin": "http://testserver"}, "/desk/"),
        ({"Referer": "http://testserver/desk/", "Origin": "http://evil.example"}, ""),
        ({"Referer": "http://evil.example/desk/"}, ""),
        ({"Referer": "http://testserver.evil.example/desk/"}, ""),
        ({"Referer": "https://testserver/desk/"}, ""),
        ({}, ""),
    ],
)
def test_only_a_page_of_this_site_is_come_back_to(rf, headers, page):
    assert page_of(rf.post("/desk/", headers=headers)) == page
