"""The front door of notices: what an applicant was told about a case, as facts and as sentences."""

from commonweal.services.notices.told import ToldLine, told_in_words, told_of

__all__ = ["ToldLine", "told_in_words", "told_of"]
