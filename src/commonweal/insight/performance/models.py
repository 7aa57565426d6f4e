"""What is counted: one row for each thing that happened, without anything of a person."""

from django.db import models

KINDS = [
    ("begun", "begun"),
    ("submitted", "submitted"),
    ("opened", "opened"),
    ("closed", "closed"),
]


class Happening(models.Model):
    """Something that happened to a service in a month; `entry` is that of the journal, so that nothing counts twice.

    `month` is its first day, `days` from opening to closing (whole days, closed cases only)."""

    entry = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    organisation = models.CharField(max_length=80)
    service = models.CharField(max_length=141)
    month = models.DateField()
    days = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["month", "organisation", "service", "kind", "days"], name="happening_month"),
            models.Index(fields=["service", "month", "kind", "days"], name="happening_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.kind} {self.month}"
