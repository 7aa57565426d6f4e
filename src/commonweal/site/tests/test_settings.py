"""A setting that cannot be used is refused in one line: the variable, what is wrong, what to write."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commonweal.kernel.capability import PACKAGE
from commonweal.site.settings import environment

KEY = "k" * 60
PRODUCTION = {
    "COMMONWEAL_MODE": "production",
    "COMMONWEAL_SECRET_KEY": KEY,
    "COMMONWEAL_SENSITIVE_KEY": "s" * 60,
    "COMMONWEAL_HOSTS": "services.example.org",
    "COMMONWEAL_BASE_URL": "https://services.example.org",
}
# name, a value that cannot be used, words of the refusal (with what to write).
WRONG = [
    ("SECRET_KEY", "", "is not set: make one with"),
    ("SECRET_KEY", "short", "is too short: give at least 50 random characters"),
    ("SENSITIVE_KEY", "short", "is too short: give at least 50 random characters"),
    ("HOSTS", "", "is not set: write the hosts"),
    ("HOSTS", "*", "cannot be *: write the hosts"),
    ("HOSTS", "https://services.example.org", "is not a host: write names like"),
    ("HOSTS", "services example", "is not a host: write names like"),
    ("BASE_URL", "http://services.example.org", "must begin with https://"),
    (
        "BASE_URL",
        "https://services.example.org/town",
        "write it without what follows the host: https://services.example.org",
    ),
    ("BASE_URL", "https://services.example.org?x=1", "write it without what follows the host"),
    ("BASE_URL", "services.example.org", "is not an address: write one like https://"),
    ("BASE_URL", "https://services.example.org:port", "is not an address: write one like https://"),
    ("STAFF_MFA_REQUIRED", "no", "cannot be switched off in production"),
    ("STAFF_SESSION_HOURS", "0", "write a whole number from 1 to 24"),
    ("IDLE_MINUTES", "2", "write a whole number from 5 to 1440"),
    ("STAFF_IDLE_MINUTES", "121", "write a whole number from 5 to 120"),
    ("SESSION_HOURS", "0", "write a whole number from 1 to 168"),
    ("SECOND_FACTOR_MINUTES", "0", "write a whole number from 1 to 1440"),
    ("FACTOR_REPLACEMENT_DAYS", "0", "write a whole number from 1 to 90"),
    ("OUTBOUND_PRIVATE", "yes", "cannot be switched on in production"),
    ("MODE", "live", "it can be demo, production or test"),
    ("SMTP_PORT", "twenty", "write a whole number from 1 to 65535"),
    ("SMTP_PORT", "70000", "write a whole number from 1 to 65535"),
    ("SMTP_PORT", "-25", "write a whole number from 1 to 65535"),
    ("SMTP_TLS", "perhaps", "write yes or no"),
    ("SMTP_HOST", "smtp://mail.example.org", "write the name of a host alone"),
    ("SSL_REDIRECT", "2", "write yes or no"),
    ("BEHIND_PROXY", "nginx", "write yes or no"),
    ("TRUSTED_PROXIES", "-1", "write a whole number from 0 to 10"),
    ("TRUSTED_PROXIES", "127.0.0.1", "write a whole number from 0 to 10"),
    ("PLACE_NAME", " ", "write the name of the place"),
    ("PLACE_NAME", "Two\nlines", "has several lines: write one"),
    ("PLACE_COUNTRY", "ZZ", "whose public holidays are not known: write the two letters"),
    ("PLACE_COUNTRY", "England", "whose public holidays are not known: write the two letters"),
    ("PLACE_SUBDIVISION", "Yorkshire", "is not part of GB: it can be"),
    ("PLACE_CLOSED_DAYS", "Christmas", "not a date like 2026-12-24: write 2026-12-24=Reason"),
    ("PLACE_CURRENCY", "POUND", "it can be CHF, EUR, GBP"),
    ("REFERENCE_PREFIX", "eastmere", "write two capital letters"),
    ("LANGUAGES", "xx", "it can name cy or en"),
    ("LANGUAGES", ",", "names no language: write"),
    ("LANGUAGE", "fr", "it can be cy or en"),
    ("TIME_ZONE", "Europe/Londn", "did you mean Europe/London?"),
    ("TIME_ZONE", "../etc/passwd", "is not a time zone"),
    ("CAPABILITIES_OFF", "blocks.serch", "did you mean blocks.search?"),
    ("CAPABILITIES_OFF", "ground.identity", "is essential: remove it from the list"),
    ("DATABASE_URL", "postgres://user:secret@[host/name", "write postgres://user:password@host:5432/name"),
    ("DATABASE_URL", "mysql://user:secret@host/name", "write postgres://user:password@host:5432/name"),
    ("DATABASE_URL", "/var/lib/place.sqlite3", "write postgres://user:password@host:5432/name"),
    ("STATEMENT_TIMEOUT", "0", "write a whole number from 1 to 600"),
    ("WORKER_SILENT_AFTER", "-60", "write a whole number from 1 to 86400"),
    ("MAIL_SENDER", "sendmail", "it can be http, outbox or smtp"),
    ("MAIL_SENDER", "http", "COMMONWEAL_MAIL_URL is not set: write the provider's address"),
    ("MAIL_URL", "provider", "is not an address: write one like https://"),
    ("MAIL_FROM", "Eastmere", "is not an email address: write one like"),
    ("DISK_RESERVE", "-1", "write a whole number from 0"),
    ("QUIET_FROM", "25", "write a whole number from 0 to 23"),
    ("QUIET_TO", "7:30", "write a whole number from 0 to 23"),
    ("LOG_LEVEL", "LOUD", "it can be DEBUG, INFO"),
    ("CLAMAV", "127.0.0.1", "write host:port"),
    ("QUITE_FROM", "22", "is not a setting: did you mean COMMONWEAL_QUIET_FROM?"),
    ("XYZZY", "1", "is not a setting: remove it"),
]
# What any line of text is right for.
ANY_TEXT = {"VAR", "STATIC_ROOT", "MAIL_TOKEN", "METRICS_TOKEN", "SMTP_USER", "SMTP_PASSWORD"}
LOAD = "from commonweal.site.command import set_up; set_up()"


def start(tmp_path: Path, *arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """Python with the settings of a production place, some of them changed."""
    values = {**PRODUCTION, "COMMONWEAL_VAR": str(tmp_path), **changed}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *(arguments or ("-c", LOAD))],
        env={**kept, **values, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_everything_is_set(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


# One process for all: each loads the settings again, as a command would.
EACH = """
import json, os, sys
from importlib import import_module
from django.core.exceptions import ImproperlyConfigured
said = []
for name, value in json.loads(sys.argv[1]):
    for module in [name for name in sys.modules if name.startswith("commonweal.site.settings")]:
        del sys.modules[module]
    kept = dict(os.environ)
    os.environ[name] = value
    try:
        import_module("commonweal.site.settings.live")
        said.append("")
    except ImproperlyConfigured as refused:
        said.append(str(refused))
    os.environ.clear()
    os.environ |= kept
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory) -> dict[tuple[str, str], str]:
    """What each wrong value is refused with; '' where it is taken."""
    asked = [(f"COMMONWEAL_{name}", value) for name, value, _words in WRONG]
    done = start(tmp_path_factory.mktemp("wrong"), "-c", EACH, json.dumps(asked))
    assert done.returncode == 0, done.stderr[-2000:]
    return {(name, value): said for (name, value, _words), said in zip(WRONG, json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize(("name", "value", "words"), [row for row in WRONG if row[1] != "ground.identity"])
def test_an_unsafe_or_wrong_setting_is_refused_with_the_reason(refusals, name, value, words):
    said = refusals[name, value]
    assert said.startswith("COMMONWEAL_")
    assert name in said
    assert words in said
    assert len(said.splitlines()) == 1
    assert "user:secret" not in said, "a password is not for a log"


def test_every_setting_has_a_wrong_value_in_the_table():
    from commonweal.site.settings import core, logging, security

    assert core
    assert logging
    assert security
    tried = {name for name, _value, _words in WRONG}
    assert environment.KNOWN - tried == ANY_TEXT


@pytest.mark.parametrize(
    "command", [["doctor"], ["serve"], ["worker", "--once"], ["manage", "check"], ["backup", "x"], ["export", "x"]]
)
def test_every_command_ends_with_one_line_and_no_traceback(tmp_path, command):
    done = start(tmp_path, "-m", "commonweal.site.command", *command, COMMONWEAL_CAPABILITIES_OFF="ground.identity")
    assert done.returncode == 2
    assert done.stderr == (
        "commonweal: COMMONWEAL_CAPABILITIES_OFF names 'ground.identity', which is essential: remove it from the list\n"
    )


def test_a_capability_is_known_in_the_settings_by_its_former_name_too(tmp_path):
    done = start(
        tmp_path, "-m", "commonweal.site.command", "manage", "check", COMMONWEAL_CAPABILITIES_OFF="services.notices"
    )
    assert done.returncode == 2
    assert "names 'services.casework' or 'services.notices', which is essential" in done.stderr


def test_variables_of_other_programs_and_of_our_tests_are_left_alone(tmp_path):
    done = start(tmp_path, COMMON="x", COMMONWEAL_REALDATA="/x", MY_COMMONWEAL_X="x")
    assert done.returncode == 0, done.stderr


def test_what_the_programs_of_the_repository_set_for_tests_is_no_misspelt_setting():
    programs = [path.read_text("utf-8") for path in (PACKAGE.parents[1] / "bin").iterdir() if path.is_file()]
    told = {name for words in programs for name in re.findall(r"\bCOMMONWEAL_([A-Z_]+)", words)}
    assert "EXPLORE" in told
    assert told - environment.ELSEWHERE - environment.KNOWN == set()


def test_a_command_refuses_a_setting_in_one_line(tmp_path):
    done = start(tmp_path, "-m", "commonweal.site.command", "doctor", COMMONWEAL_XYZZY="1")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "commonweal: COMMONWEAL_XYZZY is not a setting: remove it, or look in docs/operations.md"
    ]
