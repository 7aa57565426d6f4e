"""Guests: people who go on without an account, known by an id in their session alone."""

from dataclasses import replace
from uuid import uuid4

from django.http import HttpRequest

from commonweal.kernel.acting import STRANGER, Acting, acting_of

KEY = "guest"


def guest_of(request: HttpRequest) -> str | None:
    """The "guest:<id>" of this browser's session, or None; kept on the server, so that it cannot be forged."""
    return request.session.get(KEY)


def begin_guest(request: HttpRequest) -> str:
    """The guest of this session, made if there is none."""
    known = guest_of(request)
    if known is None:
        known = request.session[KEY] = f"guest:{uuid4()}"
    return known


def forget_guest(request: HttpRequest) -> str:
    """Take the guest out of the session; the "guest:<id>" that it was, or ''."""
    return str(request.session.pop(KEY, ""))


def acting_as_guest(request: HttpRequest) -> Acting:
    """The actor for a journey that is open to guests: the signed-in person, else the session's guest (made if needed).

    Only journeys ask for it: everywhere else a guest is a stranger, who is sent to sign in."""
    acting = acting_of(request)
    if not acting.is_stranger:
        return acting
    return replace(STRANGER, actor=begin_guest(request), language=acting.language)
