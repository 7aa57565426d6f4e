"""JSON Schema of service definitions, for editors that complete and check while people type."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from commonweal.services.definitions.language.base import Base
from commonweal.services.definitions.language.vocabulary import sections_here

DIALECT = GenerateJsonSchema.schema_dialect
SCALARS = {"type": ["string", "number", "boolean", "null"]}


class Lenient(GenerateJsonSchema):
    """Allows the short forms that models unfold before they validate ("sofa" for {value: sofa}).

    An editor must not mark valid text; `check` reports mistakes."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A value of the type, or a scalar in its place."""
        full = super().function_before_schema(schema)
        return full if "json_schema_input_schema" in schema else {"anyOf": [full, SCALARS]}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Constraints on all keys of a model must be next to its keys, also where a short form is allowed."""
        made = super().model_schema(schema)
        if "anyOf" in made and "additionalProperties" in made:
            whole, *short = made["anyOf"]
            made["anyOf"] = [{**whole, "additionalProperties": made.pop("additionalProperties")}, *short]
        return made


@cache
def service_schema() -> dict[str, object]:
    """The schema of a whole definition: the keys of every service, and one for each section that is installed. It is
    public, takes a tenth of a second to make, and stays the same while the process runs."""
    whole = Base.model_json_schema(by_alias=True, ref_template="#/$defs/{model}", schema_generator=Lenient)
    whole |= {"$schema": DIALECT, "title": "Service definition"}
    definitions: dict[str, object] = whole.setdefault("$defs", {})
    for key, section in sections_here().items():
        # Sections are written by many hands: their models are kept apart by the section's name.
        adapter: TypeAdapter[Any] = TypeAdapter(section.model)
        part = adapter.json_schema(by_alias=True, ref_template=f"#/$defs/{key}.{{model}}", schema_generator=Lenient)
        definitions.update({f"{key}.{name}": model for name, model in part.pop("$defs", {}).items()})
        if section.title.get("en"):
            part.setdefault("title", section.title["en"])
        whole["properties"][key] = part
        if section.required:
            whole["required"].append(key)
    return whole
