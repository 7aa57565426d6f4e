"""The triggers of versions are made after each migration now, from `immutable.py`; the first ones go."""

from django.db import migrations


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS definition_versions_immutable ON services_definitions_version")
        schema_editor.execute("DROP FUNCTION IF EXISTS definition_versions_are_immutable()")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS definition_versions_immutable")


class Migration(migrations.Migration):
    dependencies = [("services_definitions", "0003_contributors")]
    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
