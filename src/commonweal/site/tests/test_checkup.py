"""The doctor finds what is wrong and says what to do."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.db.utils import OperationalError

from commonweal.blocks.forms.tests.fake_clamd import FakeClamd
from commonweal.ground.identity.events import RetentionRun
from commonweal.kernel import clock, guards, journal, journal_check, remembered, sensitive, tasks
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.models import JournalEntry, Worker
from commonweal.kernel.worker import run_all
from commonweal.site import health
from commonweal.site.commands.doctor import command
from commonweal.site.operations import checkup

pytestmark = pytest.mark.django_db


@tasks.task(retries=0)
def fails() -> None:
    raise ValueError("no")


def ask() -> dict[str, checkup.Answer]:
    return {answer.question: answer for answer in checkup.ask_all()}


def test_a_place_that_works_is_well_in_everything_but_its_test_mode(settings):
    settings.VAR.mkdir(parents=True, exist_ok=True)
    Worker.objects.create(id="alive", seen_at=clock.now())
    assert [question for question, answer in ask().items() if answer.state == "failing"] == ["Mode"]


def test_a_place_without_a_virus_scanner_is_warned_and_one_with_it_is_well(settings):
    settings.CLAMAV = ""
    answer = ask()["Virus scanner"]
    assert (answer.state, answer.well) == ("warning", False)
    assert "COMMONWEAL_CLAMAV" in answer.words
    settings.CLAMAV = "127.0.0.1:1"
    assert ask()["Virus scanner"].state == "failing"
    with FakeClamd() as clamd:
        settings.CLAMAV = clamd.address
        assert ask()["Virus scanner"].state == "well"


@pytest.mark.parametrize(
    ("question", "check"),
    [
        ("Mail", "commonweal.blocks.messages.api.sender_check"),
        ("Messages", "commonweal.blocks.messages.api.delivery_check"),
        ("Files", "commonweal.blocks.forms.api.files_check"),
        ("Virus scanner", "commonweal.blocks.forms.api.scanner_check"),
    ],
)
def test_the_doctor_reports_what_a_block_finds(settings, monkeypatch, question, check):
    settings.CLAMAV = "127.0.0.1:1"
    monkeypatch.setattr(check, lambda: None)
    assert ask()[question].state == "well"
    monkeypatch.setattr(check, lambda: "something is wrong")
    assert (ask()[question].well, ask()[question].words) == (False, "something is wrong")


def test_another_key_than_that_of_the_data_is_noticed(settings):
    sensitive.seal("person:1", "x")
    assert ask()["Key"].state == "well"
    settings.SENSITIVE_KEY = "another " * 10
    assert (ask()["Key"].state, ask()["Key"].words) == ("failing", checkup.KEY)


def test_a_missing_worker_is_told_with_the_remedy():
    assert "commonweal worker" in ask()["Worker"].words


def test_work_that_failed_for_good_is_counted():
    fails.enqueue()
    run_all()
    assert ask()["Failed work"].words.startswith("1 task failed permanently")


def test_a_journal_that_could_be_changed_is_noticed():
    name = next(iter(guards.wanted(guards.immutable()[0])))
    table = "" if connection.vendor == "sqlite" else " ON kernel_journalentry"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    assert name in ask()["Immutable tables"].words
    assert "commonweal manage migrate" in ask()["Immutable tables"].words


def test_an_entry_that_was_changed_is_named():
    fails.enqueue()
    with transaction.atomic():
        number = journal.record(RetentionRun(rows={}), acting=SYSTEM, object="x").number
    assert ask()["Journal"].well
    guards.lift()
    JournalEntry.objects.update(purpose="another")
    assert f"entry {number} was changed" in ask()["Journal"].words


def test_a_deleted_entry_is_noticed_where_numbers_have_no_gaps_of_their_own(monkeypatch):
    monkeypatch.setattr(journal_check, "missing_numbers", lambda **_: 2)
    assert ask()["Journal"].words.startswith("2 entries were deleted")


def test_a_stamp_without_its_trigger_is_noticed(monkeypatch):
    monkeypatch.setattr(remembered, "unwatched", lambda: ["x_stamp"])
    assert "x_stamp" in ask()["Memory"].words


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_database_role_that_disables_triggers_is_noticed():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert "set it to origin" in ask()["Replication role"].words


def test_a_data_folder_that_cannot_be_written_to_is_named(settings, tmp_path):
    settings.VAR = tmp_path / "not there"
    assert "COMMONWEAL_VAR" in ask()["Data folder"].words


def test_a_question_that_breaks_is_an_answer_and_the_others_are_asked(monkeypatch):
    def broken() -> str | None:
        raise OperationalError("gone")

    monkeypatch.setitem(checkup.QUESTIONS, "Mail", broken)
    answers = ask()
    assert "could not be looked at (OperationalError: gone)" in answers["Mail"].words
    assert answers["Journal"].well


def test_production_files_that_were_not_collected_are_noticed(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "x.ManifestStorage"}}
    settings.STATIC_ROOT = tmp_path
    assert "collectstatic" in ask()["Static files"].words


def test_the_command_leaves_with_status_one_and_speaks_to_programs():
    done = CliRunner().invoke(command, ["--json"])
    assert done.exit_code == 1
    assert {row["question"] for row in json.loads(done.output)} == set(checkup.QUESTIONS)


def test_the_command_leaves_with_status_zero_when_all_is_well(monkeypatch):
    monkeypatch.setattr(checkup, "QUESTIONS", {"Mode": lambda: None})
    done = CliRunner().invoke(command, [])
    assert (done.exit_code, done.output) == (0, "✔ Mode: well\n")


def test_a_warning_alone_exits_with_zero_and_is_marked_as_one(monkeypatch):
    monkeypatch.setattr(checkup, "QUESTIONS", {"Virus scanner": lambda: checkup.Warned("there is none")})
    done = CliRunner().invoke(command, [])
    assert (done.exit_code, done.output) == (0, "! Virus scanner: there is none\n")
    told = CliRunner().invoke(command, ["--json"])
    assert [(row["well"], row["state"]) for row in json.loads(told.output)] == [(False, "warning")]


@pytest.mark.parametrize("pending", [True, OperationalError("no answer")], ids=["old tables", "no answer"])
def test_without_the_database_only_that_is_told_and_what_needs_no_table(monkeypatch, pending):
    def asked() -> bool:
        if isinstance(pending, Exception):
            raise pending
        return pending

    monkeypatch.setattr(health, "has_pending_migrations", asked)
    answers = {answer.question: answer for answer in checkup.ask_all()}
    assert answers["Database"].state == "failing"
    assert set(answers) == set(checkup.QUESTIONS) - checkup.OF_TABLES
    assert {"Mode", "Data folder", "Static files", "Mail", "Disk"} <= set(answers)
