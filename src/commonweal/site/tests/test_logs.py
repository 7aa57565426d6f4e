"""Log lines as they are written: tracebacks without values, addresses without secrets."""

import io
import json
import logging
import logging.config
import secrets
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import structlog
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import path

from commonweal.site.settings import cleaning
from commonweal.site.settings.logging import LOGGING

SECRET = "ann@example.org"


def breaks(_request: object, what: str = "") -> None:
    private = SECRET
    if what == "statement":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere WHERE email = %s", [private])
    try:
        raise ValueError(f"no such person: {private}")
    except ValueError as error:
        raise LookupError(private) from error


urlpatterns = [path("breaks/<str:what>", breaks)]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict]]]:
    """What the handlers of a place in earnest would write, line by line."""
    written = io.StringIO()
    formatter = logging.config.dictConfig.__globals__["DictConfigurator"](LOGGING).configure_formatter(
        dict(LOGGING["formatters"]["json"])
    )
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    loggers = [logging.getLogger(name) for name in ("django", "django.request", "commonweal")]
    before = [(each.level, each.propagate) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel("INFO")
        each.propagate = False
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for each, (level, propagate) in zip(loggers, before, strict=True):
        each.removeHandler(handler)
        each.setLevel(level)
        each.propagate = propagate


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["value", "statement"])
def test_the_line_of_a_fault_has_its_traceback_and_no_value(settings, lines, what):
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get(f"/breaks/{what}")
    assert answer.status_code >= 500
    [line] = [line for line in lines() if "exception" in line]
    assert f"{__file__}:" in line["exception"]
    assert " breaks: " in line["exception"]
    assert SECRET not in json.dumps(line)
    assert "nowhere WHERE" not in json.dumps(line).replace('cursor.execute(\\"SELECT nothing FROM nowhere WHERE', "")


def test_our_own_line_of_a_fault_has_its_traceback_and_no_value(lines):
    try:
        raise LookupError(SECRET)
    except LookupError:
        structlog.get_logger("commonweal.test").exception("it_broke", email=SECRET)
    [line] = lines()
    assert "LookupError" in line["exception"]
    assert SECRET not in json.dumps(line)


def test_the_line_of_a_fault_tells_what_led_to_it(lines):
    try:
        try:
            raise LookupError(SECRET)
        except LookupError as error:
            raise OSError(SECRET) from error
    except OSError:
        structlog.get_logger("commonweal.test").exception("it_broke")
    [line] = lines()
    assert "builtins.LookupError\nwhich led to:\n" in line["exception"]
    assert line["exception"].endswith("builtins.OSError")
    assert SECRET not in json.dumps(line)


SECRETS = [
    f"/apply/continue/{secrets.token_urlsafe(32)}",
    f"/apply/continue/{signing.TimestampSigner().sign('01923f4e-7a52-7c3e-9b1a-3f2d1c0b9a88')}",
    f"/organisations/invitations/{secrets.token_urlsafe(24)}/",
    f"/account/password/reset/keys/{secrets.token_hex(16)}-diopgw-{secrets.token_hex(16)}/",
    f"/account/sessions/{'abcdefghijklmnopqrstuvwxyz012345'}",
    f"/nothing/cw_{secrets.token_urlsafe(32)}",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", SECRETS)
def test_the_line_of_a_missing_page_has_no_secret(lines, address):
    secret = max(address.split("/"), key=len)
    Client().get(address.rstrip("/") + "/and-nothing-here")
    [line] = [line for line in lines() if line["logger"] == "django.request"]
    assert secret not in json.dumps(line)
    assert "[cut]" in line["event"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/services/report-a-missed-bin-collection/now", "/cases/01923f4e-7a52-7c3e-9b1a-3f2d1c0b9a88/nothing"]
)
def test_the_line_of_a_missing_page_tells_which(lines, address):
    Client().get(address)
    [line] = [line for line in lines() if line["logger"] == "django.request"]
    assert address in line["event"]


def test_a_part_longer_than_any_of_ours_is_cut_without_being_looked_through(monkeypatch):
    looked_at = []
    monkeypatch.setattr(cleaning, "RANDOM", SimpleNamespace(search=lambda part: looked_at.append(len(part))))
    assert cleaning.without_secrets(f"/{'x' * 200} /{'x' * 201} /{'x' * 100_000}") == f"/{'x' * 200} /[cut] /[cut]"
    assert looked_at == [200]


def test_the_settings_are_those_of_the_place():
    assert settings.LOGGING["formatters"]["json"] is LOGGING["formatters"]["json"]
