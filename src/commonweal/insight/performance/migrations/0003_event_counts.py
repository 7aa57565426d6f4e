"""The model `Happening` is called `EventCount`; its table keeps its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insight_performance", "0002_monthly_counts")]

    operations = [
        migrations.AlterModelTable("Happening", "insight_performance_happening"),
        migrations.RenameModel("Happening", "EventCount"),
    ]
