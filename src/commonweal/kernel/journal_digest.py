"""The digest of an entry of the journal, by which a change of it is noticed."""

import hashlib
from datetime import UTC

import rfc8785

from commonweal.kernel.models import JournalEntry

FORM = 1  # version of the canonical form; sealing covers it, so a change of form is a new number


def canonical(row: JournalEntry) -> bytes:
    """The bytes that the digest, and later the seal, cover: RFC 8785 of all fields except the running number."""
    return rfc8785.dumps(
        {
            "form": FORM,
            "entry": str(row.entry),
            "at": row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "type": row.type,
            "actor": row.actor,
            "on_behalf_of": row.on_behalf_of,
            "role": row.role,
            "organisation": row.organisation,
            "area": row.area,
            "subject": row.subject,
            "purpose": row.purpose,
            "object": row.object,
            "channel": row.channel,
            "facts": row.facts,
            "personal": row.personal,
        }
    )


def digest_of(row: JournalEntry) -> str:
    """The SHA-256 value of the canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(row)).hexdigest()


def verify(row: JournalEntry) -> bool:
    """Whether an entry still is what was recorded."""
    return digest_of(row) == row.digest
