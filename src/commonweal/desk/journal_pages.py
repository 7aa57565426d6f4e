"""An organisation's own part of the journal, a page at a time, as the desk and the API show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from commonweal.desk.permissions import may_read_journal
from commonweal.ground.identity.api import people
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.journal import FACTS, Entry, entries
from commonweal.kernel.models import JournalEntry
from commonweal.kernel.problems import Invalid, NotFound, NotSignedIn
from commonweal.kernel.text import Text

PAGE = 50


@dataclass(frozen=True)
class JournalLine:
    """An entry in words. `number` orders the journal; `actor_name` is empty for programs, the platform and guests;
    personal facts are never among the words."""

    number: int
    id: str
    at: datetime
    type: str
    title: Text
    detail: Text
    actor: str
    actor_name: str
    on_behalf_of: str
    role: str
    object: str
    purpose: str
    digest: str


@dataclass(frozen=True)
class JournalPage:
    """Lines, newest first; `next` is the number to page on from, None on the last page."""

    lines: Sequence[JournalLine]
    next: int | None


def journal_of(
    organisation: str,
    *,
    acting: Acting,
    kind: str = "",
    actor: str = "",
    day: date | None = None,
    before: int | None = None,
) -> JournalPage:
    """A page of 50 entries of an organisation (id), for its managers and keys with `journal:read`.

    kind is a type of entry, actor "person:<id>" and the like, day the latest day to show. Raises NotFound for an
    organisation that the actor does not belong to, NotAllowed, Invalid for an unknown type. At most four queries."""
    if acting.is_stranger:
        raise NotSignedIn("The journal is for staff.", remedy="Sign in and try again.")
    if organisation != acting.organisation and organisation not in acting.memberships:
        raise NotFound("There is no such organisation among those that you work for.")
    require(may_read_journal, acting, organisation)
    if kind and kind not in FACTS:
        raise Invalid("There is no such type of entry.", fields={"kind": "Choose one from the list."})
    newest = _first_after(day, organisation) if day else None
    limits = [number for number in (before, newest) if number is not None]
    found = entries(
        organisation=organisation,
        types=[kind] if kind else None,
        actor=actor or None,
        before=min(limits) if limits else None,
        limit=PAGE + 1,
    )
    names = _names(found[:PAGE])
    more = found[PAGE - 1].number if len(found) > PAGE else None
    return JournalPage([_line(entry, names) for entry in found[:PAGE]], more)


def _first_after(day: date, organisation: str) -> int | None:
    """The number of the first entry after a day: pages end before it."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
    rows = JournalEntry.objects.filter(organisation=organisation, at__gte=midnight).order_by("at", "id")
    first: int | None = rows.values_list("pk", flat=True).first()
    return first


def _names(found: Sequence[Entry]) -> Mapping[str, str]:
    ids = {entry.actor.removeprefix("person:") for entry in found if entry.actor.startswith("person:")}
    return {f"person:{card.id}": card.name for card in people(ids).values()} if ids else {}


def _line(entry: Entry, names: Mapping[str, str]) -> JournalLine:
    fact: object = entry.fact
    return JournalLine(
        number=entry.number,
        id=entry.id,
        at=entry.at,
        type=entry.type,
        title=_shown(fact) if fact is not None else {"en": entry.type},
        detail=_detail(fact),
        actor=entry.actor,
        actor_name=names.get(entry.actor, ""),
        on_behalf_of=entry.on_behalf_of,
        role=entry.role,
        object=entry.object,
        purpose=entry.purpose,
        digest=entry.digest,
    )


def _shown(fact: Any) -> Text:
    said = fact.display("en")
    return said if isinstance(said, Mapping) else {"en": str(said)}


def _detail(fact: object) -> Text:
    """What the entry is about in a word, where its type has one that is not personal: a line of its own, or the key
    and number of the service."""
    own = getattr(fact, "detail", None)
    if isinstance(own, Mapping) and own:
        return own
    service, number = getattr(fact, "service", None), getattr(fact, "number", None)
    if isinstance(service, str):
        return {"en": f"{service} {number}" if number else service}
    return {}


def kinds() -> dict[str, Text]:
    """Every type of entry with its title, by type."""
    return {kind: fact.title or {"en": kind} for kind, fact in sorted(FACTS.items())}
