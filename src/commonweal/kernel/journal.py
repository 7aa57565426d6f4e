"""The journal: everything that happens is one append-only entry, written in the transaction of the change itself.

A capability declares what can happen as `Fact` dataclasses in its `events.py`. `record` writes the entry, runs the
reactions that belong to the same transaction (`@react`), and enqueues one task for the readers (`@reader`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

import structlog
from django.db import connection, transaction

from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.capability import is_on
from commonweal.kernel.journal_digest import digest_of
from commonweal.kernel.models import JournalEntry
from commonweal.kernel.stored_names import find
from commonweal.kernel.tasks import NORMAL, task
from commonweal.kernel.text import Text

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Fact:
    """Something that happened, in the past tense. Subclasses are frozen dataclasses of JSON values with a `type`.

    personal   names of fields that hold something about a person: sealed with the subject's key
    title      what it is called in a history, per language
    public     whether it is shown to the person it is about
    awaited    whether a definition may wait for it (`on:`, `start:` and `stop_on:` of the section `case:`)
    """

    type: ClassVar[str] = ""
    personal: ClassVar[frozenset[str]] = frozenset()
    title: ClassVar[Text] = {}
    public: ClassVar[bool] = False
    awaited: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("type"):
            FACTS[cls.type] = cls

    def display(self, language: str) -> Text | str:
        """The sentence that a history shows; the title unless the type knows better."""
        del language
        return self.title


FACTS: dict[str, type[Fact]] = {}


@dataclass(frozen=True)
class Entry:
    """An entry as readers get it. `fact` is None when its type is no longer known (a block was removed)."""

    number: int
    id: str
    at: datetime
    type: str
    actor: str
    on_behalf_of: str
    role: str
    organisation: str
    area: str
    subject: str
    purpose: str
    object: str
    channel: str
    facts: Mapping[str, Any]
    shredded: bool
    digest: str

    @property
    def fact(self) -> Fact | None:
        kind = FACTS.get(self.type)
        if kind is None:
            return None
        known = {f.name for f in fields(kind)}
        values = dict.fromkeys(known) | {k: v for k, v in self.facts.items() if k in known}
        return kind(**values)


Reaction = Callable[[Entry], None]
_reactions: dict[str, list[tuple[str, Reaction]]] = defaultdict(list)
_readers: dict[str, list[tuple[str, Reaction]]] = defaultdict(list)
# By name, where a reader is not of the usual urgency.
_urgency: dict[str, int] = {}
R = TypeVar("R", bound=Reaction)


def _capability_of(function: Callable[..., object]) -> str:
    return ".".join(function.__module__.split(".")[1:-1])


def react(*facts: type[Fact]) -> Callable[[R], R]:
    """Run the function within the recording transaction whenever one of the facts is recorded."""

    def register(function: R) -> R:
        for fact in facts:
            _reactions[fact.type].append((_capability_of(function), function))
        return function

    return register


def reader(*facts: type[Fact], priority: int = NORMAL) -> Callable[[R], R]:
    """Run the function as a task after the transaction, with retries; it may run twice. `priority` is that
    of `kernel.tasks`: URGENT for what somebody waits for, BACKGROUND for statistics."""

    def register(function: R) -> R:
        for fact in facts:
            _readers[fact.type].append((_capability_of(function), function))
        _urgency[_name(function)] = priority
        return function

    return register


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _listening(
    table: Mapping[str, list[tuple[str, Reaction]]], kind: str, organisation: str
) -> Iterable[tuple[str, Reaction]]:
    for capability, function in [*table.get(kind, ()), *table.get("", ())]:
        if is_on(capability, organisation or None):
            yield _name(function), function


def record(
    fact: Fact,
    *,
    acting: Acting,
    object: str,  # noqa: A002 - the journal's own word for what it happened to
    subject: str | None = None,
    organisation: str | None = None,
    area: str = "",
    purpose: str = "",
) -> Entry:
    """Write one entry. Must be called inside the transaction of the change that it records (RuntimeError otherwise).

    object        "case:<uuid>" and the like, what it happened to
    subject       "person:<uuid>" or "guest:<id>": whose data this is about
    organisation  id; defaults to the acting one's. The roles that the actor holds there are recorded, no others
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change: use transaction.atomic()")
    values = asdict(fact)
    sealed = {name: values.pop(name) for name in fact.personal if values.get(name) is not None}
    where = str(organisation or acting.organisation or "")
    whose = subject or (acting.actor if acting.person else "")
    row = JournalEntry(
        entry=uuid4(),
        at=clock.now(),
        type=fact.type,
        actor=acting.actor,
        on_behalf_of=acting.on_behalf_of or "",
        role=",".join(sorted(acting.roles_in(where))),
        organisation=where,
        area=area,
        subject=subject or "",
        purpose=purpose or acting.purpose,
        object=object,
        channel=acting.channel,
        facts=values,
        personal=sensitive.seal(whose, sealed) if sealed and whose else "",
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    entry = _entry(row, sealed)
    for _, reaction in _listening(_reactions, row.type, row.organisation):
        reaction(entry)
    names = [name for name, _ in _listening(_readers, row.type, row.organisation)]
    if names:
        _tell_later(str(row.entry), names)
    return entry


def _tell_later(entry: str, names: list[str]) -> None:
    tell_readers.using(priority=max(map(_priority, names))).enqueue(entry, names)


def _priority(name: str) -> int:
    found = find(name, _urgency)
    return NORMAL if found is None else found


@task(retries=8)
def tell_readers(entry: str, names: list[str]) -> None:
    """Run the most urgent readers of one entry, and queue the others (so that recording queues one task, not several).
    Each that fails gets a task of its own, so that the others are not run again."""
    first = max(map(_priority, names))
    later = [name for name in names if _priority(name) < first]
    if later:
        _tell_later(entry, later)
        names = [name for name in names if _priority(name) == first]
    found = read(entry)
    functions = dict(_listening(_readers, found.type, found.organisation))
    for name in names:
        tell = find(name, functions)
        if tell is None:
            continue
        if len(names) == 1:
            tell(found)
            return
        try:
            with transaction.atomic():
                tell(found)
        except Exception:
            log.exception("reader_failed", reader=name, entry=entry)
            _tell_later(entry, [name])


def _entry(row: JournalEntry, opened: Mapping[str, object] | None) -> Entry:
    return Entry(
        number=row.pk,
        id=str(row.entry),
        at=row.at,
        type=row.type,
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        role=row.role,
        organisation=row.organisation,
        area=row.area,
        subject=row.subject,
        purpose=row.purpose,
        object=row.object,
        channel=row.channel,
        facts={**row.facts, **(opened or {})},
        shredded=bool(row.personal) and opened is None,
        digest=row.digest,
    )


def _opened(rows: list[JournalEntry]) -> list[Entry]:
    sealed = [(row.subject or row.actor, row.personal) for row in rows if row.personal]
    plain = sensitive.unseal_many(sealed)
    return [_entry(row, plain.get(row.personal) if row.personal else None) for row in rows]


def read(entry: str | UUID) -> Entry:
    """One entry by its id."""
    return _opened([JournalEntry.objects.get(entry=entry)])[0]


def entries(
    *,
    object: str | None = None,  # noqa: A002
    subject: str | None = None,
    actor: str | None = None,
    organisation: str | None = None,
    types: Iterable[str] | None = None,
    without: Iterable[str] = (),
    before: int | None = None,
    limit: int = 100,
) -> list[Entry]:
    """The newest entries that match, newest first; `without` are types to exclude, `before` is the number to page on
    from."""
    rows = JournalEntry.objects.order_by("-id")
    wanted = {"object": object, "subject": subject, "actor": actor, "organisation": organisation}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if types is not None:
        rows = rows.filter(type__in=list(types))
    if without:
        rows = rows.exclude(type__in=list(without))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _opened(list(rows[:limit]))
