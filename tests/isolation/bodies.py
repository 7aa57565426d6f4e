"""Bodies that fit an operation's description, out of the names of the world where a field is called like one."""

from typing import Any

from commonweal.kernel.testing import Side
from tests.isolation.doors import description

FORMATS = {
    "date-time": "2031-05-02T09:00:00Z",
    "date": "1985-03-27",
    "uuid": "01920000-0000-7000-8000-000000000000",
    "email": "somebody@example.org",
}


def operation(method: str, path: str) -> dict[str, Any]:
    return dict(description()["paths"][path][method.lower()])


def schema_of(method: str, path: str) -> tuple[str, dict[str, Any]]:
    """The media type and the schema of what an operation takes; ("", {}) if it takes nothing."""
    content = operation(method, path).get("requestBody", {}).get("content", {})
    for media_type, said in content.items():
        return media_type, said["schema"]
    return "", {}


def sample(schema: dict[str, Any], side: Side, name: str = "") -> Any:
    """The least value that fits: what is required, and nothing else. The same each time."""
    if "$ref" in schema:
        return sample(description()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], side, name)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return sample(next(each for each in schema[choice] if each.get("type") != "null"), side, name)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if name in side.things and schema.get("type") == "string":
        return str(side.things[name])
    return _plain(schema, side, name)


def _plain(schema: dict[str, Any], side: Side, name: str) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        wanted = schema.get("required", [])
        return {each: sample(schema["properties"][each], side, each) for each in wanted}
    if kind == "array":
        return [sample(schema["items"], side, name.removesuffix("s")) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        return FORMATS.get(schema.get("format", ""), "words".ljust(schema.get("minLength", 0), "x"))
    return {"boolean": True, "integer": schema.get("minimum", 1), "number": schema.get("minimum", 1)}[kind]
