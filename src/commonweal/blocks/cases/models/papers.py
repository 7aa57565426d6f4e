"""What is written about a case: notes among staff, letters to and from the applicant, decisions. All sealed."""

import uuid

from django.db import models

from commonweal.blocks.cases.models.case import Case


class Note(models.Model):
    """A note among staff; `sealed` is {"text"} under the key of the case's subject."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.CharField(max_length=80)
    at = models.DateTimeField()
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class Letter(models.Model):
    """A letter to ("out") or from ("in") the applicant; `sealed` is {"subject", "text"}. `attachments` are ids of
    uploads; `task` is the request for information that it answers."""

    DIRECTIONS = [("in", "in"), ("out", "out")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    direction = models.CharField(max_length=3, choices=DIRECTIONS)
    author = models.CharField(max_length=80)
    at = models.DateTimeField()
    sealed = models.TextField()
    attachments = models.JSONField(default=list)
    task = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Decision(models.Model):
    """A decision; `sealed` is {"reasons", "assessment"}: what the rules said on the day of the application."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=20)
    transition = models.CharField(max_length=60)
    decided_by = models.CharField(max_length=80)
    at = models.DateTimeField()
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"decision {self.pk}"
