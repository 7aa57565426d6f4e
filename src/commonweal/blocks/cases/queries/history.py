"""What happened to a case, from the journal."""

from commonweal.blocks.cases.cards import HistoryItem
from commonweal.blocks.cases.events import CaseFact, CaseRead
from commonweal.blocks.cases.lookup import find
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.permissions import is_applicant, may_read
from commonweal.blocks.cases.queries.lines import names_of
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.journal import Entry

MOST = 500


def history(
    case: str, *, acting: Acting, limit: int = 200, readings: bool = False, before: int | None = None
) -> list[HistoryItem]:
    """Newest first, those `before` the number of an item. Staff see everything (who looked at it only with `readings`),
    the applicant the public part.

    Raises NotFound, NotAllowed."""
    row = find(case, acting)
    if is_applicant(acting, row):
        return public_history(row, limit=limit, before=before)
    require(may_read, acting, row)
    # Readings are by far the most: they are excluded by the query, not afterwards.
    without = () if readings else (CaseRead.type,)
    entries = journal.entries(object=row.ref, without=without, before=before, limit=min(limit, MOST))
    names = names_of(entry.actor for entry in entries)
    return [_item(entry, names.get(entry.actor, "")) for entry in entries]


def public_history(row: Case, *, limit: int = 200, before: int | None = None) -> list[HistoryItem]:
    """What the applicant may know of, without the names of staff."""
    types = [kind.type for kind in _public_facts()]
    entries = journal.entries(object=row.ref, types=types, before=before, limit=min(limit, MOST))
    return [_item(entry, "", anonymous=True) for entry in entries]


def _public_facts() -> list[type[CaseFact]]:
    kinds = [kind for kind in journal.FACTS.values() if issubclass(kind, CaseFact)]
    return [kind for kind in kinds if kind.public]


def _item(entry: Entry, name: str, *, anonymous: bool = False) -> HistoryItem:
    fact = entry.fact
    return HistoryItem(
        number=entry.number,
        at=entry.at,
        type=entry.type,
        title=fact.title if fact is not None else {"en": entry.type},
        detail=fact.detail if isinstance(fact, CaseFact) else {},
        actor="" if anonymous else entry.actor,
        actor_name=name,
        role="" if anonymous else entry.role,
        organisation=entry.organisation,
        public=isinstance(fact, CaseFact) and fact.public,
    )
