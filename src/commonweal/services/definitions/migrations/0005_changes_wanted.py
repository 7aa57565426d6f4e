"""A version that was sent back keeps what should change, until it is approved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services_definitions", "0004_guards")]
    operations = [
        migrations.AddField(
            model_name="version",
            name="changes_wanted",
            field=models.CharField(blank=True, db_default="", default="", max_length=1000),
        )
    ]
