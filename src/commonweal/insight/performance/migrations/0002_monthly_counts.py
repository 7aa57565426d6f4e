"""Sums by month, filled from what was counted so far."""

from typing import Any

from django.db import migrations, models
from django.db.models import Count
from django.db.models.functions import Coalesce

KINDS = [("begun", "begun"), ("submitted", "submitted"), ("opened", "opened"), ("closed", "closed")]


def fill(apps: Any, _schema_editor: Any) -> None:
    happening = apps.get_model("insight_performance", "Happening")
    monthly = apps.get_model("insight_performance", "MonthlyCount")
    timed = happening.objects.order_by().annotate(took=Coalesce("days", -1, output_field=models.IntegerField()))
    groups = timed.values_list("service", "month", "kind", "took").annotate(number=Count("pk"))
    rows = (
        monthly(service=service, month=month, kind=kind, days=took, number=number)
        for service, month, kind, took, number in groups.iterator()
    )
    monthly.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("insight_performance", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MonthlyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=141)),
                ("month", models.DateField()),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("days", models.IntegerField(default=-1)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "month", "kind", "days"), name="one_count_of_a_month"
                    )
                ],
                "indexes": [
                    models.Index(fields=["kind", "month", "service", "number"], name="monthly_count_kind")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="happening", name="happening_month"),
        migrations.RemoveIndex(model_name="happening", name="happening_service"),
        migrations.AddIndex(
            model_name="happening", index=models.Index(fields=["month"], name="happening_of_month")
        ),
    ]
