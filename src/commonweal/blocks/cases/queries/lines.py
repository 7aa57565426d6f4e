"""Turns rows into cards, and finds the names of people."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import QuerySet

from commonweal.blocks.cases import definitions
from commonweal.blocks.cases.cards import CaseCard
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.models.case import OPEN
from commonweal.ground.identity.api import people
from commonweal.kernel import clock
from commonweal.kernel.text import Text

Row = tuple[object, ...]
# What a card shows, in the order of `_card`; sealed words stay where they are. The name comes by the same query.
SHOWN = (
    "id",
    "reference",
    "service",
    "version",
    "organisation_id",
    "state",
    "phase",
    "outcome",
    "assignee_id",
    "assignee__name",
    "team",
    "priority",
    "channel",
    "area",
    "language",
    "opened_at",
    "closed_at",
    "due_at",
    "waiting",
)


@cache
def shown() -> "QuerySet[Case, Row]":
    """The rows of all cases as cards need them, before any filter: their columns are worked out once a process."""
    return Case.objects.values_list(*SHOWN)


def read_cards(rows: "QuerySet[Case]") -> list[CaseCard]:
    """Cards of the rows in their order, in one query. Makes no model instances: a queue is read all day."""
    return cards_of(rows.values_list(*SHOWN))


def cards_of(rows: "Iterable[Row]") -> list[CaseCard]:
    """Cards of rows as `shown` gives them."""
    now, titles = clock.now(), _Titles()
    return [_card(values, now, titles) for values in rows]


def card_of(row: Case, assignee_name: str = "") -> CaseCard:
    """The card of a row that was read already."""
    values = [assignee_name if name == "assignee__name" else getattr(row, name) for name in SHOWN]
    return _card(values, clock.now(), _Titles())


class _Titles:
    """The titles of states, each asked for once a page."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Text] = {}

    def __call__(self, version: str, state: str) -> Text:
        key = (version, state)
        if key not in self.known:
            self.known[key] = definitions.title_of_state(version, state)
        return self.known[key]


def _card(values: Iterable[Any], now: datetime, titles: _Titles) -> CaseCard:
    (
        identity,
        reference,
        service,
        version,
        organisation,
        state,
        phase,
        outcome,
        assignee,
        assignee_name,
        team,
        priority,
        channel,
        area,
        language,
        opened_at,
        closed_at,
        due_at,
        waiting,
    ) = values
    return CaseCard(
        id=str(identity),
        reference=reference,
        service=service,
        version=version,
        organisation=str(organisation),
        state=state,
        state_title=titles(version, state),
        open=phase == OPEN,
        outcome=outcome,
        assignee=str(assignee) if assignee else None,
        assignee_name=assignee_name or "",
        team=team,
        priority=priority,
        channel=channel,
        area=area,
        language=language,
        opened_at=opened_at,
        closed_at=closed_at,
        due_at=due_at,
        overdue=phase == OPEN and due_at is not None and due_at < now,
        waiting=waiting,
    )


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of people by actor ("person:<id>"), in one query; programs and the platform have none."""
    ids = {actor.removeprefix("person:") for actor in actors if actor.startswith("person:")}
    if not ids:
        return {}
    return {f"person:{card.id}": card.name for card in people(ids).values()}
