"""The errors that people see: each has a message, a remedy and an HTTP status."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop


class Filled(str):
    """English words with values filled in that can still be translated; made by `filled`."""

    pattern: str
    values: Mapping[str, object]


def filled(pattern: str, /, **values: object) -> Filled:
    """`pattern` with its %(name)s filled, for refusals that name something. A value that is itself to be translated is
    made by `filled`, too; what was made by it stays what it is. KeyError names a value that is missing."""
    if isinstance(pattern, Filled):
        return pattern
    made = Filled(pattern % values if values else pattern)
    made.pattern, made.values = pattern, values
    return made


def together(*messages: str) -> str:
    """Several such words in a row."""
    parts = {f"part{number}": filled(message) for number, message in enumerate(messages)}
    return filled(" ".join(f"%({name})s" for name in parts), **parts)


def in_words(message: str) -> str:
    """The English words of a verb, translated to the language of the page."""
    if not message:
        # The empty message is the key of a catalogue's heading.
        return ""
    if not isinstance(message, Filled):
        return gettext(message)
    said = {name: in_words(value) if isinstance(value, Filled) else value for name, value in message.values.items()}
    return gettext(message.pattern) % said if said else gettext(message.pattern)


class Problem(Exception):
    """Base of all refusals. `remedy` is what the person can do; `fields` maps field names to messages."""

    status = 400
    code = "bad-request"
    title = gettext_noop("The request could not be understood")

    def __init__(self, detail: str, *, remedy: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.fields = dict(fields or {})

    def as_json(self) -> dict[str, object]:
        """The body of an application/problem+json answer (RFC 9457)."""
        body: dict[str, object] = {
            "type": f"urn:commonweal:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.remedy:
            body["remedy"] = self.remedy
        if self.fields:
            body["fields"] = self.fields
        return body


class Invalid(Problem):
    """Invalid input; `fields` has a message for each field."""

    status, code, title = 422, "invalid", gettext_noop("Something in the request needs correcting")


class NotAllowed(Problem):
    """The acting person may not do this."""

    status, code, title = 403, "not-allowed", gettext_noop("You are not allowed to do this")


class SecondFactorNeeded(Problem):
    """The person may do this, once they have shown their second factor again. Pages lead there and back."""

    status, code, title = 403, "second-factor-needed", gettext_noop("Show your second step first")


class NotSignedIn(Problem):
    """The door is for people who are signed in."""

    status, code, title = 401, "not-signed-in", gettext_noop("Sign in first")


class NotFound(Problem):
    """It does not exist, or this person may not know that it does."""

    status, code, title = 404, "not-found", gettext_noop("There is nothing here")


class Conflict(Problem):
    """The state has moved on; what was asked no longer fits."""

    status, code, title = 409, "conflict", gettext_noop("This has changed in the meantime")


class TooLarge(Problem):
    """A request with more bytes, or more work, than its address takes."""

    status, code, title = 413, "too-large", gettext_noop("This is too much at once")


class WrongType(Problem):
    """A body whose declared content type the address does not accept."""

    status, code, title = 415, "wrong-type", gettext_noop("This kind of content cannot be read here")


class TooMany(Problem):
    """A rate limit. `retry_after` is in seconds."""

    status, code, title = 429, "too-many", gettext_noop("Too many requests")

    def __init__(self, detail: str, *, retry_after: int, remedy: str = "") -> None:
        super().__init__(
            detail, remedy=remedy or filled("Wait %(seconds)s seconds and try again.", seconds=retry_after)
        )
        self.retry_after = retry_after
