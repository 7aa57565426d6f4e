"""Versions that go live by themselves at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from commonweal.kernel import clock, worker
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Invalid
from commonweal.services.definitions import api
from commonweal.services.definitions.models import Version
from commonweal.services.definitions.tests.conftest import SERVICE, approved
from commonweal.services.definitions.versions import store

pytestmark = pytest.mark.django_db


def test_a_version_is_published_at_its_time(changed, editor, reviewer):
    before = api.published_hash(SERVICE)
    number = approved(changed, editor, reviewer)
    at = clock.now() + timedelta(days=2)
    assert api.publish(service=SERVICE, number=number, at=at, acting=reviewer).status == "scheduled"
    worker.run_all()
    assert api.published_hash(SERVICE) == before
    with clock.standing_at(at + timedelta(minutes=1)):
        worker.run_all()
        assert api.published_hash(SERVICE) != before


def test_a_version_that_was_put_off_is_published_at_its_later_time(changed, editor, reviewer):
    before = api.published_hash(SERVICE)
    number = approved(changed, editor, reviewer)
    times = [clock.now() + timedelta(days=days) for days in (2, 4)]
    for at in times:
        api.publish(service=SERVICE, number=number, at=at, acting=reviewer)
    for at, is_live in zip(times, (False, True), strict=True):
        with clock.standing_at(at + timedelta(minutes=1)):
            worker.run_all()
            assert (api.published_hash(SERVICE) != before) is is_live


def test_a_version_taken_back_is_not_published_at_its_time(changed, editor, reviewer):
    before = api.published_hash(SERVICE)
    number = approved(changed, editor, reviewer)
    at = clock.now() + timedelta(days=2)
    api.publish(service=SERVICE, number=number, at=at, acting=reviewer)
    api.send_back(service=SERVICE, number=number, reason="Not yet", acting=reviewer)
    with clock.standing_at(at + timedelta(minutes=1)):
        worker.run_all()
    assert api.published_hash(SERVICE) == before


def test_a_version_that_no_longer_holds_at_its_time_waits_for_a_person(changed, editor, reviewer, monkeypatch):
    number = approved(changed, editor, reviewer)
    at = clock.now() + timedelta(days=2)
    api.publish(service=SERVICE, number=number, at=at, acting=reviewer)
    monkeypatch.setattr(store, "switched_off", lambda _organisation: frozenset({"blocks.messages"}))
    with clock.standing_at(at + timedelta(minutes=1)):
        worker.run_all()
    assert Version.objects.get(number=number, service__key=SERVICE).status == "approved"
    (entry,) = entries(types=["definitions.publication_failed"])
    assert "messages" in entry.facts["reason"]


@pytest.mark.parametrize("at", [datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1)])  # noqa: DTZ001
def test_a_time_that_is_past_or_has_no_zone_is_refused(changed, editor, reviewer, at):
    number = approved(changed, editor, reviewer)
    with pytest.raises(Invalid):
        api.publish(service=SERVICE, number=number, at=at, acting=reviewer)
