"""Journeys under way and sent off; what was answered is sealed with the owner's key."""

import uuid

from django.conf import settings
from django.db import models

STATES = [("draft", "Draft"), ("submitted", "Submitted")]


class Journey(models.Model):
    """One journey through one version of a service.

    owner      "person:<uuid>" or "guest:<id>": whose key seals the answers
    begun_by   the actor who began it: the owner, an agent for a caller, or a program
    sealed     answers, contact and what blocks keep, as JSON
    confirmed  names of steps that were confirmed ("form/where")
    moved_from version in which it was begun, where it was carried over since
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.CharField(max_length=130)
    version = models.CharField(max_length=80)
    moved_from = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey("ground_organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    begun_by = models.CharField(max_length=80)
    sealed = models.TextField()
    confirmed = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="en")
    channel = models.CharField(max_length=20, default="web")
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    case = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["-changed_at"]
        indexes = [
            models.Index(fields=["person", "state", "-changed_at"], name="journeys_of_person"),
            models.Index(fields=["owner", "state"], name="journeys_of_owner"),
            models.Index(fields=["state", "changed_at"], name="journeys_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.id}"

    @property
    def ref(self) -> str:
        """How the journal and other capabilities name it."""
        return f"journey:{self.pk}"


class ResumeLink(models.Model):
    """A link that was sent by email, with which one draft moves to another browser, once.

    token_hash  SHA-256 of the token in the link, so that reading the table does not give a usable link
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link to {self.journey_id}"
