"""What tests of delivery share: a message to write, and a worker that runs for days."""

from datetime import UTC, datetime, timedelta

from commonweal.blocks.messages import api
from commonweal.blocks.messages.models import Message
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


def write(key: str = "case:1/received", organisation: str | None = None) -> Message:
    (row,) = api.write_message(
        key=key,
        recipient="guest:1",
        email="ann@example.org",
        channels=["email"],
        subject="We have it",
        body="Thank you.",
        language="en",
        organisation=organisation,
        acting=SYSTEM,
        about="case:1",
    )
    return row


def run_for(days: float, start: datetime = START) -> datetime:
    """Let the worker work through so many days, waking whenever something is due; the moment afterwards."""
    end, moment = start + timedelta(days=days), start
    while moment <= end:
        with standing_at(moment):
            run_all()
            coming = Message.objects.filter(state="queued", next_try_at__gt=moment).order_by("next_try_at").first()
        if coming is None:
            break
        moment = coming.next_try_at
    return end
