"""Each file gets a key of its own, and no file is called clean that no scanner has seen."""

from django.db import migrations, models


def name_unscanned(apps, schema_editor):
    apps.get_model("blocks_forms", "Upload").objects.filter(state="clean", scanned_at=None).update(state="unscanned")


def name_clean(apps, schema_editor):
    apps.get_model("blocks_forms", "Upload").objects.filter(state="unscanned").update(state="clean")


class Migration(migrations.Migration):

    dependencies = [
        ('blocks_forms', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='key',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='upload',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('unscanned', 'Unscanned'), ('clean', 'Clean'), ('refused', 'Refused')], default='waiting', max_length=10),
        ),
        migrations.RunPython(name_unscanned, name_clean),
    ]
