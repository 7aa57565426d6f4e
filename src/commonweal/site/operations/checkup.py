"""The doctor's questions: is this place set up so that it works and is safe?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.utils import Error

from commonweal.kernel import clock, tasks
from commonweal.kernel.models import Worker
from commonweal.kernel.plurals import number_of
from commonweal.kernel.sensitive import key_fits


@dataclass(frozen=True)
class Answer:
    """What the doctor found: `well`, or what to do about it. A place may accept a `warning`."""

    question: str
    well: bool
    words: str
    warning: bool = False

    @property
    def state(self) -> str:
        return "well" if self.well else "warning" if self.warning else "failing"


class Warned(str):
    """The words of a warning: the place works, and may have decided so."""


class Well(str):
    """What is well, in more words than that."""


def _database() -> str | None:
    from commonweal.site.health import has_pending_migrations

    try:
        pending = has_pending_migrations()
    except Error as error:
        return f"it does not answer ({type(error).__name__}); check COMMONWEAL_DATABASE_URL"
    return "tables are out of date; run `commonweal manage migrate`" if pending else None


# How many of the newest entries are compared with their digests: some seconds' work.
NEWEST = 50_000


def _journal() -> str | None:
    from commonweal.kernel.journal_check import changed_entries, missing_numbers

    if changed := changed_entries(newest=NEWEST):
        return f"entry {changed[0]} was changed after it was written ({len(changed)} such); compare it with a backup"
    if missing := missing_numbers(newest=NEWEST):
        return f"{missing} entries were deleted; compare the journal with a backup"
    return None


def _immutable() -> str | None:
    from commonweal.kernel.guards import differences

    found = list(differences())
    if not found:
        return None
    return (
        f"the database no longer refuses all changes of immutable rows ({', '.join(found)} missing, off or changed); "
        "find out who did that, then run `commonweal manage migrate`, which makes it again"
    )


def _stamps() -> str | None:
    from commonweal.kernel.remembered import unwatched

    found = unwatched()
    if not found:
        return None
    return f"changes are not noticed by every process ({', '.join(found)}); run `commonweal manage migrate`"


def _replaying() -> str | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        role = cursor.fetchone()[0]
    return (
        None if role == "origin" else f"session_replication_role is {role}, so triggers are disabled; set it to origin"
    )


KEY = "COMMONWEAL_SENSITIVE_KEY is not the key with which this place sealed its data: set the former one"


def _key() -> str | None:
    return None if key_fits() else KEY


def _worker() -> str | None:
    since = clock.now() - timedelta(seconds=settings.WORKER_SILENT_AFTER)
    if Worker.objects.filter(seen_at__gte=since).exists():
        return None
    return "no worker is running; start one with `commonweal worker`"


def _dead_letters() -> str | None:
    count = tasks.waiting()["FAILED"]
    failed = f"{number_of(count, 'task')} failed permanently; look on the desk under Failed work"
    return failed if count else None


def _mail() -> str | None:
    from commonweal.blocks.messages.api import sender_check

    return sender_check()


def _messages() -> str | None:
    from commonweal.blocks.messages.api import delivery_check

    return delivery_check()


def _scanner() -> str | None:
    from commonweal.blocks.forms import api as forms

    if not forms.has_scanner():
        return Warned(
            "there is none, so staff open files that were not scanned; run ClamAV and name it in COMMONWEAL_CLAMAV"
        )
    return forms.scanner_check()


def _disk() -> str | None:
    from commonweal.blocks.forms import api as forms

    free, reserve = forms.free_bytes() // 1_000_000, settings.DISK_RESERVE
    if free <= reserve:
        return f"{free} MB are free, and files are refused below {reserve}; make room or see COMMONWEAL_DISK_RESERVE"
    if free <= 4 * reserve:
        return Warned(f"{free} MB are free; below {reserve} no more files are taken")
    return None


def _files() -> str | None:
    from commonweal.blocks.forms import api as forms

    found = forms.files_check()
    return Warned(found) if found else None


def _folder() -> str | None:
    probe = settings.VAR / ".doctor"
    try:
        probe.write_text("ok", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return f"{settings.VAR} cannot be written to ({error.strerror}); check COMMONWEAL_VAR and its owner"
    return None


def _static() -> str | None:
    manifest = "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if manifest and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        return "they were not collected; run `commonweal manage collectstatic`"
    return None


def _providers() -> str | None:
    from commonweal.kernel.capability import owner_of
    from commonweal.kernel.providers import listed

    said = [f"{asked} from {owner_of(source) or source}" for asked, source in listed() if source]
    missing = [asked for asked, source in listed() if not source]
    if missing:
        return f"no capability provides {', '.join(missing)}; check the names in COMMONWEAL_CAPABILITIES_OFF"
    return Well(f"well: {', '.join(said)}")


def _mode() -> str | None:
    if settings.MODE == "production":
        return None
    return f"the place runs in {settings.MODE} mode; people's data belongs in COMMONWEAL_MODE=production only"


QUESTIONS: dict[str, Callable[[], str | None]] = {
    "Mode": _mode,
    "Data folder": _folder,
    "Database": _database,
    "Key": _key,
    "Journal": _journal,
    "Immutable tables": _immutable,
    "Memory": _stamps,
    "Replication role": _replaying,
    "Static files": _static,
    "Providers": _providers,
    "Worker": _worker,
    "Failed work": _dead_letters,
    "Mail": _mail,
    "Messages": _messages,
    "Disk": _disk,
    "Files": _files,
    "Virus scanner": _scanner,
}


# What is not asked while the database does not answer or its tables are missing: each answer would name this again.
OF_TABLES = frozenset(
    {"Key", "Journal", "Immutable tables", "Memory", "Replication role", "Worker", "Failed work", "Messages", "Files"}
)


def ask_all() -> Iterator[Answer]:
    """Every question in order; one that breaks is an answer, too. Those of tables need a database that is well."""
    without_tables = False
    for question, ask in QUESTIONS.items():
        if without_tables and question in OF_TABLES:
            continue
        try:
            trouble = ask()
        except Exception as error:
            trouble = f"it could not be looked at ({type(error).__name__}: {error})"
        without_tables = without_tables or (question == "Database" and trouble is not None)
        well = trouble is None or isinstance(trouble, Well)
        yield Answer(question, well, trouble or "well", isinstance(trouble, Warned))
