"""Kinds of value that people type: one module for each normalises and validates it, for all callers.

What cannot be seen is dropped, what is written in another way is kept in one way, and what could mean two things is
refused. Forms, accounts, links, invitations, imports and the API call the same functions."""

from django.utils.translation import gettext_noop as msgid


class Unfit(ValueError):
    """Something that is not of the kind. `message` is a message id that describes what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


__all__ = ["Unfit", "msgid"]
