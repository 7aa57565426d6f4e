"""The settings under which the suite runs: DATABASE_URL chooses the database, everything else is fixed."""

import atexit
import os
import shutil
import tempfile

os.environ["COMMONWEAL_MODE"] = "test"
if "COMMONWEAL_VAR" not in os.environ:
    os.environ["COMMONWEAL_VAR"] = tempfile.mkdtemp(prefix="commonweal-test-")
    # Processes that this one starts use the same folder; it goes with the first.
    atexit.register(shutil.rmtree, os.environ["COMMONWEAL_VAR"], ignore_errors=True)
os.environ["COMMONWEAL_DATABASE_URL"] = os.environ.get("DATABASE_URL", "")
os.environ.setdefault("COMMONWEAL_LOG_LEVEL", "CRITICAL")
os.environ["COMMONWEAL_SECRET_KEY"] = os.environ["COMMONWEAL_SENSITIVE_KEY"] = "a key for tests only " * 3

from commonweal.site.settings.live import *  # noqa: F403
from commonweal.site.settings.live import DATABASES, STORAGES

# Argon2 is slow on purpose; tests make hundreds of people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Threads and the browser's server share one file, as processes do in earnest.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    DATABASES["default"]["TEST"] = {"NAME": os.environ["COMMONWEAL_VAR"] + "/test.sqlite3"}
