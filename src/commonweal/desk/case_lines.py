"""A case as one line of a list: its card with the words and signs that the page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonweal.blocks.cases.api import CaseCard
from commonweal.desk.titles import area_in_words, titles_of
from commonweal.kernel import clock
from commonweal.web.formats import text

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Line:
    """`nearness` of the due day is "late", "soon" or ""; `kind` colours the state."""

    card: CaseCard
    service: str
    state: str
    nearness: str
    kind: str
    area: str


def nearness(card: CaseCard, soon: datetime | None = None) -> str:
    """How near the due day is, for open cases; before the moment `soon` (in three days) it is near."""
    if card.overdue:
        return "late"
    near = card.open and card.due_at is not None and card.due_at < (soon or clock.now() + SOON)
    return "soon" if near else ""


def kind_of(card: CaseCard) -> str:
    """The colour of a state: what is closed is quiet."""
    return "info" if card.open else ""


def lines_of(cards: Iterable[CaseCard], areas: Mapping[str, str] | None = None) -> list[Line]:
    """Lines in the order of the cards; `areas` are names by key, in the page's language."""
    cards = list(cards)
    titles = {service: text(title) for service, title in titles_of(cards).items()}
    names = areas or {}
    titled = {(card.version, card.state): card.state_title for card in cards}
    states = {key: text(title) for key, title in titled.items()}
    soon = clock.now() + SOON
    return [
        Line(
            card,
            titles[card.service],
            states[card.version, card.state],
            nearness(card, soon),
            kind_of(card),
            area_in_words(card.area, names),
        )
        for card in cards
    ]


def rows_of(lines: Iterable[Line], *, with_area: bool) -> list[tuple[object, ...]]:
    """What the macro `queue_row` draws of each line, in its order."""
    colleague = _("A colleague")
    return [
        (
            line.card.id,
            line.card.reference,
            line.card.priority,
            line.service,
            line.state,
            line.kind,
            line.card.waiting,
            line.card.due_at,
            line.nearness,
            (line.card.assignee_name or colleague) if line.card.assignee else "",
            line.card.team,
            line.area if with_area else None,
            line.card.opened_at,
        )
        for line in lines
    ]
