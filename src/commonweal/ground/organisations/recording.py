"""Writes the journal's entries about an organisation and its staff."""

from uuid import UUID

from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import Fact, record


def record_in(organisation: UUID | str, fact: Fact, *, acting: Acting, person: UUID | str | None = None) -> None:
    """Record what happened to an organisation (id); `person` (id) is the person that the entry is about, if any."""
    record(
        fact,
        acting=acting,
        object=f"organisation:{organisation}",
        subject=f"person:{person}" if person else None,
        organisation=str(organisation),
    )
