"""The front door of casework: the messages that an applicant was sent about a case, as facts and as sentences."""

from commonweal.services.casework.told import ToldLine, told_in_words, told_of

__all__ = ["ToldLine", "told_in_words", "told_of"]
