"""A place is made ready before it is served, and says whether it is alive, ready and well."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.utils import OperationalError
from django.test import Client

from commonweal.kernel.capability import PACKAGE
from commonweal.site import serving

KEY = "k" * 60
PRODUCTION = {
    "COMMONWEAL_MODE": "production",
    "COMMONWEAL_SECRET_KEY": KEY,
    "COMMONWEAL_SENSITIVE_KEY": "s" * 60,
    "COMMONWEAL_HOSTS": "services.example.org",
    "COMMONWEAL_BASE_URL": "https://services.example.org",
}


def start(tmp_path: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """Load the settings of a production place in a process of its own."""
    values = {**PRODUCTION, "COMMONWEAL_VAR": str(tmp_path), **changed}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")}
    return subprocess.run(
        [sys.executable, "-c", "import commonweal.site.settings.live"],
        env={**kept, **values, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_everything_is_set(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("COMMONWEAL_SECRET_KEY", "", "COMMONWEAL_SECRET_KEY is not set"),
        ("COMMONWEAL_SENSITIVE_KEY", "short", "COMMONWEAL_SENSITIVE_KEY is too short"),
        ("COMMONWEAL_HOSTS", "", "COMMONWEAL_HOSTS is not set"),
        ("COMMONWEAL_BASE_URL", "http://services.example.org", "must begin with https://"),
        ("COMMONWEAL_STAFF_MFA_REQUIRED", "no", "cannot be switched off in production"),
        ("COMMONWEAL_OUTBOUND_PRIVATE", "yes", "cannot be switched on in production"),
        ("COMMONWEAL_MODE", "live", "production, demo or test"),
        ("COMMONWEAL_SMTP_PORT", "twenty", "write a whole number"),
        ("COMMONWEAL_SMTP_TLS", "perhaps", "write yes or no"),
        ("COMMONWEAL_PLACE_CLOSED_DAYS", "Christmas", "no date like"),
    ],
)
def test_an_unsafe_or_wrong_setting_is_refused_with_the_reason(tmp_path, name, value, words):
    done = start(tmp_path, **{name: value})
    assert done.returncode != 0
    assert words in done.stderr


def test_preparing_makes_the_folders_and_may_be_repeated(settings, tmp_path, monkeypatch):
    settings.VAR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var" / "files"
    called = []
    monkeypatch.setattr(serving, "call_command", lambda name, **_more: called.append(name))
    serving.prepare()
    serving.prepare()
    assert settings.MEDIA_ROOT.is_dir()
    assert called == ["migrate", "createcachetable"] * 2


def test_static_files_are_collected_only_when_one_of_ours_is_newer(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "x.ManifestStorage"}}
    called = []
    monkeypatch.setattr(serving, "call_command", lambda name, **_more: called.append(name))
    serving.collect()
    (tmp_path / "staticfiles.json").write_text("{}")
    serving.collect()
    os.utime(tmp_path / "staticfiles.json", (0, 0))
    serving.collect()
    assert called == ["collectstatic"] * 2


def test_alive_needs_no_database():
    answer = Client().get("/health/live")
    assert (answer.status_code, answer.json()["status"]) == (200, "live")


@pytest.mark.django_db
def test_ready_with_tables_up_to_date():
    assert Client().get("/health/ready").json() == {"status": "ready"}


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(monkeypatch):
    from django.db.migrations import executor

    def away(*_args):
        raise OperationalError("gone")

    monkeypatch.setattr(executor, "MigrationExecutor", away)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["why"]) == (503, "the database does not answer")


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_whoever_has_the_token(settings):
    assert b'commonweal_tasks{state="ready"}' in Client().get("/metrics").content
    assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 403
    settings.METRICS_TOKEN = "a long token"
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert stranger.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert stranger.get("/metrics", headers={"Authorization": "Bearer a long token"}).status_code == 200


def test_behind_a_proxy_this_machine_is_nobody_special(settings):
    settings.TRUSTED_PROXIES = 1
    assert Client().get("/metrics").status_code == 403


def test_log_lines_carry_no_values_that_tell_of_a_person():
    from commonweal.site.settings.cleaning import clean

    line = clean(None, "info", {"event": "sent", "email": "ann@example.org", "case": "c1"})
    assert line == {"event": "sent", "email": "[cut]", "case": "c1"}
