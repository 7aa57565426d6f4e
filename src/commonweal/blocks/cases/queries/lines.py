"""Turns rows into cards, with the names of the people on them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from commonweal.blocks.cases import definitions
from commonweal.blocks.cases.cards import CaseCard
from commonweal.blocks.cases.models import Case
from commonweal.ground.identity.api import people
from commonweal.kernel import clock

# All that a card shows; sealed words stay where they are.
SHOWN = [
    "id",
    "reference",
    "service",
    "version",
    "organisation_id",
    "state",
    "phase",
    "outcome",
    "assignee_id",
    "team",
    "priority",
    "channel",
    "area",
    "language",
    "opened_at",
    "closed_at",
    "due_at",
    "waiting",
]


def light(rows: "QuerySet[Case]") -> "QuerySet[Case]":
    """The rows without what is sealed."""
    return rows.only(*SHOWN)


def as_cards(rows: Sequence[Case]) -> list[CaseCard]:
    """Cards in the order of the rows; one query for the names of all assignees, none if nobody is assigned."""
    names = names_of(f"person:{row.assignee_id}" for row in rows if row.assignee_id)
    now = clock.now()
    return [as_card(row, names, now) for row in rows]


def as_card(row: Case, names: dict[str, str], now: datetime) -> CaseCard:
    """The card of one row."""
    assignee = str(row.assignee_id) if row.assignee_id else None
    return CaseCard(
        id=str(row.pk),
        reference=row.reference,
        service=row.service,
        version=row.version,
        organisation=str(row.organisation_id),
        state=row.state,
        state_title=definitions.title_of_state(row.version, row.state),
        open=row.is_open,
        outcome=row.outcome,
        assignee=assignee,
        assignee_name=names.get(f"person:{assignee}", ""),
        team=row.team,
        priority=row.priority,
        channel=row.channel,
        area=row.area,
        language=row.language,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        due_at=row.due_at,
        overdue=row.is_open and row.due_at is not None and row.due_at < now,
        waiting=row.waiting,
    )


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of people by actor ("person:<id>"), in one query; programs and the platform have none."""
    ids = {actor.removeprefix("person:") for actor in actors if actor.startswith("person:")}
    if not ids:
        return {}
    return {f"person:{card.id}": card.name for card in people(ids).values()}
