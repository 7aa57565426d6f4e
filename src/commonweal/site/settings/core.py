"""What this place is, where its data is, and how pages are made."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from commonweal.kernel.capability import installed_apps
from commonweal.site.settings import environment as env

PACKAGE = Path(__file__).resolve().parents[2]

# production: the safe default. demo: invented people, sign-in without secrets, loopback only. test: the suite.
MODE = env.text("MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"COMMONWEAL_MODE is {MODE!r}: it can be production, demo or test")
DEMO = MODE == "demo"
DEBUG = False

VAR = Path(env.text("VAR", str(Path.cwd() / "var"))).resolve()
MEDIA_ROOT = VAR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))

PLACE_NAME = env.text("PLACE_NAME", "Eastmere")
PLACE_COUNTRY = env.text("PLACE_COUNTRY", "GB")
PLACE_SUBDIVISION = env.text("PLACE_SUBDIVISION", "ENG")
PLACE_CLOSED_DAYS = env.days("PLACE_CLOSED_DAYS")
PLACE_CURRENCY = env.text("PLACE_CURRENCY", "GBP")
REFERENCE_PREFIX = env.text("REFERENCE_PREFIX", "EM")
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")

LANGUAGE_CODE = env.text("LANGUAGE", "en")
LANGUAGES = [(code, {"en": "English", "cy": "Cymraeg"}.get(code, code)) for code in env.words("LANGUAGES", "en,cy")]
LOCALE_PATHS = [PACKAGE / "web" / "locale", PACKAGE / "site" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
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
    "modelsearch",
    "ninja",
]
CAPABILITIES_OFF = frozenset(env.words("CAPABILITIES_OFF"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "commonweal.site.urls"
WSGI_APPLICATION = "commonweal.site.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonweal.site.caching.middleware",
    "commonweal.site.middleware.problems",
    "commonweal.site.wellformed.middleware",
    "commonweal.site.bodies.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commonweal.site.sessions.ended",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.ground.identity.doors.Doors",
    "commonweal.site.middleware.give_back",
    "commonweal.site.acting.middleware",
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
                "commonweal.site.retyping.marked_forms",
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

_database = dj_database_url.parse(env.text("DATABASE_URL") or f"sqlite:///{VAR / 'commonweal.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "commonweal.kernel.sqlite"
    # Opening the file and its pragmas cost as much as a page's queries; each thread keeps its own connection.
    _database["CONN_MAX_AGE"] = 300
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-2000;PRAGMA mmap_size=134217728",
    }
else:
    _database["CONN_MAX_AGE"] = 0
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
    }
DATABASES = {"default": _database}

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
WORKER_SILENT_AFTER = env.number("WORKER_SILENT_AFTER", 60)
# The search block writes its index itself, in the transaction of the change.
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Counts of the account library stand there: a full cache would forget them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

EMAIL_HOST = env.text("SMTP_HOST", "localhost")
EMAIL_PORT = env.number("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "no-reply@localhost")

# smtp, http (a provider's interface), or outbox (nothing leaves; the demo shows it).
MAIL_SENDER = env.text("MAIL_SENDER", "outbox" if MODE != "production" else "smtp")
MAIL_URL = env.text("MAIL_URL")
MAIL_TOKEN = env.text("MAIL_TOKEN")
# From and to which hour no e-mail leaves (the place's time); equal hours switch the rest off.
QUIET_HOURS = (env.number("QUIET_FROM", 0), env.number("QUIET_TO", 0))
