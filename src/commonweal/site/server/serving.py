"""Makes a place ready to serve and serves it with gunicorn."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.utils import Error

from commonweal.kernel.sensitive import key_fits
from commonweal.site.server.warming import compile_templates

# Seconds to wait for a client to send its next bytes, or to take ours.
CLIENT_SILENT = 20


def keep_private() -> None:
    """What this process and its children write is for its own user alone."""
    os.umask(0o077)


def prepare(*, quiet: bool = True) -> None:
    """Bring tables, the shared cache, static files and templates up to date; does only what is missing."""
    keep_private()
    settings.VAR.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Earlier versions made it for everybody to look into.
    settings.MEDIA_ROOT.chmod(0o700)
    verbosity = 0 if quiet else 1
    call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=verbosity)
    collect()
    compile_templates()


def refuse_wrong_key() -> None:
    """Raise ImproperlyConfigured if the key for sealed data is another than before: pages would fail one by one, and
    what is sealed meanwhile could not be opened with the right one. A database that is away does not stop the start."""
    from commonweal.site.operations.checkup import KEY

    with suppress(Error):
        if not key_fits():
            raise ImproperlyConfigured(KEY)


def _newest(folders: list[Path]) -> float:
    files = [path.stat().st_mtime for folder in folders for path in folder.rglob("*") if path.is_file()]
    return max(files, default=0.0)


def collect() -> None:
    """Collect static files if any of ours is newer than what was collected."""
    from commonweal.kernel.capability import PACKAGE

    stamp = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]:
        return
    if not stamp.exists() or stamp.stat().st_mtime < _newest(list(PACKAGE.glob("**/static"))):
        call_command("collectstatic", verbosity=0, interactive=False)


def gunicorn(*, bind: str, workers: int, threads: int, log: bool = False) -> None:
    """Serve until stopped. The application is loaded once and shared by the workers."""
    from gunicorn.app.base import BaseApplication

    keep_private()

    class Application(BaseApplication):  # type: ignore[misc]  # untyped library
        """gunicorn, configured here instead of by a file."""

        def load_config(self) -> None:
            options: dict[str, object] = {
                "bind": bind,
                "workers": workers,
                "threads": threads,
                "worker_class": "commonweal.site.server.gunicorn_worker.Worker",
                "preload_app": True,
                "accesslog": "-" if log else None,
                "loglevel": "warning",
                "timeout": 60,
                "graceful_timeout": 20,
                "max_requests": 20_000,
                "max_requests_jitter": 2_000,
                "limit_request_line": 8190,
                "limit_request_fields": 64,
                "limit_request_field_size": 8190,
                "keepalive": 5,
                "when_ready": _bound_waiting,
                "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 - a heartbeat only
                "pre_fork": _before_fork,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            from commonweal.site.server.warming import warm
            from commonweal.site.wsgi import application

            warm()
            return application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings.live")
    Application().run()


def _bound_waiting(server: Any) -> None:
    """Close connections whose client sends or takes nothing for CLIENT_SILENT seconds in the middle of a request.

    gunicorn has no such limit for threads; accepted sockets inherit the option from the listening ones."""
    import socket
    import struct

    for listener in server.LISTENERS:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", CLIENT_SILENT, 0))


def _before_fork(_server: object, _worker: object) -> None:
    """No database connection may be shared by two processes; what is loaded is excluded from garbage collection."""
    import gc

    from django.db import connections

    connections.close_all()
    gc.collect()
    gc.freeze()
    _give_back()
    # A page makes some ten thousand objects and drops them all: looking for cycles every 700 costs a tenth of its time.
    gc.set_threshold(20_000, 20, 50)


def _give_back() -> None:
    """Return what was only needed for starting, and let threads share one heap (glibc alone has these knobs)."""
    import ctypes

    most_heaps = -8  # M_ARENA_MAX in malloc.h
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(most_heaps, 1)
        libc.malloc_trim(0)
