"""Every table says how its rows are deleted or why they stay, and what is to be deleted is deleted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.db.models import CASCADE
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.forms.models import Upload
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.my_data.register import sealing_fields
from commonweal.ground.identity.tasks import delete_ended_sessions, delete_keys_of_guests, delete_what_is_past_its_time
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.testing import make_organisation
from commonweal.insight.performance.figures import MOST_MONTHS, months_back
from commonweal.insight.performance.models import EventCount, MonthlyCount
from commonweal.insight.performance.tasks import delete_old_counts
from commonweal.kernel import clock, housekeeping, sensitive, worker
from commonweal.kernel.models import Repeatable, ScheduledRun, SubjectKey, Window
from commonweal.kernel.tasks import SCHEDULES
from commonweal.services.journeys.actions import discard_journey
from commonweal.services.journeys.models import Journey

# How the rows of each table end: the scheduled task that deletes them, what deletes them with it, or why they stay.
TASKS = {
    "kernel.Window": "delete_what_has_ended",
    "kernel.Repeatable": "delete_what_has_ended",
    "sessions.Session": "delete_ended_sessions",
    "usersessions.UserSession": "delete_ended_sessions",
    "account.EmailConfirmation": "delete_ended_sessions",
    "services_journeys.Journey": "discard_forgotten",
    "blocks_forms.Upload": "delete_expired",
    "kernel.SubjectKey": "delete_keys_of_guests",
    "kernel.ScheduledRun": "delete_what_has_ended",
    "insight_performance.EventCount": "delete_old_counts",
    "insight_performance.MonthlyCount": "delete_old_counts",
    "blocks_cases.Case": "look_at_retention",
    "ground_identity.Person": "delete_what_is_past_its_time",
    "ground_organisations.Invitation": "delete_what_is_past_its_time",
}
WORKER = {"django_tasks_database.DBTaskResult", "kernel.Worker"}
KEPT = {
    "kernel.JournalEntry": "append-only; its personal part ends with the key",
    "kernel.TableVersion": "one row for each table that is remembered",
    "ground_areas.Area": "the geography of the place",
    "ground_areas.GazetteerEntry": "the addresses of the place; each import replaces them",
    "ground_organisations.Organisation": "members of the place; what they decided names them",
    "blocks_messages.Message": "with the case or the person that it is about",
    "blocks_messages.ConfirmedAddress": "with the case that it is about",
    "blocks_search.SearchEntry": "with what it finds",
    "blocks_search.Word": "one row for each word of what was published here",
    "blocks_search.Synonym": "as many as the place says",
    "services_catalogue.CatalogueEntry": "with the service",
    "services_definitions.Service": "what was offered here stays known",
    "services_definitions.Version": "cases and readers refer to them permanently",
    "services_definitions.KeptText": "one row for each file of the place",
    "services_definitions.PlaceRecord": "one row",
    "contenttypes.ContentType": "one row for each table",
    "auth.Permission": "one row for each kind of permission of the framework",
    "auth.Group": "not used",
}


def labels():
    return {model._meta.label for model in apps.get_models()}


def owned():
    """Tables each of whose rows is deleted with another that it cannot be without."""
    return {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.on_delete is CASCADE and not field.null
    }


def test_every_table_says_how_its_rows_end():
    assert labels() - set(TASKS) - WORKER - set(KEPT) - owned() == set()


def test_nothing_is_said_of_tables_that_are_gone():
    there = labels()
    assert (set(TASKS) | WORKER | set(KEPT)) - there == set()


def test_every_task_that_deletes_is_on_the_schedule():
    scheduled = {name.rpartition(".")[2] for name in SCHEDULES}
    assert set(TASKS.values()) <= scheduled


def test_every_field_that_names_an_owner_of_sealed_rows_is_known():
    """The key of a guest must not be destroyed while a row still needs it."""
    sealed = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if any(field.name.startswith("sealed") for field in model._meta.fields)
        for field in model._meta.fields
        if field.name in {"owner", "subject", "recipient"}
    }
    assert sealed
    assert sealed - set(sealing_fields()) == set()


@pytest.fixture
def small_batches(monkeypatch):
    """Many batches without many rows."""
    for module in (housekeeping, discard_journey):
        monkeypatch.setattr(module, "BATCH", 3)
    monkeypatch.setattr("commonweal.ground.identity.tasks.BATCH", 3)
    monkeypatch.setattr(housekeeping.delete_in_batches, "__defaults__", (3,))
    monkeypatch.setattr(housekeeping.delete_expired_cache, "__defaults__", (3,))


def days_ago(number):
    return clock.now() - timedelta(days=number)


@pytest.mark.django_db
def test_windows_answers_and_sessions_that_ended_are_all_deleted_and_younger_ones_kept(small_batches):
    person = make_person()
    for number in range(8):
        Window.objects.create(key=f"w{number}", count=1, ends_at=days_ago(1) if number else days_ago(-1))
        Repeatable.objects.create(key=f"r{number}", fingerprint="x", result={})
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=days_ago(1 if number else -1))
        UserSession.objects.create(user=person, session_key=f"s{number}", ip="127.0.0.1", user_agent="x")
    Repeatable.objects.exclude(key="r0").update(created_at=days_ago(31))
    UserSession.objects.update(last_seen_at=days_ago(2))
    housekeeping.delete_what_has_ended.func()
    delete_ended_sessions.func()
    assert list(Window.objects.values_list("key", flat=True)) == ["w0"]
    assert list(Repeatable.objects.values_list("key", flat=True)) == ["r0"]
    assert list(Session.objects.values_list("pk", flat=True)) == ["s0"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["s0"]


@pytest.mark.django_db
def test_results_of_finished_work_are_all_deleted_and_failed_work_is_kept(small_batches):
    for number in range(8):
        housekeeping.delete_what_has_ended.enqueue()
        DBTaskResult.objects.filter(status="READY").update(
            status="SUCCESSFUL" if number else "FAILED", finished_at=days_ago(8)
        )
    worker.prune()
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED"]


@pytest.mark.django_db
def test_failed_work_of_years_ago_schedules_that_are_gone_and_old_counts_are_all_deleted(small_batches):
    month = months_back(MOST_MONTHS)[0]
    for number in range(8):
        housekeeping.delete_what_has_ended.enqueue()
        DBTaskResult.objects.filter(status="READY").update(
            status="FAILED", finished_at=days_ago(366 if number else 364)
        )
        ScheduledRun.objects.create(name=f"gone.{number}", last_at=days_ago(91 if number else 89))
        EventCount.objects.create(
            entry=uuid4(), kind="begun", service="a/b", month=month - timedelta(days=1) if number else month
        )
        before = (month - timedelta(days=1)).replace(day=1)
        MonthlyCount.objects.create(
            kind="closed", service="a/b", month=before if number else month, days=number, number=1
        )
    ScheduledRun.objects.create(name=next(iter(SCHEDULES)), last_at=days_ago(400))
    worker.prune()
    housekeeping.delete_what_has_ended.func()
    delete_old_counts.func()
    assert DBTaskResult.objects.count() == 1
    assert set(ScheduledRun.objects.values_list("name", flat=True)) == {"gone.0", next(iter(SCHEDULES))}
    assert list(EventCount.objects.values_list("month", flat=True)) == [month]
    assert list(MonthlyCount.objects.values_list("month", flat=True)) == [month]


@pytest.mark.django_db
def test_accounts_that_nobody_proved_and_letters_that_nobody_opened_are_all_deleted(small_batches):
    for number in range(8):
        person = make_person()
        EmailAddress.objects.filter(user=person).update(verified=False)
        confirmation = EmailConfirmation.create(EmailAddress.objects.get(user=person))
        EmailConfirmation.objects.filter(pk=confirmation.pk).update(created=days_ago(31 if number else 29))
    proven = make_person()
    delete_ended_sessions.func()
    assert EmailConfirmation.objects.count() == 1
    Person.objects.exclude(pk=person.pk).update(joined_at=days_ago(400))
    delete_what_is_past_its_time.func()
    assert set(Person.objects.all()) == {person, proven}
    assert EmailAddress.objects.count() == 2


@pytest.mark.django_db
def test_drafts_files_and_keys_that_nobody_needs_are_all_deleted_and_younger_ones_kept(small_batches):
    town = make_organisation("town")
    guests = [f"guest:{uuid4()}" for _ in range(8)]
    for number, guest in enumerate(guests):
        moment = days_ago(31) if number else clock.now()
        sealed = sensitive.seal(guest, {"answers": {}, "contact": {}, "kept": {}})
        Journey.objects.create(
            service="town/x", version="gone", organisation=town, owner=guest, begun_by=guest, sealed=sealed,
            begun_at=moment, changed_at=moment,
        )  # fmt: skip
        Upload.objects.create(
            owner=guest, name="x", media_type="text/plain", size=1, sha256="", created_at=moment,
            expires_at=moment + timedelta(days=30),
        )  # fmt: skip
    delete_keys_of_guests.func()
    assert SubjectKey.objects.count() == 8, "keys that are needed, or young, stay"
    SubjectKey.objects.update(created_at=days_ago(46))
    delete_keys_of_guests.func()
    assert SubjectKey.objects.count() == 8
    discard_journey.discard_forgotten.func()
    from commonweal.blocks.forms.actions import delete_upload

    delete_upload.delete_expired.func()
    assert list(Journey.objects.values_list("owner", flat=True)) == guests[:1]
    assert list(Upload.objects.values_list("owner", flat=True)) == guests[:1]
    delete_keys_of_guests.func()
    assert list(SubjectKey.objects.values_list("pk", flat=True)) == guests[:1]


@pytest.mark.django_db
def test_what_expired_in_the_cache_is_all_deleted_and_the_rest_kept(small_batches, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "endings"}}
    call_command("createcachetable", verbosity=0)
    cache = DatabaseCache("endings", {})
    for number in range(8):
        cache.set(f"k{number}", number, timeout=None if number == 0 else 60)
    with connection.cursor() as cursor:
        past = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0) - timedelta(hours=1))
        cursor.execute("UPDATE endings SET expires = %s WHERE cache_key <> ':1:k0'", [past])
    housekeeping.delete_what_has_ended.func()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM endings")
        assert cursor.fetchall() == [(":1:k0",)]
