"""What happens to answers that were begun on an older version: new names for old, and what is dropped."""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from commonweal.services.definitions.language.base import Migrate
from commonweal.services.definitions.models import Version


def steps_between(old: str, new: str) -> list[Migrate]:
    """The `migrate` sections of all versions that went live after `old`, up to `new`, oldest first (one query)."""
    found = Version.objects.filter(hash__in=[old, new]).exclude(status="draft")
    numbers = {row.hash: row for row in found.only("hash", "number", "service_id")}
    if old not in numbers or new not in numbers or numbers[old].service_id != numbers[new].service_id:
        return []
    first, last = numbers[old].number, numbers[new].number
    rows = Version.objects.filter(service_id=numbers[old].service_id, number__gt=first, number__lte=last)
    documents = rows.exclude(status="draft").order_by("number").values_list("document", flat=True)
    return [Migrate.model_validate((document or {}).get("migrate") or {}) for document in documents]


def migrated(answers: Mapping[str, object], steps: Iterable[Migrate]) -> dict[str, object]:
    """The answers under their new names; what is asked no longer stays, for the form to drop and report."""
    made = deepcopy(dict(answers))
    for step in steps:
        for path in step.drop:
            _take(made, path.split("."))
        # All are taken out before any is put back, so that two questions can exchange their names.
        moved = [(new, _take(made, old.split("."))) for old, new in step.rename.items()]
        for path, values in moved:
            _put(made, path.split("."), values)
    return made


ABSENT = object()


def _take(answers: object, path: list[str]) -> object:
    """Take the value at a path out; in a repeat group, the values of all rows as a list."""
    head, *rest = path
    if not isinstance(answers, dict) or head not in answers:
        return ABSENT
    if not rest:
        return answers.pop(head)
    inner = answers[head]
    return [_take(row, rest) for row in inner] if isinstance(inner, list) else _take(inner, rest)


def _put(answers: object, path: list[str], value: object) -> None:
    head, *rest = path
    if value is ABSENT or not isinstance(answers, dict):
        return
    if not rest:
        answers[head] = value
        return
    inner = answers.setdefault(head, {})
    if isinstance(inner, list) and isinstance(value, list):
        for row, one in zip(inner, value, strict=False):
            _put(row, rest, one)
    else:
        _put(inner, rest, value)
