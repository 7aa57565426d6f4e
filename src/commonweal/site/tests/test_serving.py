"""A place is made ready before it is served, and says whether it is alive, ready and well."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError
from django.test import Client

from commonweal.kernel import sensitive
from commonweal.site.server import serving


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
def test_metrics_are_for_callers_with_the_token(settings):
    with_token = {"Authorization": "Bearer a long token"}
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
    settings.METRICS_TOKEN = "a long token"
    assert Client().get("/metrics").status_code == 403, "a proxy on this machine may ask for anybody"
    assert Client().get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert b'commonweal_tasks{state="ready"}' in Client().get("/metrics", headers=with_token).content


def test_log_lines_carry_no_values_that_tell_of_a_person():
    from commonweal.site.settings.cleaning import clean

    line = clean(None, "info", {"event": "sent", "email": "ann@example.org", "case": "c1"})
    assert line == {"event": "sent", "email": "[cut]", "case": "c1"}


@pytest.mark.django_db
def test_a_place_does_not_start_with_another_key_than_its_data_was_sealed_with(settings):
    serving.refuse_wrong_key()
    assert sensitive.key_fits()
    settings.SENSITIVE_KEY = "another " * 10
    with pytest.raises(ImproperlyConfigured, match="set the former one"):
        serving.refuse_wrong_key()


@pytest.mark.django_db
def test_a_place_that_sealed_data_before_it_kept_a_probe_notices_another_key(settings):
    sensitive.seal("person:1", "x")
    settings.SENSITIVE_KEY = "another " * 10
    assert not sensitive.key_fits()


@pytest.mark.django_db
def test_erasing_somebody_does_not_take_the_probe_away(settings):
    sensitive.seal("person:1", "x")
    assert sensitive.key_fits()
    sensitive.shred("person:1")
    settings.SENSITIVE_KEY = "another " * 10
    assert not sensitive.key_fits()


def test_a_database_that_is_away_does_not_stop_the_start(monkeypatch):
    def away() -> bool:
        raise OperationalError("gone")

    monkeypatch.setattr(serving, "key_fits", away)
    serving.refuse_wrong_key()
