"""Work that failed: tried again from its page, by the managers of the steward alone."""

import pytest
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.kernel import journal
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


def words(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def failed(council):
    run_all()
    row = DBTaskResult.objects.order_by("enqueued_at").first() or _enqueued()
    DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.FAILED, exception_class_path="x.Broken")
    return row


def _enqueued():
    from commonweal.kernel.journal import tell_readers

    tell_readers.enqueue("00000000-0000-0000-0000-000000000000", [])
    return DBTaskResult.objects.get()


def test_failed_work_is_tried_again_and_noted_in_the_journal(signed_in, council, failed):
    client = signed_in("manager")
    assert "Broken" in words(client, "/desk/failed-work/")
    again = client.post(reverse("desk:replay", args=[failed.pk]), follow=True).content.decode()
    assert "It will be tried again within a minute." in again
    assert journal.entries(organisation=str(council.pk), types=["desk.work_replayed"])
    twice = client.post(reverse("desk:replay", args=[failed.pk]), follow=True).content.decode()
    assert "no longer waiting" in twice


@pytest.mark.parametrize("who", ["officer", "elsewhere"])
def test_failed_work_is_for_managers_of_the_steward(signed_in, failed, who):
    client = signed_in(who)
    assert client.get("/desk/failed-work/").status_code == 403
    assert client.post(reverse("desk:replay", args=[failed.pk])).status_code == 403
    assert client.get("/api/desk/failed-work").status_code == 403
