"""Marks of whom a form was drawn for."""

from datetime import timedelta

import pytest
from django.core import signing

from commonweal.kernel.form_marks import GOOD_FOR, digest_of, drawn_for, mark_for, typist_of


@pytest.mark.parametrize(("seconds", "good"), [(GOOD_FOR - 60, True), (GOOD_FOR + 60, False)])
def test_a_mark_is_valid_as_long_as_a_session(monkeypatch, seconds, good):
    mark, later = mark_for("guest:a"), signing.time.time() + timedelta(seconds=seconds).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert drawn_for(mark, "guest:a") is good
    assert typist_of(mark) == (digest_of("guest:a") if good else "")
