"""Begins a service: an empty draft on the version that is live now."""

from uuid import uuid4

from django.db import transaction

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting, has_role, has_scope, require
from commonweal.kernel.problems import NotAllowed, NotSignedIn, filled
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.channels import require_channel
from commonweal.services.journeys.closing import require_open
from commonweal.services.journeys.drafts import JourneyData, seal
from commonweal.services.journeys.events import JourneyBegun
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.recording import record_of

may_begin_for_others = has_role("agent", "officer", "manager") | has_scope("journeys:write")


def require_beginner(service: definitions.CompiledService, acting: Acting) -> None:
    """Refuse to begin the service for strangers where it does not allow guests, and below its level of assurance."""
    base = service.base
    if acting.person is None:
        if not base.for_guests:
            raise NotSignedIn("This service needs an account.", remedy="Sign in or make an account, then start again.")
        return
    if not base.enough(acting.assurance):
        raise NotAllowed(
            filled(
                "This service needs to be more certain who you are (level %(needed)s; yours %(yours)s).",
                needed=base.assurance,
                yours=acting.assurance,
            ),
            remedy="Show your documents at a help point of any member organisation, then start again.",
        )


@transaction.atomic
def begin_journey(*, service: str, acting: Acting, language: str, channel: str = "web") -> Journey:
    """A new draft of "organisation/service". Raises NotFound, NotSignedIn, NotAllowed, Conflict (closed, or
    not open by this channel).

    A person's draft is their own; a guest's is tied to the guest. Staff (phone, counter) and programs begin for
    somebody else, whose contact they give later: such a draft has a guest of its own as owner."""
    compiled = definitions.published(service)
    require_open(compiled)
    require_channel(compiled, channel)
    organisation = organisation_by_key(compiled.organisation)
    for_somebody = channel in {"phone", "counter"} or acting.scopes is not None
    if for_somebody:
        require(may_begin_for_others, acting, acting.organisation)
        owner = f"guest:{uuid4()}"
    else:
        require_beginner(compiled, acting)
        owner = acting.actor
    row = Journey.objects.create(
        service=service,
        version=compiled.hash,
        organisation_id=organisation.id,
        owner=owner,
        person_id=None if for_somebody else acting.person,
        begun_by=acting.actor,
        sealed=seal(owner, JourneyData()),
        language=language,
        channel=acting.channel if for_somebody and channel == "web" else channel,
        begun_at=clock.now(),
        changed_at=clock.now(),
    )
    record_of(row, JourneyBegun(service=service, version=compiled.hash), acting=acting)
    return row
