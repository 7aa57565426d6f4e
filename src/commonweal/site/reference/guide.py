"""Writes the reference of the definition language from its own JSON Schema, so that neither can fall behind."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
HEAD = """\
# The definition language

This page is written by `commonweal language-guide` from the JSON Schema of definitions (`commonweal schema`); a test
compares the two. [Your first service](first-service.md) shows the language at work.

A service is one YAML file, `services/ORGANISATION/SERVICE.yaml`. `commonweal check FILE` proves it.

- **Words** are by language: `{en: Missed bin, cy: Bin a gollwyd}`.
- **Expressions** (`when`, `value`, …) are CEL, the Common Expression Language.
  [The reference for definitions](definition-reference.md) has their functions and names, and the events, effects and
  files of a place. An answer that does not apply is absent: `given(x)` asks.
- **Short forms**: where a mapping has one key that matters, its value may stand alone
  (`- sofa` for `- {value: sofa}`).
- **Quotation marks** belong around words in `{ }` with a comma in them, around words with a colon and a blank, and
  around a value that begins with a sign: `{en: "Bins, bags and boxes"}`, `en: "Note: ring us"`,
  `when: "!(bin == 'garden')"`.
- **Amounts** are numbers in pounds, such as `12.50`; `yes` and `no` need no quotation marks; in expressions they
  are `true` and `false`.
- **Unknown keys are refused**, with the nearest one that exists as the remedy.
- Each block brings its own section. A block that is switched off takes its section along.
"""


def markdown(schema: Schema) -> str:
    """The whole reference for a schema as `services.definitions.schema.service_schema` makes it."""
    definitions: Schema = schema.get("$defs", {})
    sections = {name for name in schema["properties"] if _is_section(name, schema)}
    lines = [HEAD, "## Keys of every service", ""]
    required = set(schema.get("required", ()))
    own = {name: part for name, part in schema["properties"].items() if name not in sections}
    lines += _table(own, required)
    for name, part in definitions.items():
        if "." not in name:
            lines += _model(name, part, 3)
    for key in schema["properties"]:
        if key in sections:
            lines += _section(key, schema["properties"][key], definitions)
    return "\n".join(lines).rstrip() + "\n"


def model_tables(schema: Schema) -> Iterator[str]:
    """The keys of one kind of document: those at its top, then those of each model in it."""
    yield from _table(schema["properties"], set(schema.get("required", ())))
    for name, part in schema.get("$defs", {}).items():
        yield from _model(name, part, 3)


def _is_section(name: str, schema: Schema) -> bool:
    from commonweal.kernel.capability import sections

    return name in sections() and name in schema["properties"]


def _section(key: str, part: Schema, definitions: Schema) -> Iterator[str]:
    yield f"## Section `{key}`"
    yield ""
    yield f"{part.get('title', key)}: {_type(part)}."
    yield ""
    if part.get("properties"):
        yield from _described(part)
        yield from _table(part["properties"], set(part.get("required", ())))
    for name, model in definitions.items():
        if name.startswith(f"{key}."):
            yield from _model(name.partition(".")[2], model, 3)


def _model(name: str, model: Schema, level: int) -> Iterator[str]:
    whole = next((each for each in model.get("anyOf", ()) if "properties" in each), model)
    yield f"{'#' * level} {name}"
    yield ""
    yield from _described(model)
    if "properties" in whole:
        yield from _table(whole["properties"], set(whole.get("required", ())))
    else:
        yield f"{_type(whole)}."
        yield ""


def _described(model: Schema) -> Iterator[str]:
    words = model.get("description", "")
    if not words:
        return
    sentence, _, rest = words.partition("\n\n")
    yield " ".join(sentence.split())
    yield ""
    if rest.strip():
        yield "```text"
        yield rest.strip("\n")
        yield "```"
        yield ""


def _table(properties: Schema, required: set[str]) -> list[str]:
    lines = ["| Key | Value | |", "|---|---|---|"]
    for name, part in properties.items():
        notes = ["**required**"] if name in required else []
        if part.get("default") not in (None, [], "") and not isinstance(part["default"], dict):
            notes.append(f"default `{_plain(part['default'])}`")
        if part.get("description"):
            notes.append(" ".join(str(part["description"]).split()))
        lines.append(f"| `{name}` | {_cell(_type(part))} | {_cell('; '.join(notes))} |")
    return [*lines, ""]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _type(part: Schema) -> str:
    if "$ref" in part:
        return str(part["$ref"]).rsplit("/", 1)[-1].rpartition(".")[2]
    if "const" in part:
        return f"`{_plain(part['const'])}`"
    if "enum" in part:
        return ", ".join(f"`{_plain(each)}`" for each in part["enum"])
    for union in ("anyOf", "oneOf"):
        if union in part:
            return _union(part[union])
    return _simple(part)


def _union(choices: list[Schema]) -> str:
    # Null, and the scalars of a short form, tell an author nothing new.
    kinds = [_type(each) for each in choices if each.get("type") != "null" and not isinstance(each.get("type"), list)]
    return " or ".join(dict.fromkeys(kinds)) or "a value"


def _simple(part: Schema) -> str:
    kind = part.get("type")
    if kind == "array":
        return f"list of {_type(part.get('items', {}))}"
    if kind == "object" and "properties" not in part:
        inner = part.get("additionalProperties")
        patterns = list(part.get("patternProperties", {}).values())
        inner = inner if isinstance(inner, dict) else (patterns[0] if patterns else {})
        return f"mapping to {_type(inner)}" if inner else "mapping"
    names = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no"}
    word = names.get(str(kind), "mapping" if kind == "object" else "a value")
    if part.get("format") == "date":
        word = "date"
    elif part.get("format") == "date-time":
        word = "moment"
    return word
