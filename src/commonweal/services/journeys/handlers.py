"""What journeys do when something happens elsewhere: a guest's drafts follow them into their account, and what was sent
goes with its case."""

from commonweal.blocks.cases.events import CaseDeleted
from commonweal.ground.identity.events import SignedIn
from commonweal.kernel.journal import Entry, react
from commonweal.services.journeys.actions.adopt import adopt_journeys
from commonweal.services.journeys.actions.delete_sent import delete_sent_with


@react(SignedIn)
def take_drafts_along(entry: Entry) -> None:
    """The drafts of the guest are now the person's."""
    guest = str(entry.facts.get("guest") or "")
    if guest:
        adopt_journeys(guest=guest, person=entry.subject.removeprefix("person:"))


@react(CaseDeleted)
def delete_along(entry: Entry) -> None:
    """The contact details with which a case was sent are kept no longer than the case."""
    delete_sent_with(case=entry.object.removeprefix("case:"))
