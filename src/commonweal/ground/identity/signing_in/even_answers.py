"""Makes pages that ask for an email address do the same work whether or not there is an account with it.

Otherwise the time of an answer would reveal it. A page that sends a message in one case queues a blank one in the
others, and the number of statements is rounded up. Hashing and sign-up are evened out in `actions/sign_up.py` and in
the library's backend."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonweal.ground.identity.signing_in.letters import BLANK, LETTERS, Letter, post
from commonweal.kernel.middleware import Middleware

# Pages that send a message to the address, by the library's names; and those that only ask for it, or follow.
WRITING = (
    "account_signup",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_reset_password",
)
ASKING = ("account_login", "account_reset_password_done", "account_email")
# The statements of an answer are rounded up to a multiple of this; no page needs more in either case.
ROUND = 40


@cache
def _paths(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(reverse(name) for name in names)


@contextmanager
def rounded_up() -> Iterator[None]:
    """Within the block the number of statements becomes a multiple of ROUND, by queries that find nothing."""
    counted = 0

    def count(execute: Any, *statement: Any) -> object:
        nonlocal counted
        counted += 1
        return execute(*statement)

    with connection.execute_wrapper(count):
        yield
        while counted % ROUND:
            EmailAddress.objects.filter(email=secrets.token_hex(12)).exists()


class EvenAnswersMiddleware(Middleware):
    """Evens out the work of these pages, and queues their messages at the end of the request."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in _paths(WRITING + ASKING):
            return self.get_response(request)
        with rounded_up():
            written: list[Letter] = []
            LETTERS.set(request, written)
            response = self.get_response(request)
            if request.method == "POST" and request.path in _paths(WRITING):
                written = written or [BLANK]
            for each in written:
                post(each)
        return response
