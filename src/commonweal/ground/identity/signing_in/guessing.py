"""Limits guesses at an account, without letting strangers' guesses lock the owner out.

Tries from a browser in which the person signed in before are counted for that browser alone. All other tries count for
the account and the caller's network, and for the account as a whole. (OWASP: "Slow down online guessing attacks with
device cookies".) Codes by email and passkeys are other ways in that wrong passwords do not close.

Codes of the second step are counted in the same way: others who know the password use up their own tries alone.

Messages with codes are limited, too, and strangers could use them up. Then one more message goes to the address, with a
link that makes the browser in which it is opened a known one: only somebody who reads the mail of that address can use
it, and guesses do not use it up."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import give_back, limit
from commonweal.kernel.problems import NotFound, TooMany
from commonweal.kernel.written.emails import email_key

COOKIE = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
SALT = "identity.known-browser"
LINK = "identity.known-browser.link"
HALF_A_YEAR = 182 * 86_400
LINK_LASTS = 86_400
# Messages that strangers may have sent to one address in an hour; each may be sent once more where it was not found.
MESSAGES = 15
# So many addresses are remembered of one browser, the last ones; a person has three at most.
REMEMBERED = 12

# What is counted, for which caller, how often and in how many seconds.
Counted = tuple[str, str, int, int]


def _hashed(email: str) -> str:
    return salted_hmac(SALT, email_key(email)).hexdigest()[:20]


def _browser(request: HttpRequest) -> tuple[str, list[str]]:
    """The word by which this browser is known and the (hashed) addresses whose owners signed in here."""
    try:
        word, addresses = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HALF_A_YEAR)
    except (signing.BadSignature, ValueError, TypeError):
        return get_random_string(22), []
    return str(word), list(addresses)


def _tries(request: HttpRequest, email: str) -> list[Counted]:
    account, (word, addresses) = _hashed(email), _browser(request)
    if account in addresses:
        return [("password.known-browser", f"{account} {word}", 10, 900)]
    network = network_of(request)
    return [
        ("password.network", network, 300, 3600),
        ("password.account-network", f"{account} {network}", 10, 900),
        ("password.account", account, 50, 3600),
    ]


def count_password(request: HttpRequest, email: str) -> None:
    """Count one try at a password. Raises TooMany."""
    for what, who, times, seconds in _tries(request, email):
        limit(what, who, times=times, seconds=seconds)


def password_was_right(request: HttpRequest, email: str) -> None:
    """Take the try back: signing in often is nothing wrong."""
    for what, who, _times, seconds in _tries(request, email):
        give_back(what, who, seconds=seconds)


def _second_steps(request: HttpRequest, email: str) -> Counted:
    account, (word, addresses) = _hashed(email), _browser(request)
    if account in addresses:
        return "second-step.known-browser", f"{account} {word}", 10, 300
    return "second-step.account", account, 10, 300


def count_second_step(request: HttpRequest, email: str) -> None:
    """Count one try at a code of the second step. Raises TooMany."""
    what, who, times, seconds = _second_steps(request, email)
    limit(what, who, times=times, seconds=seconds)


def second_step_was_right(request: HttpRequest, email: str) -> None:
    """Take the try back."""
    what, who, _times, seconds = _second_steps(request, email)
    give_back(what, who, seconds=seconds)


def count_code(request: HttpRequest, email: str) -> None:
    """Count one request for a message with a code or a link. Raises TooMany."""
    account, (word, addresses) = _hashed(email), _browser(request)
    if account in addresses:
        limit("code.known-browser", f"{account} {word}", times=10, seconds=900)
        return
    limit("code.account-network", f"{account} {network_of(request)}", times=5, seconds=300)
    limit("code.account", account, times=MESSAGES, seconds=3600)


def link_for(email: str) -> str | None:
    """The link for who reads the mail of this address, or None where one was sent within the hour."""
    account = _hashed(email)
    try:
        limit("code.link", account, times=1, seconds=3600)
    except TooMany:
        return None
    return settings.BASE_URL + reverse("identity:known-browser", args=[signing.dumps(account, salt=LINK)])


def read_link(token: str) -> str:
    """Which address (hashed) the link was sent to. Raises NotFound for one that is forged or a day old."""
    try:
        return str(signing.loads(token, salt=LINK, max_age=LINK_LASTS))
    except signing.BadSignature as error:
        raise NotFound(
            _("This link is not valid any more."), remedy=_("Ask for a code again: we send you a new link.")
        ) from error


def remember_person(request: HttpRequest, response: HttpResponse, person: Any) -> None:
    """Remember in a signed cookie that the person signed in here. It opens nothing: it only gives tries of its own."""
    from allauth.account.models import EmailAddress

    verified = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    remember_addresses(request, response, [_hashed(email) for email in {person.email, *verified}])


def remember_addresses(request: HttpRequest, response: HttpResponse, own: list[str]) -> None:
    """Remember that the owners of these addresses (hashed) use this browser."""
    word, addresses = _browser(request)
    kept = [*(each for each in addresses if each not in own), *own][-REMEMBERED:]
    response.set_cookie(
        COOKIE,
        signing.dumps([word, kept], salt=SALT),
        max_age=HALF_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
