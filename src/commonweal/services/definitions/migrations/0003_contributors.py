"""Versions remember all who had a part in them; of open ones written before, that is their author."""

from importlib import import_module

from django.db import migrations, models

OPEN = ("draft", "in_review", "approved", "scheduled")


def count_authors_in(apps, schema_editor):
    keys = apps.get_model("ground_organisations", "ApiKey").objects.filter(created_by__isnull=False)
    makers = {f"key:{key}": f"person:{person}" for key, person in keys.values_list("pk", "created_by_id")}
    for version in apps.get_model("services_definitions", "Version").objects.filter(status__in=OPEN):
        version.contributors = [makers.get(version.author, version.author)]
        version.save(update_fields=["contributors"])


def protect_again(apps, schema_editor):
    """SQLite adds a column by making the table anew, without its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS definition_versions_immutable")
        import_module("commonweal.services.definitions.migrations.0002_immutable").protect(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("services_definitions", "0002_immutable"),
        ("ground_organisations", "0001_initial"),
    ]
    operations = [
        migrations.AddField(model_name="version", name="contributors", field=models.JSONField(default=list)),
        migrations.RunPython(count_authors_in, migrations.RunPython.noop),
        migrations.RunPython(protect_again, migrations.RunPython.noop),
    ]
