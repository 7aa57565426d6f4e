"""Files are sent to the pages of a journey by those whose draft it is."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from commonweal.ground.identity.api import guest_of
from commonweal.kernel.acting import Acting
from commonweal.services.journeys.models import Journey


def has_draft(request: HttpRequest, acting: Acting, address: Mapping[str, Any]) -> bool:
    """Whether the draft at this address is the actor's or the session's guest's."""
    actor = guest_of(request) if acting.is_stranger else acting.actor
    if actor is None:
        return False
    drafts = Journey.objects.filter(pk=address["journey_id"], state="draft")
    return drafts.filter(Q(owner=actor) | Q(begun_by=actor)).exists()
