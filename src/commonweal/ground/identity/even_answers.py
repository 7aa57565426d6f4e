"""The doors of accounts: pages that ask for an address, and take the same work whether there is an account with it.

How long an answer takes would tell. So each door brings exactly one letter where any of its answers brings one, if need
be a blank one, and the number of statements is rounded up. Hashing and sign-up are evened out where they stand
(`actions/sign_up.py` and the library's backend)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonweal.ground.identity.letters import BLANK, Letter, post
from commonweal.kernel.middleware import Middleware

# Doors that write to the address, by the library's names; and those that only ask for it, or come after.
WRITING = (
    "account_signup",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_reset_password",
)
ASKING = ("account_login", "account_reset_password_done", "account_email")
# Statements of an answer are rounded up to a multiple of this; no door needs as many, known address or not.
ROUND = 40


@cache
def _paths(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(reverse(name) for name in names)


@contextmanager
def rounded_up() -> Iterator[None]:
    """Within the block the number of statements becomes a multiple of ROUND, by looking for what is not there."""
    counted = 0

    def count(execute: Any, *statement: Any) -> Any:
        nonlocal counted
        counted += 1
        return execute(*statement)

    with connection.execute_wrapper(count):
        yield
        while counted % ROUND:
            EmailAddress.objects.filter(email=secrets.token_hex(12)).exists()


class EvenAnswersMiddleware(Middleware):
    """Evens out what the doors of accounts do, and posts the letters of their answers."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in _paths(WRITING + ASKING):
            return self.get_response(request)
        with rounded_up():
            written: list[Letter] = []
            request.letters = written  # type: ignore[attr-defined]
            response = self.get_response(request)
            if request.method == "POST" and request.path in _paths(WRITING):
                written = written or [BLANK]
            for each in written:
                post(each)
        return response
