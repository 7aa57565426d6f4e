"""What this place is, where its data is, and how pages are made."""

from pathlib import Path
from typing import Any

import dj_database_url

from commonweal.kernel.capability import installed_apps
from commonweal.kernel.money import MINOR_DIGITS
from commonweal.kernel.publicholidays import subdivisions
from commonweal.site.settings import environment as env
from commonweal.site.settings.renamed import RENAMED_CAPABILITIES

PACKAGE = Path(__file__).resolve().parents[2]

# production: the safe default. demo: invented people, sign-in without secrets, loopback only. test: the suite.
MODE = env.one_of("MODE", "production", {"production", "demo", "test"})
DEMO = MODE == "demo"
DEBUG = False

VAR = Path(env.text("VAR", str(Path.cwd() / "var"))).resolve()
MEDIA_ROOT = VAR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))

PLACE_NAME = env.matching("PLACE_NAME", "Eastmere", r".*\S.*", "write the name of the place")
PLACE_COUNTRY = env.text("PLACE_COUNTRY", "GB")
PLACE_SUBDIVISION = env.text("PLACE_SUBDIVISION", "ENG" if PLACE_COUNTRY == "GB" else "")
if env.given("PLACE_COUNTRY") or env.given("PLACE_SUBDIVISION"):
    _parts = subdivisions(PLACE_COUNTRY)
    if _parts is None:
        env.refuse(
            "PLACE_COUNTRY",
            f"is {PLACE_COUNTRY!r}, whose public holidays are not known",
            "write the two letters of a country (ISO 3166), such as GB",
        )
    if PLACE_SUBDIVISION and PLACE_SUBDIVISION not in _parts:
        env.refuse(
            "PLACE_SUBDIVISION",
            f"is {PLACE_SUBDIVISION!r}, which is not part of {PLACE_COUNTRY}",
            f"it can be {', '.join(_parts) or 'left empty'}",
        )
PLACE_CLOSED_DAYS = env.days("PLACE_CLOSED_DAYS")
PLACE_CURRENCY = env.one_of("PLACE_CURRENCY", "GBP", MINOR_DIGITS)
REFERENCE_PREFIX = env.matching("REFERENCE_PREFIX", "EM", "[A-Z]{2}", "write two capital letters")
BASE_URL = env.address("BASE_URL", "http://localhost:8000", path=False)

_LANGUAGES = {"en": "English", "cy": "Cymraeg"}
LANGUAGES = [(code, _LANGUAGES[code]) for code in env.words_of("LANGUAGES", "en,cy", _LANGUAGES)]
if not LANGUAGES:
    env.refuse("LANGUAGES", "names no language", "write en, cy, or both with a comma between")
LANGUAGE_CODE = env.one_of("LANGUAGE", LANGUAGES[0][0], [code for code, _name in LANGUAGES])
LOCALE_PATHS = [PACKAGE / "web" / "locale", PACKAGE / "site" / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = True

INSTALLED_APPS = [
    *installed_apps(),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
# `commonweal.blocks.cases` is called `blocks.cases`. (An essential one is refused when it is loaded.)
_CAPABILITIES = [*(name.partition(".")[2] for name in installed_apps()), *RENAMED_CAPABILITIES]
CAPABILITIES_OFF = frozenset(
    RENAMED_CAPABILITIES.get(key, key) for key in env.words_of("CAPABILITIES_OFF", "", _CAPABILITIES)
)
# Files of a capability that are loaded at the start; a command that records and sends nothing makes do with fewer.
LOADED_AT_START = ("providers", "events", "handlers", "tasks", "remembered")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "commonweal.site.urls"
WSGI_APPLICATION = "commonweal.site.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonweal.site.requests.browser_headers.BrowserHeadersMiddleware",
    "commonweal.site.requests.caching.CachingMiddleware",
    "commonweal.site.requests.problems.ProblemsMiddleware",
    "commonweal.site.requests.wellformed.WellFormedMiddleware",
    "commonweal.site.requests.bodies.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commonweal.site.requests.sessions.EndedSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.ground.identity.signing_in.even_answers.EvenAnswersMiddleware",
    "commonweal.site.requests.kept_forms.KeptFormsMiddleware",
    "commonweal.site.requests.kept_pages.KeptPagesMiddleware",
    "commonweal.site.requests.acting.ActingMiddleware",
    "commonweal.site.requests.security_log.SecurityLogMiddleware",
    "commonweal.site.requests.write_limits.WriteLimitMiddleware",
    "commonweal.site.requests.large_bodies.LargeBodyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "commonweal.web.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "commonweal.site.requests.form_marking.marked_forms",
            ],
        },
    },
    {
        # Django's own engine serves only what third-party applications bring.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ground" / "identity" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

_URL = env.text("DATABASE_URL") or f"sqlite:///{VAR / 'commonweal.sqlite3'}"
try:
    _database = dj_database_url.parse(_URL)
except ValueError:
    _database = {"ENGINE": ""}
if _URL.partition(":")[0] not in {"sqlite", "postgres", "postgresql"} or not _database.get("NAME"):
    # Not shown: there may be a password in it.
    env.refuse(
        "DATABASE_URL", "cannot be read", "write postgres://user:password@host:5432/name, or sqlite:////path/of/file"
    )
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "commonweal.kernel.sqlite"
    # Opening the file and its pragmas cost as much as a page's queries; each thread keeps its own connection.
    _database["CONN_MAX_AGE"] = 300
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-2000;PRAGMA mmap_size=134217728;"
        # Without it REPLACE deletes rows past the triggers that watch deletion.
        "PRAGMA recursive_triggers=ON",
    }
else:
    _database["ENGINE"] = "commonweal.kernel.postgresql"
    # Each thread keeps its own connection here, too: a pool would add a queue to wait in while the server hangs.
    _database["CONN_MAX_AGE"] = 300
    _database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
# Seconds that one statement of a page or of a call may take on PostgreSQL; workers and commands have longer.
STATEMENT_TIMEOUT = env.number("STATEMENT_TIMEOUT", 5, least=1, most=600)

STORAGES: dict[str, dict[str, Any]] = {
    # What people send is for the platform's own user alone.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
WORKER_SILENT_AFTER = env.number("WORKER_SILENT_AFTER", 60, least=1, most=86_400)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The account library keeps counts there: a full cache would forget them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

EMAIL_HOST = env.matching("SMTP_HOST", "localhost", r"[^\s/:@]+|\[[0-9a-f:]+\]", "write the name of a host alone")
EMAIL_PORT = env.port("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.email("MAIL_FROM", "no-reply@localhost")

# smtp, http (a provider's interface), or outbox (nothing leaves; the demo shows it).
MAIL_SENDER = env.one_of("MAIL_SENDER", "outbox" if MODE != "production" else "smtp", {"smtp", "http", "outbox"})
if DEMO and MAIL_SENDER == "outbox":
    # Invitations, codes and what else the account library sends.
    EMAIL_BACKEND = "commonweal.blocks.messages.senders.outbox_backend.OutboxBackend"
MAIL_URL = env.address("MAIL_URL")
if MAIL_SENDER == "http" and not MAIL_URL:
    env.refuse("MAIL_URL", "is not set", "write the provider's address, or choose another COMMONWEAL_MAIL_SENDER")
MAIL_TOKEN = env.text("MAIL_TOKEN")
# From and to which hour no email leaves (the place's time); equal hours switch the rest off.
QUIET_HOURS = (env.number("QUIET_FROM", 0, most=23), env.number("QUIET_TO", 0, most=23))
