"""JSON Schema of service definitions, for editors that complete and check while people type."""

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from commonweal.services.definitions.language import Base
from commonweal.services.definitions.vocabulary import sections_here

DIALECT = GenerateJsonSchema.schema_dialect


def service_schema() -> dict[str, Any]:
    """The schema of a whole definition: the keys of every service, and one for each section that is installed."""
    whole = Base.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    whole |= {"$schema": DIALECT, "title": "Service definition"}
    definitions: dict[str, Any] = whole.setdefault("$defs", {})
    for key, section in sections_here().items():
        # Sections are written by many hands: their models are kept apart by the section's name.
        part = TypeAdapter(section.model).json_schema(by_alias=True, ref_template=f"#/$defs/{key}.{{model}}")
        definitions.update({f"{key}.{name}": model for name, model in part.pop("$defs", {}).items()})
        if section.title.get("en"):
            part.setdefault("title", section.title["en"])
        whole["properties"][key] = part
        if section.required:
            whole["required"].append(key)
    return whole
