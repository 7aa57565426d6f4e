"""Limits of files: for the drafts of one sender, for one network in an hour, and for the free space of the disk."""

import math
import shutil
from contextlib import suppress
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count, Sum

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import Acting
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Invalid, Problem, TooMany

MEGABYTE = 1_000_000
AN_HOUR = 3600
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Quota:
    """So many files and bytes."""

    files: int
    size: int


# The files in drafts that one sender may have here; files that were submitted no longer count.
OF_DRAFTS = {
    "guest": Quota(60, 150 * MEGABYTE),
    "person": Quota(300, 1_000 * MEGABYTE),
    "key": Quota(20_000, 20_000 * MEGABYTE),
}
# What one sender, and all guests of one network, may send in an hour; who asks for a new guest each time gains nothing.
OF_SENDER = Quota(200, 2_000 * MEGABYTE)
OF_NETWORK = Quota(400, 2_000 * MEGABYTE)
# Seconds of the processor in an hour that looking through their files may take: a file that is made for it takes as
# many as the largest honest ones together. There are 7200 on a machine with two slots.
WORK_OF_SENDER, WORK_OF_NETWORK = 300, 600

FULL = msgid(
    "You have sent as many files as we keep before an application is sent. "
    "Send this one, or delete files that you do not need"
)
NO_ROOM = msgid("We cannot keep more files at the moment. Your answers are kept; choose the file again later today")
BUSY = msgid(
    "Many files are being looked through at the moment. Your answers are kept; choose the file again in a minute"
)
WAIT = msgid("Many files were sent from here. Wait {minutes} minutes and choose it again")


class NoRoom(Problem):
    """The disk is nearly full: new files are refused so that everything else can go on working."""

    status, code, title = 507, "no-room", msgid("There is no room for more files")


class Busy(Problem):
    """As many files are being opened as this machine has memory for. `retry_after` is in seconds."""

    status, code, title = 503, "busy", msgid("Please try again in a minute")
    retry_after = 60


def count(acting: Acting, network: str) -> None:
    """Count one file of a sender, and of a guest's network. Raises TooMany."""
    limit("upload", acting.actor, times=OF_SENDER.files, seconds=AN_HOUR)
    if _is_guest(acting) and network:
        limit("upload-from", network, times=OF_NETWORK.files, seconds=AN_HOUR)
    for what, who, most in _workers(acting, network):
        limit(what, who, times=most, seconds=AN_HOUR, weight=0)


def count_work(spent: float, acting: Acting, network: str) -> None:
    """Count the seconds that looking through a file took. Nothing is refused by it but the next file."""
    seconds = round(spent)
    for what, who, most in _workers(acting, network) if seconds else ():
        with suppress(TooMany):
            limit(what, who, times=most, seconds=AN_HOUR, weight=seconds)


def _workers(acting: Acting, network: str) -> list[tuple[str, str, int]]:
    """Whose seconds are counted: what, who, and how many an hour."""
    if _is_guest(acting) and network:
        return [("upload-work-from", network, WORK_OF_NETWORK)]
    return [("upload-work", acting.actor, WORK_OF_SENDER)]


def check(size: int, *, owner: str, acting: Acting, network: str) -> None:
    """Refuse a file of so many bytes that is too much for its sender, the network or the disk, before it is kept.

    Raises TooMany, Invalid (field "file"), NoRoom. Two files at the same moment may both find the last place free."""
    megabytes = math.ceil(size / MEGABYTE)
    limit("upload-size", acting.actor, times=OF_SENDER.size // MEGABYTE, seconds=AN_HOUR, weight=megabytes)
    if _is_guest(acting) and network:
        limit("upload-size-from", network, times=OF_NETWORK.size // MEGABYTE, seconds=AN_HOUR, weight=megabytes)
    quota = OF_DRAFTS.get(owner.partition(":")[0], OF_DRAFTS["guest"])
    there = Upload.objects.filter(owner=owner, holder="").aggregate(files=Count("pk"), size=Sum("size"))
    if there["files"] >= quota.files or (there["size"] or 0) + size > quota.size:
        words = say(acting.language, FULL)
        raise Invalid(words, remedy=words, fields={"file": words})
    if size + settings.DISK_RESERVE * MEGABYTE > free_bytes():
        log.error("the disk is nearly full: a file was refused", free=free_bytes())
        raise NoRoom(say(acting.language, NO_ROOM))


def free_bytes() -> int:
    """The free bytes on the disk of the files; a very large number where the storage is not a disk."""
    folder = getattr(default_storage, "location", None)
    try:
        return shutil.disk_usage(folder).free if folder else 1 << 62
    except FileNotFoundError:
        # No file was sent yet: the folder is made with the first one.
        return shutil.disk_usage(settings.VAR).free


def in_minutes(refused: TooMany, language: str) -> str:
    """A refusal for a time, for the question at which it is shown."""
    return say(language, WAIT, minutes=math.ceil(refused.retry_after / 60))


def _is_guest(acting: Acting) -> bool:
    return acting.actor.startswith("guest:")
