"""What is written about a case: notes among staff, letters to and from the applicant, decisions. All sealed."""

import uuid

from django.db import models

from commonweal.blocks.cases.models.case import Case

NOTE, LETTER_IN, LETTER_OUT, DECISION = "note", "in", "out", "decision"


class Correspondence(models.Model):
    """A note, a letter to ("out") or from ("in") the applicant, or a decision: one table, so that a case is read in
    one query. `sealed`, under the key of the case's subject, holds {"text"} of a note, {"subject", "text"} of a
    letter, {"reasons", "assessment"} of a decision.

    attachments  ids of uploads; `task` the request for information that a letter answers
    outcome      "granted" or "refused" by `transition`: of decisions only
    """

    KINDS = [
        (NOTE, "note"),
        (LETTER_IN, "from the applicant"),
        (LETTER_OUT, "to the applicant"),
        (DECISION, "decision"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="correspondence", db_index=False)
    kind = models.CharField(max_length=8, choices=KINDS)
    author = models.CharField(max_length=80)
    at = models.DateTimeField()
    sealed = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    task = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    transition = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "blocks_cases_paper"
        indexes = [models.Index(fields=["case", "at"], name="casepaper_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
