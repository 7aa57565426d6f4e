"""The OpenAPI description is valid, names every operation once for all time, and describes every refusal."""

import json
import re

import jsonschema_rs
import pytest
from django.test import Client
from ninja import Schema

from commonweal.kernel.problems import Problem
from commonweal.site.api import api

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def described() -> dict:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))


def operations(described: dict) -> list[dict]:
    return [operation for methods in described["paths"].values() for operation in methods.values()]


def references(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(each) for each in node.values()))
    return set().union(*(references(each) for each in node)) if isinstance(node, list) else set()


def test_the_description_is_served_and_says_its_version(client: Client):
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"


def test_it_has_what_openapi_asks_of_each_operation(described):
    for path, methods in described["paths"].items():
        assert path.startswith("/api/")
        for method, operation in methods.items():
            assert method in {"get", "put", "post", "delete", "patch"}
            assert operation["responses"], operation["operationId"]
            assert all(re.fullmatch(r"[1-5]\d\d", code) for code in operation["responses"])
            inside = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert inside == set(re.findall(r"{(\w+)}", path)), path
            assert all(p["required"] for p in operation["parameters"] if p["in"] == "path")


def test_every_schema_is_a_schema_of_json_schema_2020_12(described):
    for name, schema in described["components"]["schemas"].items():
        jsonschema_rs.meta.validate({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"})
        assert re.fullmatch(r"[\w.-]+", name)


def test_every_kind_of_refusal_is_described_at_every_operation(described):
    refusals = {kind.status for kind in _kinds(Problem) if 400 <= kind.status < 500} | {Problem.status}
    assert 415 in refusals
    for operation in operations(described):
        assert {str(status) for status in refusals} <= operation["responses"].keys(), operation["operationId"]


def _kinds(kind: type = Schema) -> list[type]:
    return [each for sub in kind.__subclasses__() for each in (sub, *_kinds(sub))]


def test_no_two_shapes_share_a_name():
    """The description knows shapes by their names alone: of two with one name, one would be described as the other."""
    ours = {each for each in _kinds() if each.__module__.startswith("commonweal.") and "tests" not in each.__module__}
    names = [each.__name__ for each in ours]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_reference_leads_somewhere(described):
    for reference in references(described):
        node: object = described
        for part in reference.removeprefix("#/").split("/"):
            assert part in node, reference
            node = node[part]


def test_each_operation_has_a_name_of_its_own(described):
    names = [operation["operationId"] for operation in operations(described)]
    assert len(names) == len(set(names))
    assert {"cases_get_queue", "journeys_submit", "identity_get_me"} <= set(names)
    assert all(re.fullmatch(r"[a-z]+_[a-z_]+", name) for name in names)


def test_each_operation_has_words_for_people(described):
    assert [o["operationId"] for o in operations(described) if len(o["summary"].split()) < 1] == []


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "409", "422", "429"])
def test_refusals_are_described_once_for_all_operations(described, status):
    for operation in operations(described):
        reference = operation["responses"][status]["$ref"]
        shared = described["components"]["responses"][reference.rsplit("/", 1)[1]]
        assert shared["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_the_page_of_the_description_needs_no_scripts_and_nobody_else(client: Client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    content = page.content.decode()
    assert "cases_get_queue" in content
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", content)


@pytest.mark.django_db
def test_the_description_is_written_once_and_not_again_for_each_caller(monkeypatch):
    first = Client().get("/api/openapi.json")
    Client().get("/api/docs")
    monkeypatch.setattr(type(api), "get_openapi_schema", lambda *_a, **_k: pytest.fail("made anew"))
    again = Client().get("/api/openapi.json")
    assert again.json() == first.json()
    assert Client().get("/api/docs").status_code == 200
    unchanged = Client().get("/api/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert Client().get("/api/openapi.json", headers={"If-None-Match": '"other"'}).status_code == 200
