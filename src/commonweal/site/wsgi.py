"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from commonweal.site.bodies import KnownLength

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings.live")
application = KnownLength(get_wsgi_application())
# All addresses, the API and its schemas are made once, before the workers are forked, which then share them.
get_resolver().url_patterns  # noqa: B018 - reading it is what loads them
