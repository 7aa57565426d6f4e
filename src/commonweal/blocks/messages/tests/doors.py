"""Who may use the addresses of messages: everybody their own inbox."""

from typing import Any

from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.actions.confirm_address import confirmation_link
from commonweal.blocks.messages.models import Message
from commonweal.kernel.testing import Door, Side, Visit, applicant, everybody, nobody, role, scope, signed_in, steward
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
    failed = messages.write_message(
        key=f"fails:{side.name}",
        recipient=acting.actor,
        email=f"{side.applicant}@example.org",
        channels=["email"],
        subject="About your bin",
        body="It did not leave.",
        language="en",
        organisation=world.organisation_id(side),
        about=f"case:{side.things['case']}",
        acting=world.staff(side, "officer"),
    )
    side.things["failed_message"] = failed[0].pk
    Message.objects.filter(pk=failed[0].pk).update(state="queued", fault="ours")
    side.things["message_id"] = messages.inbox(acting)[0].id


def _failed(visit: Visit) -> dict[str, Any]:
    return {"message_id": visit["failed_message"]}


def _link(visit: Visit) -> dict[str, Any]:
    return {"token": confirmation_link(f"case:{visit['case']}", "somebody@example.org").rsplit("/", 1)[-1]}


DOORS = [
    # The link was sent to the address, so its holder reads the mail of that address.
    Door("GET messages:confirm", everybody, arguments=_link),
    Door("POST messages:confirm", everybody, arguments=_link),
    Door("GET messages:inbox", signed_in),
    Door("GET messages:message", applicant),
    Door("POST messages:preferences", signed_in, body={"email": "no"}),
    Door("GET messages:preferences-saved", signed_in),
    Door("GET messages:outbox", nobody, unproved="shown in a demo only"),
    Door("GET /api/messages/", signed_in),
    Door("GET /api/messages/{message_id}", applicant),
    Door("GET /api/messages/preferences", signed_in),
    Door("GET /api/messages/waiting", steward),
    Door("POST /api/messages/waiting/again", steward),
    Door(
        "POST /api/messages/{message_id}/again",
        role("officer", "manager", "agent") | scope("messages:write"),
        arguments=_failed,
    ),
    Door("PUT /api/messages/preferences", signed_in, body={"email": False}),
]
