"""What has to be done for a case, and by when: tasks and clocks."""

import uuid

from django.db import models
from django.db.models import Q

from commonweal.blocks.cases.clocks import CountUnit, Timer
from commonweal.blocks.cases.models.case import Case

APPLICANT = "applicant"
OPEN, DONE, LAPSED = "open", "done", "lapsed"


class CaseTask(models.Model):
    """Something that staff of a role, or the applicant (`role` is then "applicant", `person` their subject), must do.

    `question` is what the applicant was asked, sealed; `in_state` the state with which a task of staff lapses;
    `done_at` and `done_by` are when it was done or lapsed, and the actor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    organisation = models.ForeignKey(
        "ground_organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=60)
    title = models.JSONField(default=dict)
    role = models.CharField(max_length=60)
    person = models.CharField(max_length=80, blank=True)
    question = models.TextField(blank=True)
    in_state = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=6, default=OPEN)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "role", "due_at"], name="casetask_role"),
            models.Index(fields=["person", "state", "due_at"], name="casetask_person", condition=~Q(person="")),
            models.Index(fields=["organisation", "done_at"], name="casetask_ended", condition=Q(state="lapsed")),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"


class CaseClock(models.Model):
    """A clock of a case. `due_at` and `warn_at` are empty while it does not run, or once they passed."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    key = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    allowed = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    counts_from = models.DateField()
    running_since = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    warn_at = models.DateTimeField(null=True, db_index=True)
    warned_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_clock")]

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"

    @property
    def over(self) -> bool:
        return self.stopped_at is not None or self.expired_at is not None

    @property
    def timer(self) -> Timer:
        units: dict[str, CountUnit] = {"working_days": "working_days", "days": "days", "seconds": "seconds"}
        return Timer(units[self.unit], self.allowed, self.used, self.running_since, self.counts_from)

    @timer.setter
    def timer(self, timer: Timer) -> None:
        self.unit, self.allowed, self.used = timer.unit, timer.allowed, timer.used
        self.running_since, self.counts_from = timer.running_since, timer.counts_from
