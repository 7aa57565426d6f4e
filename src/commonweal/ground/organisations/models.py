"""Member organisations, who works for them in which roles, and the keys of their programs."""

import uuid

from django.conf import settings
from django.db import models

from commonweal.kernel import clock

KINDS = [
    ("council", "Council"),
    ("county", "County or region"),
    ("health", "Health service"),
    ("job_centre", "Job centre"),
    ("housing", "Housing association"),
    ("charity", "Charity or community group"),
    ("business", "Private provider"),
    ("other", "Other"),
]

# Why the roles of a membership rest (see `Membership`).
UNPROVEN, REPLACED = "unproven", "replaced"


class Organisation(models.Model):
    """A member of the place. `key` is its name in definitions. `roles_in_place` holds offices such as "steward"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    name = models.JSONField()
    kind = models.CharField(max_length=20, choices=KINDS)
    summary = models.JSONField(default=dict, blank=True)
    contact = models.JSONField(default=dict, blank=True)
    theme = models.JSONField(default=dict, blank=True)
    roles_in_place = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Membership(models.Model):
    """A person works for an organisation, in some roles.

    manager_since  when the person last became a manager here; None for those who are not
    rests   "" where the roles count. "unproven" after an unconfirmed second factor was added, "replaced"
            once the person proved theirs to another organisation: the roles count again when this one confirms it.
    replacement_asked_by, replacement_asked_at   the first of two managers who replace a lost second factor
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    since = models.DateTimeField(auto_now_add=True)
    manager_since = models.DateTimeField(null=True, blank=True)
    rests = models.CharField(max_length=10, blank=True, choices=[(UNPROVEN, "unproven"), (REPLACED, "replaced")])
    replacement_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replacement_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"

    def set_roles(self, roles: list[str]) -> None:
        """Replace the roles, without saving; who becomes a manager is one from now on."""
        if "manager" not in roles:
            self.manager_since = None
        elif "manager" not in self.roles or self.manager_since is None:
            self.manager_since = clock.now()
        self.roles = roles


class Invitation(models.Model):
    """Somebody was asked by email to join; the token in the message is kept as its hash only. One without roles asks
    somebody who works there already to prove their new second factor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(db_index=True)
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class CapabilitySwitch(models.Model):
    """An organisation has a capability switched off (or on again)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="switches")
    capability = models.CharField(max_length=80)
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "capability"], name="one_switch")]

    def __str__(self) -> str:
        return f"{self.capability}: {'on' if self.on else 'off'}"


class ApiKey(models.Model):
    """A key with which a program acts for an organisation; only its hash is kept.

    `created_by` is accountable for what the key does, so a key without a maker cannot be in use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=120)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(created_by__isnull=False) | models.Q(revoked_at__isnull=False),
                name="key_in_use_has_maker",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
