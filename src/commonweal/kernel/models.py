"""The kernel's tables: the journal, keys of persons, workers, schedules, counters."""

import uuid
from typing import Any, NoReturn

from django.db import models


class JournalEntry(models.Model):
    """One thing that happened; append-only. `facts` are plain, `personal` is sealed with the subject's key."""

    id = models.BigAutoField(primary_key=True)
    entry = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    type = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=36, blank=True)
    area = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    object = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)
    personal = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object", "id"], name="journal_object"),
            models.Index(fields=["subject", "id"], name="journal_subject"),
            models.Index(fields=["organisation", "id"], name="journal_organisation"),
            models.Index(fields=["type", "id"], name="journal_type"),
            models.Index(fields=["actor", "id"], name="journal_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.object} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("the journal is append-only: record a new entry instead")


class SubjectKey(models.Model):
    """The data key of one person, wrapped with the place's key. Destroying the row shreds all that it sealed."""

    subject = models.CharField(max_length=80, primary_key=True)
    wrapped = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.subject


class Worker(models.Model):
    """A worker process and when it was last seen alive; its work is taken over when it falls silent."""

    id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.id


class ScheduledRun(models.Model):
    """When a scheduled task was last due, so that many workers start it once."""

    name = models.CharField(max_length=120, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """How often something was done by somebody in one window of time; the memory of rate limits."""

    key = models.CharField(max_length=160, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Repeatable(models.Model):
    """The answer that was given to a command with an idempotency key; the same key gets the same answer."""

    key = models.CharField(max_length=200, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    result = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class TableVersion(models.Model):
    """A random word for a table that processes keep in memory; triggers renew it with every change of the table."""

    name = models.CharField(max_length=120, primary_key=True)
    version = models.CharField(max_length=36, db_column="stamp")

    class Meta:
        db_table = "kernel_stamp"  # triggers write into it

    def __str__(self) -> str:
        return self.name
