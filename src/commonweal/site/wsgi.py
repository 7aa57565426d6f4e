"""The WSGI application that gunicorn serves."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from commonweal.kernel import timeouts
from commonweal.kernel.stack import with_room
from commonweal.site.requests.bodies import KnownLength

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings.live")
_pages = KnownLength(get_wsgi_application())
# All addresses, the API and its schemas are made once, before the workers are forked, which then share them.
get_resolver().url_patterns  # noqa: B018 - reading it is what loads them
timeouts.use(timeouts.WEB)


@with_room
def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Everything goes through Django except the health check `/health/live`: Django checks its database connections
    before and after every request, and this answer must not wait for a database."""
    from commonweal.site.health import LIVE, live_body

    if environ.get("PATH_INFO") == LIVE:
        body = live_body()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
    return _pages(environ, start_response)
