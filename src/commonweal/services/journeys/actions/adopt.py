"""Drafts change hands: a guest's become the person's at sign-in, and one moves to the browser that uses its link."""

from uuid import UUID

from django.db import transaction

from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotAllowed, NotSignedIn
from commonweal.services.journeys.actions.resume_link import find_link, use_up
from commonweal.services.journeys.drafts import Open, opened, seal
from commonweal.services.journeys.events import JourneyMoved
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.recording import record_of


def _give(draft: Open, to: str) -> None:
    """Make a draft that of `to` ("person:<uuid>" or "guest:<id>"), sealed with their key."""
    row = draft.row
    if row.begun_by == row.owner:
        row.begun_by = to
    row.owner = to
    row.person_id = UUID(to.removeprefix("person:")) if to.startswith("person:") else None
    row.sealed = seal(to, draft.data)
    row.save(update_fields=["owner", "begun_by", "person", "sealed"])


@transaction.atomic
def adopt_journeys(*, guest: str, person: str) -> int:
    """Make the drafts of "guest:<id>" those of a person (uuid), sealed with the person's key; how many."""
    to = f"person:{person}"
    rows = list(Journey.objects.select_for_update().filter(owner=guest, state="draft", begun_by=guest))
    for row in rows:
        _give(opened(row), to)
    forms.hand_over_uploads(guest=guest, to=to, acting=Acting(actor=to))
    return len(rows)


@transaction.atomic
def adopt_by_link(*, token: str, acting: Acting) -> Journey:
    """Use up a link: its draft is from now on the actor's, and no longer that of the browser that it comes from.
    A person's draft still needs that person's account. Raises NotFound, NotSignedIn, NotAllowed; the link is then as
    good as before."""
    link = find_link(token, lock=True)
    row = Journey.objects.select_for_update().get(pk=link.journey_id)
    if row.person_id is not None and acting.person is None:
        raise NotSignedIn("This draft belongs to an account.", remedy="Sign in with the account in which you began it.")
    if row.person_id is not None and acting.person != str(row.person_id):
        raise NotAllowed("This draft belongs to an account.", remedy="Sign in with the account in which you began it.")
    use_up(link)
    if row.owner == acting.actor:
        return row
    draft, before = opened(row), row.owner
    _give(draft, acting.actor)
    forms.hand_over_uploads(guest=before, to=acting.actor, acting=acting, only=draft.uploads)
    record_of(row, JourneyMoved(service=row.service), acting=acting)
    return row
