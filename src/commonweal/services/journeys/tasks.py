"""The work of journeys on the clock, known to every worker from its start: forgotten drafts are discarded, and what was
sent is deleted when its time is over."""

from commonweal.services.journeys.actions.delete_sent import delete_sent
from commonweal.services.journeys.actions.discard_journey import discard_forgotten

__all__ = ["delete_sent", "discard_forgotten"]
