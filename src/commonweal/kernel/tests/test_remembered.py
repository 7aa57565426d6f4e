"""What is kept in memory is asked for again after any change of its tables, and only then."""

import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_organisation
from commonweal.kernel.models import TableVersion
from commonweal.kernel.remembered import Remembered, only_reading, watch

TABLE = Organisation._meta.db_table


class Counting:
    """Reads the keys of all organisations, and counts how often it did."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return sorted(Organisation.objects.values_list("key", flat=True))


@pytest.fixture
def read() -> Counting:
    return Counting()


@pytest.fixture
def keys(read: Counting) -> "Remembered[list[str]]":
    return Remembered(read, [(TABLE, "")])


@pytest.mark.django_db
def test_it_is_read_once_until_something_changes(read, keys):
    made = make_organisation("one")
    assert keys() == keys() == ["one"]
    assert read.times == 1
    Organisation.objects.filter(pk=made.pk).update(key="two")
    assert keys() == ["two"]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET key = 'three'")
    assert keys() == ["three"]
    Organisation.objects.bulk_create([Organisation(key="four", name={"en": "Four"}, kind="council")])
    assert keys() == ["four", "three"]
    Organisation.objects.all().delete()
    assert keys() == []
    assert read.times == 5


@pytest.mark.django_db
def test_what_was_rolled_back_is_forgotten_even_if_the_next_change_is_alike(read, keys):
    class Undone(Exception):
        pass

    assert keys() == []
    for name in ("one", "two"):
        with suppress(Undone), transaction.atomic():
            make_organisation(name)
            assert keys() == [name]
            raise Undone
        assert keys() == []


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_change_only_when_it_is_committed(read, keys):
    assert keys() == []
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(keys())
        connection.close()

    with transaction.atomic():
        make_organisation("one")
        if connection.vendor == "postgresql":
            other = threading.Thread(target=look)
            other.start()
            other.join()
            assert seen == [[]]
    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen[-1] == ["one"]


@pytest.mark.django_db
def test_a_request_that_only_reads_asks_for_the_stamps_once(keys, django_assert_num_queries):
    make_organisation("one")
    keys()
    with only_reading(), django_assert_num_queries(1):
        for _ in range(3):
            keys()
    with django_assert_num_queries(3):
        for _ in range(3):
            keys()


@pytest.mark.django_db
def test_nothing_is_kept_where_there_is_no_stamp(read, keys):
    TableVersion.objects.filter(name=TABLE).delete()
    keys(), keys()
    assert read.times == 2


@pytest.mark.django_db
def test_the_triggers_come_back_after_a_table_was_made_anew():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP TRIGGER "{TABLE}_stamp" ON "{TABLE}"')
        else:
            cursor.execute(f'DROP TRIGGER "{TABLE}_insert_stamp"')
    watch()
    watch()
    before = TableVersion.objects.get(name=TABLE).version
    make_organisation("one")
    assert TableVersion.objects.get(name=TABLE).version != before
