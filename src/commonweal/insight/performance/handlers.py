"""Counts the journal's entries about services; each entry once, however often it is delivered."""

from commonweal.blocks.cases.api import cards
from commonweal.blocks.cases.events import CaseClosed, CaseOpened
from commonweal.insight.performance.counting import count
from commonweal.kernel.journal import Entry, reader
from commonweal.kernel.tasks import BACKGROUND
from commonweal.services.journeys.events import JourneyBegun, JourneySubmitted

KINDS = {
    JourneyBegun.type: "begun",
    JourneySubmitted.type: "submitted",
    CaseOpened.type: "opened",
    CaseClosed.type: "closed",
}


@reader(JourneyBegun, JourneySubmitted, CaseOpened, CaseClosed, priority=BACKGROUND)
def count_what_happened(entry: Entry) -> None:
    """After the transaction, so that no submission waits for statistics."""
    service = str(entry.facts.get("service", ""))
    if "/" not in service:
        return
    days: int | None = None
    if entry.type == CaseClosed.type:
        case = cards([entry.object.removeprefix("case:")])
        days = next(((entry.at - card.opened_at).days for card in case.values()), None)
    count(entry=entry.id, kind=KINDS[entry.type], service=service, at=entry.at, days=days)
