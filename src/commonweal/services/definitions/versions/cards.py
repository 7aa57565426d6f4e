"""What others may know of services and their versions, as frozen values."""

from dataclasses import dataclass
from datetime import datetime

from commonweal.kernel.text import Text
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.proof.checking import Checked


@dataclass(frozen=True)
class VersionCard:
    """A version without its content. `number` counts the versions of the service from 1; `live` means that new
    applications begin on it; `changes_wanted` why it was sent back the last time, until it is approved."""

    id: str
    service: str
    number: int
    status: str
    hash: str
    extends: str
    note: str
    changes_wanted: str
    author: str
    contributors: tuple[str, ...]
    reviewer: str
    live: bool
    changed_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    publish_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True)
class ServiceCard:
    """A service as staff see it. `live` is the live version, `open` the newest that is not yet published."""

    key: str
    organisation: str
    title: Text
    live: VersionCard | None
    open: VersionCard | None
    retired_at: datetime | None


@dataclass(frozen=True)
class Saved:
    """A draft as it was saved, with what checking it found; `source_hash` is the hash of its text."""

    version: VersionCard
    source_hash: str
    checked: Checked


def version_card(row: Version, service: Service) -> VersionCard:
    """The card of a version row."""
    return VersionCard(
        id=str(row.pk),
        service=service.key,
        number=row.number,
        status=row.status,
        hash=row.hash,
        extends=row.extends,
        note=row.note,
        changes_wanted=row.changes_wanted,
        author=row.author,
        contributors=tuple(row.contributors),
        reviewer=row.reviewer,
        live=service.current_id == row.pk,
        changed_at=row.changed_at,
        submitted_at=row.submitted_at,
        approved_at=row.approved_at,
        publish_at=row.publish_at,
        published_at=row.published_at,
    )
