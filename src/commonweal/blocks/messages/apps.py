"""The manifest of messages."""

from commonweal.kernel.capability import Capability


class MessagesCapability(Capability):
    """Templates per channel and language, delivery with retries, inbox, preferences."""

    name = "commonweal.blocks.messages"
    title = {"en": "Messages", "cy": "Negeseuon"}
    summary = {"en": "Notifies people of what happened, by email and in their inbox."}
