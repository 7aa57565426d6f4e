"""Where a definition wants a number, `true` is refused: it is not 1."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from pydantic import TypeAdapter, ValidationError

from commonweal.kernel.definition import Strict
from commonweal.services.definitions.language.place import PlaceDocument
from commonweal.services.definitions.language.vocabulary import sections_here
from commonweal.services.definitions.place_files.organisation_kind import OrganisationDocument
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.tests.conftest import PERMIT

NUMBERS = {int, float, Decimal, 1}


def leaves(annotation: Any) -> Iterator[Any]:
    """The types, and the values of literals, that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from leaves(get_args(annotation)[0])
    elif origin is Literal or origin is None:
        yield from get_args(annotation) if origin is Literal else (annotation,)
    else:
        for part in get_args(annotation):
            yield from leaves(part)


def models(kind: type[Strict] = Strict) -> Iterator[type[Strict]]:
    for each in kind.__subclasses__():
        yield each
        yield from models(each)


def number_fields() -> list[tuple[str, Any, bool]]:
    sections_here()  # loads the sections, with their models
    assert {OrganisationDocument, PlaceDocument} <= set(models())
    found = {}
    for model in models():
        for name, field in model.model_fields.items():
            parts = list(leaves(field.annotation))
            listed = any(get_origin(part) is list for part in (field.annotation, *get_args(field.annotation)))
            if (
                model.__module__.startswith("commonweal.")
                and NUMBERS & {p for p in parts if p is not True}
                and (bool not in parts)
            ):
                found[f"{model.__name__}.{name}"] = (field.rebuild_annotation(), listed)
    return [(name, *rest) for name, rest in sorted(found.items())]


def test_no_field_for_a_number_takes_a_boolean():
    fields = number_fields()
    assert {"IntegerQuestion.max", "MoneyQuestion.min", "ClockRule.duration", "Base.lgsl"} <= {
        name for name, *_ in fields
    }
    taking = []
    for name, annotation, listed in fields:
        for given in (True, False):
            try:
                TypeAdapter(annotation).validate_python([given] if listed else given)
            except ValidationError as error:
                if any(row["type"] == "number_type" for row in error.errors()):
                    continue
            taking.append((name, given))
    assert taking == []


SERVICE = PERMIT.replace("schema: 1", "schema: %s") + "      - {key: q, type: %s, label: {en: Q}, %s}\n"


@pytest.mark.parametrize(
    ("schema", "kind", "setting", "name"),
    [
        ("1", "integer", "max: true", "max"),
        ("1", "money", "max: true", "max"),
        ("1", "number", "decimals: false", "decimals"),
        ("1", "repeat", "each: [{key: t, type: text}], max: true", "max"),
        ("1", "file", "max_size: true", "max_size"),
        ("true", "integer", "max: 3", "schema"),
    ],
)
def test_a_boolean_for_a_number_is_refused_where_it_is_written(schema, kind, setting, name):
    checked = check_source(SERVICE % (schema, kind, setting), known=Known(("en",)))
    (found,) = checked.errors
    assert found.message == f"'{name}' must be a number, not {'no' if 'false' in setting else 'yes'}."
    assert found.remedy == "Write a number."
    assert found.path[-1] == name
    assert found.line
