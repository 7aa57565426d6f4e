"""The keys that can be written at a place of a definition, from the JSON Schema of its model."""

from collections.abc import Iterator, Mapping
from typing import Any

Location = tuple[int | str, ...]
Schema = Mapping[str, Any]


def keys_at(whole: Schema, location: Location) -> frozenset[str]:
    """The keys of the mapping at a location as pydantic gives it, which names the chosen kinds of unions, too."""
    here = [whole]
    for part in location:
        here = [inside for schema in here for inside in _inside(whole, schema, part)]
    options = (option for schema in here for option in _alternatives(whole, schema))
    return frozenset(key for option in options for key in option.get("properties", ()))


def _inside(whole: Schema, schema: Schema, part: int | str) -> list[Schema]:
    options = list(_alternatives(whole, schema))
    if isinstance(part, int):
        found = [option["items"] for option in options if "items" in option]
    else:
        found = [inside for option in options for inside in _under(option, part)]
    # A part that no schema has names one kind of a union, which is among the alternatives already.
    return found or [schema]


def _under(option: Schema, key: str) -> Iterator[Schema]:
    """The part of a schema for the value of a key, or for one member of a union."""
    kinds = option.get("discriminator", {}).get("mapping", {})
    if key in kinds:
        yield {"$ref": kinds[key]}
    elif key in option.get("properties", {}):
        yield option["properties"][key]
    elif isinstance(option.get("additionalProperties"), dict):
        yield option["additionalProperties"]


def _alternatives(whole: Schema, schema: Schema) -> Iterator[Schema]:
    """The schema, what it refers to, and what it can be instead."""
    yield schema
    if "$ref" in schema:
        yield from _alternatives(whole, whole["$defs"][schema["$ref"].rpartition("/")[2]])
    for word in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(word, ()):
            yield from _alternatives(whole, each)
