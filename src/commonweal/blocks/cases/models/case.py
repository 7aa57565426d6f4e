"""The case itself, its links to other cases, and which roles a service is open to."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypedDict

from django.conf import settings
from django.db import models

from commonweal.kernel import sensitive

OPEN, CLOSED = "open", "closed"
# The subject of a case whose applicant had their data erased.
ERASED = "erased"
# Replaces "no date" where rows are ordered by date: databases order NULL differently.
NO_DATE = datetime(9999, 12, 31, tzinfo=UTC)


class SealedCase(TypedDict, total=False):
    """What is sealed with the key of the applicant; `given` is what staff gave in transitions."""

    answers: Mapping[str, object]
    contact: Mapping[str, str]
    given: Mapping[str, object]


class Case(models.Model):
    """One application or report. All personal data of its applicant is in `sealed`, under `subject`'s key:
    {"answers": …, "contact": …, "given": …}. `phase` rather than a boolean, because SQLite uses no index for one.

    `outcome` is the final state, `decision` "granted" or "refused"; `due_order` is `due_at`, or the end of time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(
        "ground_organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    service = models.CharField(max_length=160)
    version = models.CharField(max_length=80, db_index=True)
    journey = models.CharField(max_length=80, null=True, unique=True)
    subject = models.CharField(max_length=80)
    sealed = models.TextField(blank=True)
    uploads = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="en")
    channel = models.CharField(max_length=20, default="web")
    area = models.CharField(max_length=120, blank=True)
    phase = models.CharField(max_length=6, default=OPEN)
    state = models.CharField(max_length=60)
    state_since = models.DateTimeField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    team = models.CharField(max_length=60, blank=True)
    priority = models.CharField(max_length=10, default="normal")
    waiting = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_order = models.DateTimeField(default=NO_DATE)
    decision = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    delete_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "phase", "due_order", "id"], name="case_queue"),
            models.Index(fields=["organisation", "phase", "opened_at", "id"], name="case_opened"),
            models.Index(fields=["organisation", "phase", "state", "due_order", "id"], name="case_state"),
            models.Index(fields=["organisation", "phase", "assignee", "due_order", "id"], name="case_assignee"),
            models.Index(fields=["organisation", "phase", "service", "due_order", "id"], name="case_service"),
            models.Index(fields=["organisation", "phase", "area", "due_order", "id"], name="case_area"),
            models.Index(fields=["organisation", "phase", "team", "due_order", "id"], name="case_team"),
            models.Index(fields=["organisation", "phase", "priority", "due_order", "id"], name="case_priority"),
            models.Index(fields=["organisation", "phase", "channel", "due_order", "id"], name="case_channel"),
            models.Index(
                fields=["organisation", "phase", "due_order", "id"],
                name="case_waiting",
                condition=models.Q(waiting=True),
            ),
            models.Index(fields=["subject", "opened_at"], name="case_subject"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> str:
        return f"case:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.phase == OPEN

    def open_seal(self) -> SealedCase | None:
        """What is sealed, or None once it was erased (one query)."""
        if not self.sealed:
            return None
        found: SealedCase | None = sensitive.unseal_many([(self.subject, self.sealed)]).get(self.sealed)
        return found


class CaseLink(models.Model):
    """Another case that this one has to do with; each pair has one row."""

    KINDS = [("related", "related"), ("duplicate", "duplicate of"), ("referral", "referred from")]

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=KINDS)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="one_case_link"),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class WorkingRole(models.Model):
    """A role that some version of a service names; who has no other role sees the cases of these services alone."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("ground_organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=160)
    role = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "role", "service"], name="one_working_role")]

    def __str__(self) -> str:
        return f"{self.service}: {self.role}"
