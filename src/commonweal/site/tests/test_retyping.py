"""What was typed too late is kept for a network only so often: nobody fills the table of sessions with it."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from commonweal.kernel.typist import NAME, mark_for

pytestmark = pytest.mark.django_db
OWN = {"referer": "http://testserver/account/login/"}


def test_a_stranger_has_only_so_much_kept():
    fields = {NAME: mark_for("guest:a"), "words": "x" * 1000}
    for _time in range(65):
        assert Client(enforce_csrf_checks=True).post("/account/login/", fields, headers=OWN).status_code == 403
    assert Session.objects.count() == 60
