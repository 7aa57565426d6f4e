"""The triggers of the journal are made after each migration now, from `immutable.py`; the first ones go."""

from django.db import migrations


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_append_only ON kernel_journalentry")
        schema_editor.execute("DROP FUNCTION IF EXISTS journal_is_append_only()")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS journal_append_only")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_stamp")]
    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
