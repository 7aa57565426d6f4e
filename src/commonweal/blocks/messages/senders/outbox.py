"""The demo's provider: nothing leaves the machine; the outbox page shows what would have."""

from commonweal.blocks.messages.senders import Outgoing


class OutboxSender:
    """Takes every message; the table of messages is the outbox."""

    def send(self, message: Outgoing) -> str:
        return f"outbox:{message.key}"

    def self_check(self) -> str | None:
        return None


sender = OutboxSender()
