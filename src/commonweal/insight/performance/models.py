"""What is counted: entries of the journal, each once, and the sums by month that figures are read from."""

from django.db import models

KINDS = [
    ("begun", "begun"),
    ("submitted", "submitted"),
    ("opened", "opened"),
    ("closed", "closed"),
]
NOT_TIMED = -1  # days of what takes no time, such as a submission


class EventCount(models.Model):
    """Something that happened to a service in a month; `entry` is that of the journal, so that nothing counts twice.

    `month` is its first day, `days` from opening to closing (whole days, closed cases only)."""

    entry = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    organisation = models.CharField(max_length=80)
    service = models.CharField(max_length=141)
    month = models.DateField()
    days = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "insight_performance_happening"
        indexes = [models.Index(fields=["month"], name="happening_of_month")]

    def __str__(self) -> str:
        return f"{self.service} {self.kind} {self.month}"


class MonthlyCount(models.Model):
    """How often something happened to a service in a month; closed cases apart by the `days` that they took.

    Figures are read from here alone: what a page costs does not grow with the number of applications."""

    service = models.CharField(max_length=141)
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=KINDS)
    days = models.IntegerField(default=NOT_TIMED)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "month", "kind", "days"], name="one_count_of_a_month"),
        ]
        indexes = [models.Index(fields=["kind", "month", "service", "number"], name="monthly_count_kind")]

    def __str__(self) -> str:
        return f"{self.service} {self.kind} {self.month}: {self.number}"
