"""Messages that cannot be sent, by cause: for the steward's desk and for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from commonweal.blocks.messages.models import LATER, OURS, Message
from commonweal.blocks.messages.permissions import may_see_to_all
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting, require
from commonweal.kernel.plurals import number_of

# How long a mail server may be away before the doctor reports it.
LATE_AFTER = timedelta(hours=1)
NOT_LEAVING = Q(state="queued") & ~Q(fault="") | Q(state="given_up")


@dataclass(frozen=True)
class Waiting:
    """Messages that fail for the same reason and are tried again, or were given up.

    cause   "ours" where our settings have to be corrected, "later" where the provider is away, "given_up"
    since   when the first of them began to fail, or was written
    error   what the provider answered to one of them
    """

    cause: str
    messages: int
    since: datetime
    error: str


def waiting(acting: Acting) -> list[Waiting]:
    """What cannot be sent, by cause, for managers of the steward (one query). Raises NotAllowed."""
    require(may_see_to_all, acting)
    rows = Message.objects.filter(NOT_LEAVING).order_by().values("state", "fault")
    counted = rows.annotate(count=Count("pk"), since=Min("failing_since"), first=Min("created_at"), said=Max("error"))
    return [
        Waiting(row["fault"] or row["state"], row["count"], row["since"] or row["first"], row["said"])
        for row in counted.order_by("state", "fault")
    ]


def delivery_check() -> str | None:
    """None if messages are sent, else which are not, why, and what to do."""
    found = {one.cause: one for one in waiting(SYSTEM)}
    ours, later = found.get(OURS), found.get(LATER)
    if ours is not None:
        return (
            f"{number_of(ours.messages, 'message waits', 'messages wait')} because {ours.error}; check the "
            "COMMONWEAL_MAIL_… and COMMONWEAL_SMTP_… settings. They are sent automatically once that is corrected"
        )
    if later is not None and later.since < clock.now() - LATE_AFTER:
        return (
            f"{number_of(later.messages, 'message')} could not be sent, some since {later.since:%Y-%m-%d %H:%M} UTC: "
            f"{later.error}. They are tried again for some days"
        )
    return None
