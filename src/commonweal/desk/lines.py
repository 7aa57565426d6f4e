"""A case as one line of a list: its card with the words and signs that the page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from commonweal.blocks.cases.api import CaseCard
from commonweal.desk.words import titles_of
from commonweal.kernel import clock
from commonweal.kernel.text import Text
from commonweal.web.wording import text

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


def nearness(card: CaseCard) -> str:
    """How near the due day is, for open cases."""
    if card.overdue:
        return "late"
    return "soon" if card.open and card.due_at is not None and card.due_at < clock.now() + SOON else ""


def kind_of(card: CaseCard) -> str:
    """The colour of a state: what is closed is quiet."""
    return "info" if card.open else ""


def lines_of(cards: Iterable[CaseCard], areas: Mapping[str, Text] | None = None) -> list[Line]:
    """Lines in the order of the cards; `areas` are names by key."""
    cards = list(cards)
    titles = {service: text(title) for service, title in titles_of(cards).items()}
    names = {key: text(name) for key, name in (areas or {}).items()}
    return [
        Line(
            card,
            titles[card.service],
            text(card.state_title),
            nearness(card),
            kind_of(card),
            names.get(card.area) or card.area.rpartition("/")[2].replace("-", " ").title(),
        )
        for card in cards
    ]
