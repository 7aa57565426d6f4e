"""Specimen rows for the proof that erasing erases: a row of any registered table, each field filled with a mark.

A capability whose rows cannot be made so gives its own in `testing.py`: SPECIMENS, "app.Model" -> a function that is
given a person row and a mark (a word), and makes a row of that person with the mark in each personal field."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.apps import apps
from django.db import models

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.my_data.register import registered
from commonweal.kernel import clock, sensitive
from commonweal.kernel.capability import parts

if TYPE_CHECKING:  # Django's classes are generic for the type checker alone
    AnyField = models.Field[Any, Any]
    AnyKey = models.ForeignKey[Any, Any]

Maker = Callable[[Person, str], object]
MARKED_DAY = date(1903, 2, 1)
# Names under which a table refers to a person without a foreign key, as "person:<uuid>" or the bare uuid.
REFERRING = frozenset(
    {"person", "resident", "applicant", "subject", "actor", "author", "owner", "recipient", "guest", "holder", "user"}
    | {"submitter", "reporter", "sender", "assignee", "assigned_to", "on_behalf_of", "supporter", "voter", "reviewer"}
)
# Names that show that a text is sealed with the key of the person.
SEALED = ("sealed", "personal")


def specimens() -> dict[str, Maker]:
    """The specimens that capabilities make themselves."""
    found: dict[str, Maker] = {}
    for _config, module in parts("testing"):
        found |= getattr(module, "SPECIMENS", {})
    return found


def make_specimen(label: str, person: Person, mark: str) -> object:
    """A saved row of the table with the mark in every field that can hold it."""
    own = specimens().get(label)
    if own is not None:
        return own(person, mark)
    return _make(apps.get_model(label), person, mark)


def _make(model: type[models.Model], person: Person, mark: str) -> models.Model:
    marked = {each.field for _config, data in registered() if data.model == model._meta.label for each in data.fields}
    values: dict[str, object] = {}
    for column in model._meta.concrete_fields:
        by_itself = isinstance(column, models.AutoField) or column.has_default() or column.null or column.blank
        if column.name in marked or not by_itself or _leads_to(column):
            values[column.name] = _value(column, person, mark if column.name in marked else "x")
    row = model(**values)
    row.save(force_insert=True)
    return row


def _leads_to(column: "AnyField") -> bool:
    """Whether the field is how the row is known to be the person's."""
    return is_reference(column) or (isinstance(column, models.ForeignKey) and is_linked(column.related_model))


def _value(column: "AnyField", person: Person, mark: str) -> object:
    if isinstance(column, models.ForeignKey):
        return _related(column, person, mark)
    if is_reference(column):
        reference = person.ref if (column.max_length or 99) > len(person.ref) else str(person.pk)
        return person.pk if isinstance(column, models.UUIDField) else reference
    if column.choices:
        return next(iter(column.flatchoices))[0]
    return _plain(column, person, mark)


def _related(column: "AnyKey", person: Person, mark: str) -> object:
    target = column.related_model
    if target is Person:
        return person
    if column.null and not is_linked(target):
        return None
    if target is column.model:
        return None
    return _make(target, person, mark)


def _plain(column: "AnyField", person: Person, mark: str) -> Any:
    if isinstance(column, models.EmailField):
        return f"{mark}@example.org"
    if isinstance(column, models.CharField | models.TextField):
        if any(part in column.name for part in SEALED):
            return sensitive.seal(person.ref, {"mark": mark})
        text = f"{mark}-{uuid4().hex}" if column.unique else mark
        return text[: column.max_length] if column.max_length else text
    if isinstance(column, models.JSONField):
        return [mark] if column.default is list else {"mark": mark}
    return _measure(column)


def _measure(column: "AnyField") -> Any:
    # The first that fits counts: a moment is a kind of day to Django.
    kinds: list[tuple[Any, Any]] = [
        (models.DateTimeField, clock.now()),
        (models.DateField, MARKED_DAY),
        (models.UUIDField, uuid4()),
        (models.BooleanField, False),
        (models.GenericIPAddressField, "192.0.2.77"),
        (models.FileField, ""),
    ]
    return next((value for kind, value in kinds if isinstance(column, kind)), None if column.null else 1)


def is_reference(column: "AnyField") -> bool:
    """Whether a field refers to a person by its name and kind, without a foreign key."""
    name = column.name.removesuffix("_id").removesuffix("_ref")
    if column.choices or not isinstance(column, models.CharField | models.UUIDField):
        return False
    return name in REFERRING or name.endswith("_by")


def is_linked(model: Any, seen: frozenset[object] = frozenset()) -> bool:
    """Whether rows of the table are about a person: by a foreign key, by a reference, or by a row that is."""
    if model is Person:
        return True
    if model in seen:
        return False
    for column in model._meta.concrete_fields:
        if is_reference(column):
            return True
        if isinstance(column, models.ForeignKey) and is_linked(column.related_model, seen | {model}):
            return True
    return False
