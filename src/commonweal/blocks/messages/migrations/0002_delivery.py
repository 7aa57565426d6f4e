from django.db import migrations, models


def say_what_failed(apps, schema_editor):
    """Messages that failed were either refused or given up."""
    Message = apps.get_model("blocks_messages", "Message")
    failed = Message.objects.filter(state="failed")
    failed.filter(models.Q(error__startswith="given up") | models.Q(error="the recipient was erased")).update(
        state="given_up"
    )
    failed.update(state="refused")


def say_that_it_failed(apps, schema_editor):
    Message = apps.get_model("blocks_messages", "Message")
    Message.objects.filter(state__in=["refused", "given_up"]).update(state="failed")


class Migration(migrations.Migration):
    dependencies = [("blocks_messages", "0001_initial")]

    operations = [
        migrations.AddField("message", "turn", models.PositiveIntegerField(default=0)),
        migrations.AddField("message", "next_try_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "message",
            "fault",
            models.CharField(
                blank=True,
                choices=[("later", "Tried again later"), ("ours", "To be corrected by us")],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField("message", "failing_since", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            "message",
            "state",
            models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sent", "Sent"),
                    ("refused", "Address refused"),
                    ("given_up", "Given up"),
                    ("unwanted", "Not wanted"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.RunPython(say_what_failed, say_that_it_failed),
    ]
