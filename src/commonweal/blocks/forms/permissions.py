"""Who may read and delete the files that people sent."""

from collections.abc import Callable

from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import Acting, Predicate
from commonweal.kernel.problems import filled

STAFF = frozenset({"officer", "manager", "agent", "reviewer"})

# Asked for uploads that were submitted with something: "case" -> (ids of case and upload, acting) -> whether they may
# read it.
_holders: dict[str, Callable[[str, str, Acting], bool]] = {}
# "case" -> (id of the case) -> its subject ("person:<uuid>", "guest:<id>"), '' where there is none any more.
_subjects: dict[str, Callable[[str], str]] = {}


def ask_holder(
    kind: str, may_read: Callable[[str, str, Acting], bool], *, subject: Callable[[str], str] | None = None
) -> None:
    """Let the capability that keeps things of a kind say who may read the files that came with them, and about whom
    they are: to that person a file stays when somebody else who sent it is erased."""
    _holders[kind] = may_read
    if subject is not None:
        _subjects[kind] = subject


def subject_of(upload: Upload) -> str:
    """The subject of the object that a file was handed in with, '' where that is not known."""
    kind, _, identifier = upload.holder.partition(":")
    return _subjects[kind](identifier) if kind in _subjects else ""


def _has_scope(acting: Acting, scope: str) -> bool:
    """People need no scope; an API key has what it was given."""
    return acting.scopes is None or scope in acting.scopes


def is_own(acting: Acting, upload: Upload) -> bool:
    """Whether the actor sent the file and it is still theirs. What staff sent into a case is the case's: who no longer
    works there does not read it."""
    if acting.is_stranger or upload.owner not in (acting.actor, acting.on_behalf_of):
        return False
    return not upload.holder or subject_of(upload) in ("", upload.owner)


def _may_read(acting: Acting, upload: Upload) -> bool:
    if not _has_scope(acting, "forms:read"):
        return False
    if acting.actor == "system" or is_own(acting, upload):
        return True
    kind, _, identifier = upload.holder.partition(":")
    if kind in _holders:
        return _holders[kind](identifier, str(upload.pk), acting)
    if not upload.organisation:
        return False
    if acting.scopes is not None:
        return acting.organisation == upload.organisation
    return bool(STAFF & acting.roles_in(upload.organisation))


may_send = Predicate(
    lambda acting, _: not acting.is_stranger and _has_scope(acting, "forms:write"),
    filled("being signed in or having begun a form, or an API key with the scope forms:write"),
)
may_read = Predicate(_may_read, filled("being the person who sent the file, or working on what it was sent for"))
may_delete = Predicate(
    lambda acting, upload: (
        acting.actor == "system" or (is_own(acting, upload) and not upload.holder and _has_scope(acting, "forms:write"))
    ),
    filled("being the person who sent the file, before it is submitted"),
)
