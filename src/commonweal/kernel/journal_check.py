"""Finds entries of the journal that were changed or deleted in spite of the triggers."""

from django.db import connection

from commonweal.kernel.journal_digest import verify
from commonweal.kernel.models import JournalEntry


def changed_entries(*, newest: int) -> list[int]:
    """The numbers of entries, among so many of the newest, that no longer fit their digests."""
    rows = JournalEntry.objects.order_by("-id")[:newest]
    return [row.pk for row in rows.iterator(chunk_size=2_000) if not verify(row)]


def missing_numbers(*, newest: int) -> int:
    """How many entries are missing among so many of the newest. Always 0 on PostgreSQL, where a transaction that fails
    uses up its numbers."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'kernel_journalentry'")
        last = (cursor.fetchone() or [0])[0]
    first = max(last - newest, 0)
    return int(last - first - JournalEntry.objects.filter(pk__gt=first).count())
