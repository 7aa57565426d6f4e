"""A database of its own that is the default one for a while, as the recorded release left it."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RenameModel

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> Any:
    """The content of a recorded file."""
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """An empty database of the kind of the suite's, which all code uses inside."""
    usual = connections["default"]
    name = str(folder / "upgrade.sqlite3") if usual.vendor == "sqlite" else f"upgrade_{os.getpid()}"
    if usual.vendor == "postgresql":
        with usual.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    own = type(usual)({**usual.settings_dict, "NAME": name}, "default")
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = usual
        if usual.vendor == "postgresql":
            with usual.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name}")


def as_it_was(found: dict[str, Any], media: Path) -> None:
    """Make the tables, the rows, the triggers and the files of the release."""
    apps = MigrationExecutor(connection).migrate([tuple(target) for target in found["targets"]]).apps
    models = [apps.get_model(label) for label in found["rows"]]
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in zip(models, found["rows"].values(), strict=True):
            for row in rows:
                _insert(model, row)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    _make_triggers()
    for name, content in found["files"].items():
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def _insert(model: Any, row: dict[str, Any]) -> None:
    fields = [(field, "pk" if field.primary_key else field.name) for field in model._meta.local_concrete_fields]
    values = {field.attname: field.to_python(row[name]) for field, name in fields}
    # Raw, so that nothing is dated today.
    model(**values).save_base(raw=True, force_insert=True)


def _make_triggers() -> None:
    """Those of the release in place of those that its migrations made: the others came after every `migrate`."""
    present = {
        "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(present[connection.vendor])
        for statement in [*(row[0] for row in cursor.fetchall()), *recorded(f"triggers_{connection.vendor}")]:
            cursor.execute(statement)


def present_labels(labels: list[str]) -> dict[str, str]:
    """What the models of the release are called today, according to the migrations that renamed them."""
    loader = MigrationExecutor(connection).loader
    renamed = {
        f"{app}.{operation.old_name}".lower(): f"{app}.{operation.new_name}"
        for (app, _name), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, RenameModel)
    }
    found = {}
    for label in labels:
        present = label
        while present.lower() in renamed:
            present = renamed[present.lower()]
        found[label] = present
    return found
