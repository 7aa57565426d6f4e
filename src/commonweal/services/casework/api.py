"""The front door of casework: the messages that an applicant was sent about a case, as facts and as sentences."""

from commonweal.services.casework.sent_messages import SentMessage, sent_in_words, sent_messages_of

__all__ = ["SentMessage", "sent_in_words", "sent_messages_of"]
