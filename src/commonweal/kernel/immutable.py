"""Declares the journal as immutable: entries are added and never changed, deleted or replaced."""

from commonweal.kernel.guards import Immutable

IMMUTABLE = [
    Immutable("kernel_journalentry", words="the journal is append-only", keys=(("id",), ("entry",))),
]
