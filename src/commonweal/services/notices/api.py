"""The front door of notices: the messages that an applicant was sent about a case, as facts and as sentences."""

from commonweal.services.notices.told import ToldLine, told_in_words, told_of

__all__ = ["ToldLine", "told_in_words", "told_of"]
