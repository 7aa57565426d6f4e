"""Requests for correction name a table as the register of personal data does, where `Paper` became `Correspondence`."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE, NOW = "blocks_cases.Paper", "blocks_cases.Correspondence"


def rename(apps: Apps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    apps.get_model("ground_identity", "Correction").objects.filter(model=BEFORE).update(model=NOW)


class Migration(migrations.Migration):
    dependencies = [("ground_identity", "0003_presence")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
