"""Everybody walks through every door: nothing leaks, nothing is changed by those who may not, nothing is untested."""

import json
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from commonweal.blocks.cases.models import Case
from commonweal.ground.identity.models import Correction
from commonweal.ground.organisations.models import ApiKey, Membership, Organisation
from commonweal.services.definitions.models import Version
from commonweal.services.journeys.models import Journey
from tests.isolation.rules import API, API_UNDER, AUDIENCE, MAY_SEE, PAGES
from tests.isolation.world import WHO, World, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REFUSED = {302, 401, 403, 404, 405, 409, 422, 429, 503}


@pytest.fixture
def world(db, tmp_path, settings) -> World:
    from commonweal.ground.areas.models import Area

    settings.STAFF_MFA_REQUIRED = False
    town = Area.objects.create(key="town", name={"en": "Town"}, kind="place")
    Area.objects.create(key="town/north", name={"en": "North"}, kind="ward", parent=town)
    return build(tmp_path / "place")


def _patterns(patterns: list, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def page_names() -> dict[str, URLPattern]:
    """Every page by name; the API's operations are walked by its own description."""
    return {name: pattern for name, pattern in _patterns(get_resolver().url_patterns) if not name.startswith("api:")}


def operations() -> list[tuple[str, str]]:
    """Method and path of every operation of the API."""
    from commonweal.site.api import api

    described = api.get_openapi_schema(path_prefix="/api/")["paths"]
    return [(method.upper(), path) for path, methods in described.items() for method in methods]


def api_rule(method: str, path: str) -> str | None:
    exact = API.get(f"{method} {path}")
    if exact is not None:
        return exact
    return next((rule for start, rule in API_UNDER.items() if f"{method} {path}".startswith(start)), None)


def test_every_page_and_every_operation_has_a_rule():
    pages = {name for name in page_names() if not name.startswith(("account_", "mfa_", "usersessions_"))}
    assert pages - set(PAGES) == set()
    assert [(method, path) for method, path in operations() if api_rule(method, path) is None] == []


def test_no_rule_is_about_a_door_that_is_gone():
    assert set(PAGES) - set(page_names()) == set()
    assert set(API) - {f"{method} {path}" for method, path in operations()} == set()


def _address(name: str, pattern: URLPattern, world: World) -> str | None:
    wanted = pattern.pattern.converters or pattern.pattern.regex.groupindex
    try:
        return reverse(name, kwargs={key: world.arguments[key] for key in wanted})
    except NoReverseMatch:
        return None


def _leaks(response, who: str) -> list[str]:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return [word for word, may in MAY_SEE.items() if who not in may and word.encode() in content]


def _state() -> tuple:
    """What nobody but those who may must be able to change."""
    return (
        list(Case.objects.values_list("pk", "state", "assignee", "priority", "phase")),
        sorted((str(pk), json.dumps(roles)) for pk, roles in Membership.objects.values_list("pk", "roles")),
        list(Organisation.objects.values_list("pk", "name", "active")),
        list(ApiKey.objects.values_list("pk", "revoked_at")),
        list(Correction.objects.values_list("pk", "state", "answer_sealed")),
        list(Version.objects.values_list("hash", "status")),
        list(Journey.objects.filter(owner__startswith="person:").values_list("pk", "state", "sealed")),
    )


@pytest.mark.parametrize("who", WHO)
def test_pages_show_everybody_only_what_is_theirs(world, who):
    client, wrong = world.who[who], []
    before = _state()
    for name, pattern in page_names().items():
        address = _address(name, pattern, world)
        if address is None:
            continue
        response = client.get(address)
        rule = PAGES.get(name, "public")
        allowed = who in AUDIENCE[rule]
        if response.status_code >= 500 and response.status_code != 503:
            wrong.append(f"{name}: {response.status_code}")
        if not allowed and response.status_code not in REFUSED:
            wrong.append(f"{name}: {who} got {response.status_code}, but it is for {rule}")
        wrong += [f"{name}: {who} saw {word}" for word in _leaks(response, who)]
    assert not wrong, "\n".join(wrong)
    assert _state() == before, "looking must change nothing"


@pytest.mark.parametrize("who", WHO)
def test_forms_that_are_sent_by_the_wrong_person_change_nothing(world, who):
    client, wrong = world.who[who], []
    for name, pattern in page_names().items():
        rule = PAGES.get(name)
        if rule is None or who in AUDIENCE[rule]:
            continue
        address = _address(name, pattern, world)
        if address is None:
            continue
        before = _state()
        response = client.post(address, {"text": "x", "confirm": "yes", "roles": "manager"})
        if response.status_code not in REFUSED | {400}:
            wrong.append(f"{name}: {who} got {response.status_code}")
        if _state() != before:
            wrong.append(f"{name}: {who} changed something")
    assert not wrong, "\n".join(wrong)


BODIES: dict[str, dict] = {
    "transitions": {"transition": "collect"},
    "decisions": {"transition": "collect", "reasons": "Because."},
    "notes": {"text": "x"},
    "letters": {"subject": "x", "text": "x"},
    "questions": {"question": "x"},
    "roles": {"roles": ["manager"]},
    "take": {},
    "release": {},
    "priority": {"priority": "urgent"},
    "reopen": {"reason": "x"},
    "withdraw": {"reason": "x"},
    "answer": {"text": "x"},
    "retire": {"reason": "x"},
    "keys": {"name": "x", "scopes": ["cases:read"]},
    "invitations": {"email": "x@example.org", "roles": ["manager"]},
    "submit": {},
    "check": {"text": "service: x"},
}


@pytest.mark.parametrize("who", WHO)
def test_operations_of_the_api_refuse_the_wrong_person_and_leak_nothing(world, who):
    client, wrong = world.who[who], []
    for method, path in operations():
        rule = api_rule(method, path)
        assert rule is not None
        allowed = who in AUDIENCE[rule]
        if allowed and method != "GET":
            continue  # what those may who may is tested beside the code
        address = path.format(**world.arguments)
        body = BODIES.get(path.rstrip("/").rsplit("/", 1)[-1], {})
        before = _state()
        response = client.generic(method, address, json.dumps(body), content_type="application/json")
        if response.status_code >= 500:
            wrong.append(f"{method} {path}: {response.status_code}")
        if not allowed and response.status_code not in REFUSED | {400}:
            wrong.append(f"{method} {path}: {who} got {response.status_code}, but it is for {rule}")
        if not allowed and response.status_code < 500 and "problem+json" not in response.headers["Content-Type"]:
            wrong.append(f"{method} {path}: the refusal is no problem+json")
        wrong += [f"{method} {path}: {who} saw {word}" for word in _leaks(response, who)]
        if _state() != before:
            wrong.append(f"{method} {path}: {who} changed something")
    assert not wrong, "\n".join(wrong)
