"""Services with their versions, the place's own document, and the texts of applied files."""

import uuid
from typing import Any, NoReturn

from django.db import models

STATES = [
    ("draft", "Draft"),
    ("in_review", "In review"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
    ("published", "Published"),
    ("retired", "Retired"),
]
# The content of a version may change only while it is a draft.
CONTENT = frozenset({"source", "document", "hash", "extends", "number", "service", "service_id"})


class Service(models.Model):
    """A service of an organisation. `key` is "organisation/service"; `current` is the version that is live, None
    before the first publication and after retirement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=141, unique=True)
    organisation = models.ForeignKey("ground_organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    current = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """One version of a service: a draft can be rewritten, all others are immutable.

    source    the text as it was written, with comments
    document  the resolved document (an overlay laid over its parent) as plain JSON; null while the draft has mistakes
    hash      "sha256:…" of the document's canonical form; '' while the draft has mistakes
    extends   the hash of the parent's version, or ''
    author, reviewer   "person:<uuid>", "key:<uuid>" or "system"
    changes_wanted   why the version was sent back the last time; '' once it is approved
    contributors   all who wrote or submitted it, a key's maker in place of the key: none of them may approve it
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=STATES, default="draft")
    source = models.TextField()
    document = models.JSONField(null=True, blank=True)
    hash = models.CharField(max_length=71, blank=True)
    extends = models.CharField(max_length=71, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    changes_wanted = models.CharField(max_length=1000, blank=True, default="", db_default="")
    author = models.CharField(max_length=80)
    reviewer = models.CharField(max_length=80, blank=True)
    contributors = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["service", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="version_number"),
            models.UniqueConstraint(fields=["hash"], condition=~models.Q(status="draft"), name="version_hash"),
            models.UniqueConstraint(fields=["service"], condition=models.Q(status="draft"), name="one_draft"),
        ]
        indexes = [
            models.Index(fields=["hash"], name="version_by_hash"),
            models.Index(fields=["extends"], name="version_by_parent"),
            models.Index(fields=["status", "publish_at"], name="version_due"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.number} ({self.status})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if not self._state.adding and (fields is None or CONTENT & set(fields)):
            kept = Version.objects.only("status", "hash", "source").get(pk=self.pk)
            if kept.status != "draft" and (kept.hash, kept.source) != (self.hash, self.source):
                self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.status != "draft":
            self._refuse()
        return super().delete(*args, **kwargs)

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("a version that was handed in never changes: save a new draft instead")


class KeptText(models.Model):
    """The text of a file as it was last applied, so that `export` gives back what people wrote."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=141)
    path = models.CharField(max_length=300)
    text = models.TextField()
    print = models.CharField(max_length=71)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_text")]

    def __str__(self) -> str:
        return self.path


class PlaceRecord(models.Model):
    """The description of the place (`place.yaml`); one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    document = models.JSONField(default=dict)
    print = models.CharField(max_length=71, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_place")]

    def __str__(self) -> str:
        return str(self.document.get("place", ""))
