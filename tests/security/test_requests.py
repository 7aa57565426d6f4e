"""Requests that others forge or bend: without a token, back to elsewhere, too often, to inside addresses."""

from datetime import UTC, datetime

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from tests.isolation.doors import operations

from commonweal.ground.identity.testing import make_person
from commonweal.kernel import outbound
from commonweal.kernel.clock import standing_at
from commonweal.kernel.limits import limit

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "javascript:alert(1)",
    "https:evil.example",
]


@pytest.fixture
def moment():
    """Time stands still, so that no window of a limit ends within a test."""
    with standing_at(datetime(2026, 5, 3, 10, tzinfo=UTC)):
        yield


def named(found: list, namespace: str = "") -> dict[str, URLPattern]:
    pages: dict[str, URLPattern] = {}
    for each in found:
        if hasattr(each, "url_patterns"):
            pages |= named(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        elif each.name and not namespace.startswith("api"):
            pages[f"{namespace}{each.name}"] = each
    return pages


def addresses(arguments: dict) -> dict[str, str]:
    found = {}
    for name, pattern in named(get_resolver().url_patterns).items():
        wanted = pattern.pattern.converters or pattern.pattern.regex.groupindex
        try:
            found[name] = reverse(name, kwargs={key: arguments[key] for key in wanted})
        except (NoReverseMatch, KeyError):
            continue
    return found


def strict(client: Client) -> Client:
    """The same browser, whose forms must carry their token."""
    other = Client(enforce_csrf_checks=True, raise_request_exception=False)
    other.cookies = client.cookies
    return other


@pytest.mark.slow
@pytest.mark.parametrize("who", ["stranger", "ann", "manager"])
def test_no_page_takes_a_form_without_its_token(world, who):
    client = strict(world.who[who])
    found = addresses(world.arguments)
    assert len(found) > 60
    taken = [name for name, address in found.items() if client.post(address, {"confirm": "yes"}).status_code != 403]
    assert taken == []


def test_the_api_takes_no_write_from_a_browser_without_a_token(world):
    client = strict(world.who["manager"])
    written = [(method, path.format(**world.arguments)) for method, path in operations() if method != "GET"]
    assert len(written) > 30
    answers = {f"{m} {p}": client.generic(m, p, "{}", content_type="application/json").status_code for m, p in written}
    assert {name: status for name, status in answers.items() if status != 403} == {}


def test_a_token_of_another_browser_does_not_help(world):
    mine, other = strict(world.who["ann"]), Client(enforce_csrf_checks=True)
    other.get("/account/login/")
    answer = mine.post("/account/logout/", {"csrfmiddlewaretoken": other.cookies[settings.CSRF_COOKIE_NAME].value})
    assert answer.status_code == 403


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_does_not_lead_to_another_site(client: Client, elsewhere: str):
    person = make_person(email="ann@example.org")
    person.set_password("a long secret word")
    person.save()
    form = {"login": "ann@example.org", "password": "a long secret word", "next": elsewhere}
    answer = client.post("/account/login/", form)
    assert answer.status_code == 302
    assert answer.headers["Location"] == settings.LOGIN_REDIRECT_URL


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_changing_the_language_does_not_lead_to_another_site(client: Client, elsewhere: str):
    assert client.get("/language/cy/", {"next": elsewhere}).headers["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_choosing_an_organisation_does_not_lead_to_another_site(world, settings, elsewhere: str):
    settings.STAFF_MFA_REQUIRED = False
    from commonweal.ground.organisations.models import Organisation

    client = world.who["manager"]
    chosen = {"/desk/organisation": Organisation.objects.get(key="town").pk, "/organisations/switch/": "town"}
    for address, organisation in chosen.items():
        answer = client.post(address, {"organisation": organisation, "next": elsewhere})
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/")
        assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_second_step_does_not_lead_to_another_site(world, elsewhere: str):
    page = world.who["ann"].get("/account/second-step/", {"next": elsewhere})
    assert f'href="{elsewhere}' not in page.content.decode()
    assert "evil" not in page.headers.get("Location", "")


def used_up(what: str, *, times: int, seconds: int) -> None:
    """As if this machine had called as often as it may."""
    for _ in range(times):
        limit(what, "127.0.0.1", times=times, seconds=seconds)


def test_beginning_journeys_is_limited_for_strangers(world, moment):
    used_up("begin", times=299, seconds=600)
    client = Client()
    assert client.post("/apply/town/bin").status_code == 302
    refused = client.post("/apply/town/bin")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_one_address_does_not_use_up_what_the_town_may_begin(world, moment, settings):
    settings.TRUSTED_PROXIES = 1
    used_up("begin", times=300, seconds=600)
    assert Client().post("/apply/town/bin", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 429
    assert Client().post("/apply/town/bin", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 302


def test_searching_is_limited(client: Client, moment):
    used_up("search", times=599, seconds=60)
    assert client.get("/search", {"q": "bin"}).status_code == 200
    assert client.get("/search", {"q": "bin"}).status_code == 429
    assert client.get("/api/search/", {"q": "bin"}).status_code == 429


def test_guessing_links_to_drafts_is_limited(client: Client, moment):
    used_up("resume", times=119, seconds=600)
    assert client.get("/apply/continue/guess").status_code != 429
    assert client.get("/apply/continue/guess").status_code == 429


def test_guessing_passwords_is_limited(client: Client):
    make_person(email="ann@example.org")
    form = {"login": "ann@example.org", "password": "wrong"}
    pages = [client.post("/account/login/", form) for _ in range(12)]
    assert any(page.status_code == 429 or "Too many" in page.content.decode() for page in pages)


def test_an_outbound_call_does_not_follow_a_redirect_inside(monkeypatch):
    called: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://169.254.169.254/latest/"})

    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("93.184.216.34", 443))])
    client = httpx.Client
    monkeypatch.setattr(
        outbound.httpx, "Client", lambda **given: client(**given, transport=httpx.MockTransport(answer))
    )
    assert outbound.post("https://provider.example/send", body=b"", headers={}).status_code == 302
    assert called == ["https://93.184.216.34/send"]


def test_a_name_that_changes_between_check_and_call_is_called_where_it_was_checked(monkeypatch):
    """DNS rebinding: the second answer of the name server would be an inside address."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    called: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append((request.url.host, request.headers["Host"]))
        return httpx.Response(200)

    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (next(answers), 443))])
    client = httpx.Client
    monkeypatch.setattr(
        outbound.httpx, "Client", lambda **given: client(**given, transport=httpx.MockTransport(answer))
    )
    outbound.post("https://provider.example/send", body=b"", headers={})
    assert called == [("93.184.216.34", "provider.example")]


def test_a_foreign_host_is_refused(client: Client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"host": "testserver", "x-forwarded-host": "evil.example"}).status_code == 200
    assert b"evil.example" not in client.get("/account/login/", headers={"x-forwarded-host": "evil.example"}).content
