"""A session is what Django keeps: it is read, expires, and a strange key gives a new one."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from commonweal.site.requests.sessions import SessionStore


@pytest.fixture
def kept(db: None) -> str:
    session = SessionStore()
    session["guest"] = "guest:1"
    session.create()
    return str(session.session_key)


def test_what_was_kept_is_read_in_one_statement(kept, django_assert_num_queries):
    with django_assert_num_queries(1):
        session = SessionStore(kept)
        assert session["guest"] == "guest:1"
    assert session.session_key == kept


def test_an_expired_session_is_empty_and_gets_another_key(kept):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    session = SessionStore(kept)
    assert session.get("guest") is None
    session["guest"] = "guest:2"
    session.save()
    assert session.session_key not in {None, kept}


@pytest.mark.parametrize("key", ["nobody", "' OR 1=1 --", "x" * 500, "\N{SNOWMAN}" * 32])
def test_a_strange_key_is_not_taken_over(key, db):
    session = SessionStore(key)
    assert session.get("guest") is None
    assert session.session_key is None


def test_what_was_written_by_somebody_else_is_not_believed(kept):
    Session.objects.update(session_data="eyJndWVzdCI6MX0:forged:forged")
    assert SessionStore(kept).get("guest") is None
