"""Makes once, before the processes that answer are forked, what each of them would otherwise make for itself.

Forked processes share what was there before (until they change it): two of them then need little more than one."""

from importlib import import_module

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import Error
from django.template import engines
from django.urls import get_resolver, reverse
from django.utils import translation
from jinja2 import Environment

log = structlog.get_logger(__name__)
# Libraries that are imported where they are needed, because commands do without them; pages need them soon.
LATER = ("email_validator", "markdown_it")


def warm() -> None:
    """Load addresses, languages, templates, libraries and the live services. A missing database does not prevent the
    start: the pages report it, and recover without a restart."""
    for name in LATER:
        import_module(name)
    _languages()
    compile_templates()
    try:
        _services()
    except (Error, ImproperlyConfigured):
        log.warning("not_warmed", what="services")


def _languages() -> None:
    get_resolver().url_patterns  # noqa: B018 - reading it is what loads them
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            reverse("health-live")


def compile_templates() -> None:
    """Compile all pages, or read what an earlier start compiled."""
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of the backend for Jinja
    for name in environment.list_templates(filter_func=_ours):
        environment.get_template(name)


def _ours(name: str) -> bool:
    """Whether it is a page of ours; those of libraries are for their own macros."""
    return name.endswith(".html") and not name.startswith("govuk_frontend_jinja/")


def _services() -> None:
    from commonweal.kernel import clock
    from commonweal.kernel.place_name import PLACE
    from commonweal.kernel.worktime import place_calendar
    from commonweal.services.definitions import api as definitions

    place_calendar().holiday(clock.today())
    PLACE.now()
    for hash_ in definitions.live().values():
        definitions.version(hash_)
