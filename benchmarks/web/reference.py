"""The named reference: a bare Django view that renders 20 database rows with a Django template; new projects' defaults.

Run by gunicorn like the platform (`web.reference:application`); `python reference.py` makes its table."""

import os
from typing import Any

import dj_database_url
import django
from django.conf import settings

ROWS, SHOWN = 1000, 20
PAGE = """{% extends "base.html" %}{% block title %}{{ title }}{% endblock %}{% block main %}
<h1>{{ title }}</h1>
<table><thead><tr><th>Number</th><th>Name</th><th>State</th><th>Opened</th><th>Place</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="{% url 'row' row.pk %}">{{ row.number }}</a></td><td>{{ row.name }}</td>
<td>{{ row.state|title }}</td><td>{{ row.opened|date:"j F Y H:i" }}</td><td>{{ row.place|default:"-" }}</td></tr>
{% endfor %}</tbody></table>{% endblock %}"""
BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{% block title %}{% endblock %}</title></head><body>
<header><a href="{% url 'rows' %}">Home</a>{% if user.is_authenticated %} {{ user.username }}{% endif %}</header>
<main>{% block main %}{% endblock %}</main><footer>{% now "Y" %}</footer></body></html>"""

_database = dj_database_url.parse(os.environ["REFERENCE_DATABASE"])
_database["CONN_MAX_AGE"] = 3600
settings.configure(
    DEBUG=False,
    SECRET_KEY="for the benchmark only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": _database},
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    # As `django-admin startproject` writes them.
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE, "base.html": BASE})],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django has to be set up before
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402


class Row(models.Model):
    """One line of the page."""

    number = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=20)
    opened = models.DateTimeField()
    place = models.CharField(max_length=100)

    class Meta:
        app_label = "reference"

    def __str__(self) -> str:
        return self.number


def rows(request: HttpRequest) -> HttpResponse:
    """Twenty rows."""
    return render(request, "page.html", {"rows": Row.objects.order_by("-id")[:SHOWN], "title": "Twenty rows"})


def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row; only its address is used."""
    return render(request, "page.html", {"rows": Row.objects.filter(pk=pk), "title": "One row"})


urlpatterns = [path("", rows, name="rows"), path("<int:pk>/", row, name="row")]
application: Any = get_wsgi_application()

if __name__ == "__main__":
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(
        Row(number=f"EM-{n:06}", name=f"Report {n}", state="open", opened=timezone.now(), place=f"Street {n}")
        for n in range(ROWS)
    )
