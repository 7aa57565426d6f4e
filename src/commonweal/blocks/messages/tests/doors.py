"""Who may come through the doors of messages: everybody to their own inbox."""

from typing import Any

from commonweal.blocks.messages import api as messages
from commonweal.kernel.testing import Door, Side, applicant, nobody, signed_in
from commonweal.kernel.worker import run_all

AFTER = ("blocks.cases", "ground.identity")


def plant(world: Any, side: Side) -> None:
    """A message in the inbox of the applicant, from the platform."""
    if side.applicant not in world.people:
        return
    acting = world.acting(side.applicant)
    messages.write_message(
        key=f"walk:{side.name}",
        recipient=acting.actor,
        email="",
        channels=["portal"],
        subject="About your bin",
        body=world.secret(side, "message", applicant),
        language="en",
        organisation=world.organisation_id(side),
        acting=world.staff(side, "officer"),
    )
    run_all()
    side.things["message_id"] = messages.inbox(acting)[0].id


DOORS = [
    Door("GET messages:inbox", signed_in),
    Door("GET messages:message", applicant),
    Door("POST messages:preferences", signed_in, body={"email": "no"}),
    Door("GET messages:preferences-saved", signed_in),
    Door("GET messages:outbox", nobody, unproved="shown in a demo only"),
    Door("GET /api/messages/", signed_in),
    Door("GET /api/messages/{message_id}", applicant),
    Door("GET /api/messages/preferences", signed_in),
    Door("PUT /api/messages/preferences", signed_in, body={"email": False}),
]
