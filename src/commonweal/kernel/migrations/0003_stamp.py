"""Stamps for tables that processes keep in memory, and the function of the triggers that renew them."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION kernel_new_stamp() RETURNS trigger AS $$
BEGIN
    INSERT INTO kernel_stamp (name, stamp) VALUES (TG_ARGV[0], gen_random_uuid())
    ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""


def prepare(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION kernel_new_stamp() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("stamp", models.CharField(max_length=36)),
            ],
        ),
        migrations.RunPython(prepare, remove),
    ]
