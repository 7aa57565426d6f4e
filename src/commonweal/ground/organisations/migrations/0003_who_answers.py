"""Since when somebody is a manager, and that each key in use has a maker who answers for it."""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now


def since_they_joined(apps: Any, _editor: Any) -> None:
    """Nothing says when members got their roles: managers count as managers from the day they joined."""
    rows = apps.get_model("ground_organisations", "Membership").objects
    managers = [pk for pk, roles in rows.values_list("pk", "roles") if "manager" in roles]
    rows.filter(pk__in=managers).update(manager_since=models.F("since"))


def revoke_keys_of_nobody(apps: Any, _editor: Any) -> None:
    """Refuse the keys whose makers had their accounts deleted."""
    keys = apps.get_model("ground_organisations", "ApiKey").objects
    keys.filter(created_by=None, revoked_at=None).update(revoked_at=Now())


class Migration(migrations.Migration):
    dependencies = [
        ("ground_organisations", "0002_second_factors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="manager_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(since_they_joined, migrations.RunPython.noop),
        migrations.RunPython(revoke_keys_of_nobody, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(("created_by__isnull", False), ("revoked_at__isnull", False), _connector="OR"),
                name="key_in_use_has_maker",
            ),
        ),
    ]
