"""What journeys do when something happens elsewhere: a guest's drafts follow them into their account."""

from commonweal.ground.identity.events import SignedIn
from commonweal.kernel.journal import Entry, react
from commonweal.services.journeys.actions.adopt import adopt_journeys


@react(SignedIn)
def take_drafts_along(entry: Entry) -> None:
    """The drafts of the guest are now the person's."""
    guest = str(entry.facts.get("guest") or "")
    if guest:
        adopt_journeys(guest=guest, person=entry.subject.removeprefix("person:"))
