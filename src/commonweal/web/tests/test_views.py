"""Changing the language keeps one's place and leads nowhere else; the style guide is not for production."""

import pytest
from django.http import Http404
from django.test import RequestFactory, override_settings

from commonweal.web import views


def test_the_language_is_kept_and_one_comes_back() -> None:
    response = views.language(RequestFactory().get("/language/cy/?next=/my/%3Fa=1"), "cy")
    assert response["Location"] == "/my/?a=1"
    assert [cookie.value for cookie in response.cookies.values()] == ["cy"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_one_is_never_sent_to_another_site(target: str) -> None:
    response = views.language(RequestFactory().get("/language/cy/", {"next": target}), "cy")
    assert response["Location"] == "/"


def test_a_language_that_the_place_does_not_speak_is_not_found() -> None:
    with pytest.raises(Http404):
        views.language(RequestFactory().get("/language/xx/"), "xx")


@override_settings(DEMO=False, DEBUG=False)
def test_the_style_guide_is_shown_in_the_demo_only() -> None:
    with pytest.raises(Http404):
        views.style_guide(RequestFactory().get("/styleguide/"))


@override_settings(DEMO=True)
def test_the_style_guide_draws_its_pages_and_no_others() -> None:
    assert views.style_guide(RequestFactory().get("/styleguide/")).status_code == 200
    with pytest.raises(Http404):
        views.style_guide(RequestFactory().get("/styleguide/x/"), "no-such-page")
