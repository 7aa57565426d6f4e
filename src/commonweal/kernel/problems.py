"""The errors that people meet: each says what is wrong, what to do, and which HTTP status it has."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop


class Problem(Exception):
    """Base of all refusals. `remedy` says what the person can do; `fields` maps field names to messages."""

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
    """Input that breaks a rule; `fields` says which."""

    status, code, title = 422, "invalid", gettext_noop("Something in the request needs correcting")


class NotAllowed(Problem):
    """The acting person may not do this."""

    status, code, title = 403, "not-allowed", gettext_noop("You are not allowed to do this")


class NotSignedIn(Problem):
    """The door is for people who are signed in."""

    status, code, title = 401, "not-signed-in", gettext_noop("Sign in first")


class NotFound(Problem):
    """There is no such thing, or it is not for this person to know that there is."""

    status, code, title = 404, "not-found", gettext_noop("There is nothing here")


class Conflict(Problem):
    """The state has moved on; what was asked no longer fits."""

    status, code, title = 409, "conflict", gettext_noop("This has changed in the meantime")


class TooMany(Problem):
    """A rate limit. `retry_after` is in seconds."""

    status, code, title = 429, "too-many", gettext_noop("Too many requests")

    def __init__(self, detail: str, *, retry_after: int, remedy: str = "") -> None:
        super().__init__(detail, remedy=remedy or f"Wait {retry_after} seconds and try again.")
        self.retry_after = retry_after
