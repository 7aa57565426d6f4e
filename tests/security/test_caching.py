"""Personal answers are in no cache; answers that are the same for everybody may be."""

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.isolation.doors import operations
from tests.security.test_requests import addresses

from commonweal.site.requests.caching import CachingMiddleware

pytestmark = pytest.mark.django_db


def kept(answers: dict) -> list[str]:
    """Which answers a cache may keep, except those that are marked as public, set no cookie and are the same for all."""
    found = []
    for name, answer in answers.items():
        said = answer.headers.get("Cache-Control", "")
        public = "public" in said and not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
        if "no-store" not in said and not public:
            found.append(f"{name}: {said!r}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "manager"])
def test_no_page_of_somebody_signed_in_is_kept(world, who):
    browser = world.who[who]
    found = addresses(world.arguments)
    assert len(found) > 60
    assert kept({name: browser.get(address) for name, address in found.items()}) == []
    assert kept({name: browser.post(address) for name, address in found.items()}) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "manager"])
def test_no_answer_of_the_api_to_somebody_signed_in_is_kept(world, who):
    browser = world.who[who]
    answers = {
        f"{method} {path}": browser.generic(
            method, path.format(**world.arguments), "{}", content_type="application/json"
        )
        for method, path in operations()
    }
    assert len(answers) > 60
    assert kept(answers) == []


def test_no_answer_to_a_key_is_kept(world):
    paths = [path for method, path in operations() if method == "GET"]
    headers = {"Authorization": "Bearer cw_wrong"}
    assert kept({path: Client().get(path.format(**world.arguments), headers=headers) for path in paths}) == []


def test_public_answers_stay_as_they_are(world):
    assert "public" in Client().get("/organisations/town/theme.css").headers["Cache-Control"]
    assert "public" in world.who["ann"].get("/organisations/town/theme.css").headers["Cache-Control"]
    assert "no-store" not in Client().get("/api/openapi.json").headers.get("Cache-Control", "")


def test_an_answer_that_is_said_to_be_public_and_is_not_the_same_for_everybody_is_not_kept(rf):
    public = {"Cache-Control": "public, max-age=300"}
    with_cookie, varied = HttpResponse(headers=public), HttpResponse(headers=public | {"Vary": "Cookie"})
    with_cookie.set_cookie("seen", "1")
    request = rf.get("/", headers={"Authorization": "Bearer cw_wrong"})
    for answer in (with_cookie, varied):
        assert (
            CachingMiddleware(lambda _request, answer=answer: answer)(request)["Cache-Control"] == "private, no-store"
        )
    same = HttpResponse(headers=public)
    assert CachingMiddleware(lambda _request: same)(request)["Cache-Control"] == public["Cache-Control"]


def test_an_answer_that_sets_a_cookie_is_not_kept(rf):
    answer = HttpResponse("your number")
    answer.set_cookie("seen", "1")
    assert CachingMiddleware(lambda _request: answer)(rf.get("/"))["Cache-Control"] == "private, no-store"


def test_an_answer_to_a_form_is_not_kept_for_any_sender(rf):
    answering = CachingMiddleware(lambda _request: HttpResponse("your words"))
    assert answering(rf.post("/"))["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in answering(rf.get("/"))
