"""Requests and commands have room for deep calls, wherever they begin."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from commonweal.kernel import timeouts
from commonweal.kernel.tests.test_stack import CALLS, in_a_thread, many, worst_of
from commonweal.site import command


def test_a_request_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    # The application says for its process how long to wait for the database.
    monkeypatch.setattr(timeouts, "_current", [timeouts.current()])
    from commonweal.site import wsgi

    def pages(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        del environ, start_response
        many()
        return []

    monkeypatch.setattr(wsgi, "_pages", pages)
    assert in_a_thread(lambda: worst_of(lambda: wsgi.application({}, print))) < CALLS / 10


def test_a_command_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "group", many)
    assert in_a_thread(lambda: worst_of(command.main)) < CALLS / 10
