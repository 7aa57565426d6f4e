"""People: one account for every service of every member organisation."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from commonweal.kernel import clock
from commonweal.kernel.acting import ASSURANCE
from commonweal.kernel.written.emails import email_key


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an email address is kept tidied, so that it is unique however it is typed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email_key(email), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=email_key(username or ""))


class Person(AbstractBaseUser):
    """A resident, a member of staff, or both. What is not known is empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.JSONField(default=dict, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    assurance = models.CharField(max_length=10, choices=[(level, level) for level in ASSURANCE], default="low")
    preferences = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def ref(self) -> str:
        return f"person:{self.pk}"


OPEN, DONE, REFUSED = "open", "done", "refused"


class Correction(models.Model):
    """A person's report that data held about them is wrong; the managers of one organisation answer.

    `sealed` and `answer_sealed` are texts under the person's key, the second empty while nothing is answered."""

    STATES = [(OPEN, "open"), (DONE, "done"), (REFUSED, "refused")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="corrections")
    organisation = models.ForeignKey("ground_organisations.Organisation", models.PROTECT, related_name="+")
    model = models.CharField(max_length=100)
    field = models.CharField(max_length=100)
    sealed = models.TextField()
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_sealed = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "answered_at", "asked_at"], name="correction_of_organisation")]

    def __str__(self) -> str:
        return f"{self.model}.{self.field} {self.state}"


class Presence(models.Model):
    """A person shows at a counter that they are there: the hash of a code that is good once, `until` some minutes."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    code = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"presence until {self.until}"
