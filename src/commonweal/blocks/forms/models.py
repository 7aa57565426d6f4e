"""The table of files that people send; their content is in the private storage."""

import uuid

from django.db import models

from commonweal.blocks.forms.answers.context import UploadFacts


def is_id(text: str) -> bool:
    """Whether a text can be the id of an upload at all; databases refuse to look for anything else."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class Upload(models.Model):
    """A file that was checked and made safe.

    state         waiting for the scanner; unscanned where the place has none; clean; refused, its content destroyed
    owner         "person:<uuid>", "guest:<id>" or "key:<uuid>": who sent it
    holder        what it was submitted with ("case:<uuid>", "journey:<uuid>"); '' while it belongs to a draft
    organisation  id of the organisation whose staff may read it; '' before it is submitted
    path          where the content is in the storage; '' once it is destroyed
    key           the key of the content, itself sealed with the owner's; '' for what an earlier version kept
    sealed        of what an earlier version kept: the content is one value sealed with the owner's key
    expires_at    when it is deleted unless it is submitted before; None for those that are kept
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        UNSCANNED = "unscanned"
        CLEAN = "clean"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=80, db_index=True)
    holder = models.CharField(max_length=80, blank=True, db_index=True)
    organisation = models.CharField(max_length=36, blank=True)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120, blank=True)
    key = models.TextField(blank=True)
    sealed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    @property
    def ref(self) -> str:
        return f"upload:{self.pk}"

    @property
    def facts(self) -> UploadFacts:
        return UploadFacts(str(self.pk), self.name, self.media_type, self.size, self.state)
