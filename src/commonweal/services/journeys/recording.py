"""Records what happens to a journey: every entry names it, its owner and its organisation."""

from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.services.journeys.models import Journey


def record_of(row: Journey, fact: journal.Fact, *, acting: Acting, area: str = "", purpose: str = "") -> None:
    """Record a fact about a journey, in the transaction of the change."""
    journal.record(
        fact,
        acting=acting,
        object=row.ref,
        subject=row.owner,
        organisation=str(row.organisation_id),
        area=area,
        purpose=purpose,
    )
