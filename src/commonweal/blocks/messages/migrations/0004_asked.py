from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blocks_messages", "0003_confirmed_address")]

    operations = [migrations.AddField("message", "asked", models.BooleanField(default=False))]
