"""The model `Paper` is called `Correspondence`; its table keeps its name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blocks_cases", "0002_tasks_that_ended")]

    operations = [
        migrations.AlterModelTable("Paper", "blocks_cases_paper"),
        migrations.RenameModel("Paper", "Correspondence"),
        migrations.AlterField(
            "Correspondence",
            "case",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="correspondence",
                to="blocks_cases.case",
            ),
        ),
    ]
