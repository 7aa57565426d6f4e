from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blocks_messages", "0002_delivery")]

    operations = [
        migrations.CreateModel(
            name="ConfirmedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["about", "digest"], name="confirmed_once")],
            },
        ),
        migrations.AlterField(
            "message",
            "state",
            models.CharField(
                choices=[
                    ("held", "Waits for the address to be confirmed"),
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
    ]
