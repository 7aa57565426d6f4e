"""Characters that cannot be kept, and values that are too long or too large, are refused at every address: never a 500."""

import json
from urllib.parse import quote

import pytest
from django.test import Client
from tests.isolation.doors import operations
from tests.security.test_requests import addresses

pytestmark = pytest.mark.django_db
HOSTILE = {"nul": "a\0b", "surrogate": "a\ud800b", "long": "x" * 5000, "number": "9" * 40, "replacement": "\ufffd"}
NAMES = ["q", "next", "page", "status", "organisation", "order", "since", "until", "email", "login", "code", "name"]


def quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def faults(answers: dict[str, int]) -> dict[str, int]:
    return {name: status for name, status in answers.items() if status >= 500 and status != 503}


@pytest.fixture
def browser(world) -> Client:
    client = world.who["manager"]
    client.raise_request_exception = False
    return client


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_page_breaks_on_a_query_or_a_form(world, browser, kind):
    value, answers = quoted(HOSTILE[kind]), {}
    found = addresses(world.arguments)
    assert len(found) > 60
    query = "&".join(f"{name}={value}" for name in NAMES)
    for name, address in found.items():
        answers[f"GET {name}"] = browser.get(f"{address}?{query}").status_code
        sent = browser.post(address, query, content_type="application/x-www-form-urlencoded")
        answers[f"POST {name}"] = sent.status_code
        if kind == "nul":
            assert (answers[f"GET {name}"], answers[f"POST {name}"]) == (400, 400), name
    assert faults(answers) == {}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_page_breaks_on_a_part_of_its_address(world, browser, kind):
    answers = {}
    for name, value in world.arguments.items():
        for page, address in addresses({**world.arguments, name: "HOSTILE"}).items():
            if "HOSTILE" in address:
                hostile = address.replace("HOSTILE", quoted(HOSTILE[kind]))
                answers[f"{page} {name}={value}"] = browser.get(hostile).status_code
    assert len(answers) > 5
    assert faults(answers) == {}
    assert kind != "nul" or set(answers.values()) == {400}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_operation_breaks_on_a_query_a_part_of_its_address_or_a_body(world, browser, kind):
    value, answers = HOSTILE[kind], {}
    query = "&".join(f"{name}={quoted(value)}" for name in [*NAMES, "limit", "offset"])
    body = json.dumps(dict.fromkeys([*NAMES, "text", "key", "answers"], value) | {value: {"a": [value]}})
    for method, path in operations():
        address = path.format(**world.arguments)
        hostile = path.format(**{name: quoted(value) for name in world.arguments})
        for what, at, sent in (("query", f"{address}?{query}", "{}"), ("path", hostile, "{}"), ("body", address, body)):
            answer = browser.generic(method, at, sent, content_type="application/json")
            answers[f"{method} {path} {what}"] = answer.status_code
    assert faults(answers) == {}


@pytest.mark.parametrize("header", ["Cookie", "User-Agent", "Accept-Language", "Idempotency-Key", "Authorization"])
def test_a_nul_in_a_header_is_refused(header):
    answer = Client(raise_request_exception=False).get("/", headers={header: "session=a\0b"})
    assert answer.status_code == 400


def test_a_nul_in_the_name_of_a_file_or_a_field_is_refused():
    body = b'--b\r\nContent-Disposition: form-data; name="a\0b"\r\n\r\nx\r\n--b--\r\n'
    answer = Client().post("/search", body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400


def test_a_program_gets_the_refusal_as_json():
    answer = Client().get("/api/search/?q=%00")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
