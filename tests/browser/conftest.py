"""Eastmere itself, served to Chromium under the strict policy: applied once, with some life in it."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.life import Life, live

from commonweal.kernel import clock

PLACE = Path(__file__).parents[2] / "places" / "eastmere"
ARGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        return


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@dataclass
class Site:
    """The served place: `url`, and what lives in it."""

    url: str
    life: Life
    browser: Browser
    said: list[str] = field(default_factory=list)

    def page(self, who: str = "stranger", *, width: int = 320, scripts: bool = True, language: str = "en") -> Page:
        """A new browser of somebody; what its console complains of is in `said`."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        cookies = [{"name": "language", "value": language, "url": self.url}]
        client = self.life.browser_of(who)
        if client is not None:
            cookies.append({"name": "session", "value": client.cookies["session"].value, "url": self.url})
        context.add_cookies(cookies)
        context.set_default_timeout(20_000)
        page = context.new_page()
        self.said = said = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("COMMONWEAL_CHROMIUM") or "/usr/bin/chromium"
    if not Path(path).exists():
        pytest.fail(f"{path} is not there: install Chromium, or name it in COMMONWEAL_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGS.split())
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[Site]:
    """One server for all tests here: applying the place takes longer than a test."""
    # Playwright runs a loop of its own, in which Django would otherwise refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock():
        # pytest-django makes tables only if some collected test is marked for them; ours keep theirs for all tests.
        own = (
            [] if connection.introspection.table_names() else setup_databases(0, interactive=False, aliases={"default"})
        )
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Server, Silent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", live(PLACE), browser)
        finally:
            server.shutdown()
            connections.close_all()
            call_command("flush", interactive=False, verbosity=0, allow_cascade=False, inhibit_post_migrate=False)
            teardown_databases(own, 0)
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let the whole process, with the threads of the server, stand on a day (a date or its text)."""

    def stand(day: Any) -> None:
        moment = datetime.combine(datetime.fromisoformat(str(day)[:10]).date(), time(10), tzinfo=UTC)

        class Standing:
            def get(self) -> datetime:
                return moment

        monkeypatch.setattr(clock, "_frozen", Standing())

    return stand
