"""The model `Stamp` is called `TableVersion`; the table keeps its name, into which triggers write."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_guards")]

    operations = [
        migrations.AlterModelTable("Stamp", "kernel_stamp"),
        migrations.RenameModel("Stamp", "TableVersion"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("TableVersion", "stamp", "version"),
                migrations.AlterField(
                    "TableVersion", "version", models.CharField(max_length=36, db_column="stamp")
                ),
            ]
        ),
    ]
