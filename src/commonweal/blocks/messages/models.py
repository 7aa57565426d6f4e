"""Messages and the channels that people chose; addresses and words are sealed with the recipient's key."""

import uuid

from django.conf import settings
from django.db import models

CHANNELS = [("email", "Email"), ("portal", "Inbox")]
STATES = [
    ("held", "Waits for the address to be confirmed"),
    ("queued", "Queued"),
    ("sent", "Sent"),
    ("refused", "Address refused"),
    ("given_up", "Given up"),
    ("unwanted", "Not wanted"),
]
# Why a queued message waits: the provider cannot take it at the moment, or it does not accept this place.
LATER, OURS = "later", "ours"
FAULTS = [(LATER, "Tried again later"), (OURS, "To be corrected by us")]


class Message(models.Model):
    """One message on one channel. `key` makes writing it twice the same message; it is also what providers get as
    idempotency key. `sealed` holds to, subject and body.

    asked          whether the recipient has just asked for it: it leaves at night, too, and where email is switched off
    turn           which queued delivery is the valid one; the others do nothing
    fault          why it waits, with the `error` of the last try
    failing_since  since when the tries fail for this reason
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "ground_organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=CHANNELS)
    template = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="en")
    sealed = models.TextField()
    asked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=STATES, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=10, choices=FAULTS, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person", "channel", "-created_at"], name="inbox"),
            models.Index(fields=["about", "-created_at"], name="messages_about"),
            models.Index(fields=["state", "-created_at"], name="messages_state"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"


class ConfirmedAddress(models.Model):
    """An address was confirmed for one object ("case:<uuid>"); `digest` is the keyed hash of the address."""

    about = models.CharField(max_length=120)
    digest = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "digest"], name="confirmed_once")]

    def __str__(self) -> str:
        return self.about


class Preference(models.Model):
    """Whether a person wants a channel used; the inbox cannot be refused, it is where everything is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="one_preference")]

    def __str__(self) -> str:
        return f"{self.channel}: {'yes' if self.wanted else 'no'}"
