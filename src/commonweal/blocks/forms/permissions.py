"""Who may read and delete the files that people sent."""

from typing import Protocol

from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import Acting, Predicate
from commonweal.kernel.problems import filled
from commonweal.kernel.providers import provider_for

STAFF = frozenset({"officer", "manager", "agent", "reviewer"})


class FileHolder(Protocol):
    """Knows the objects of a kind ("case") that files were submitted with; provided by the name of the kind."""

    def may_read(self, holder: str, upload: str, acting: Acting) -> bool:
        """Whether the actor may read a file (id) that was submitted with an object (id)."""

    def subject_of(self, holder: str) -> str:
        """The subject of an object (id) ("person:<uuid>", "guest:<id>"), '' if there is none any more. The file stays
        with the subject when another person who sent it is erased."""


def subject_of(upload: Upload) -> str:
    """The subject of the object that a file was handed in with, '' where that is not known."""
    kind, _, identifier = upload.holder.partition(":")
    holder = provider_for(FileHolder, kind)
    return holder.subject_of(identifier) if holder else ""


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
    holder = provider_for(FileHolder, kind)
    if holder is not None:
        return holder.may_read(identifier, str(upload.pk), acting)
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
