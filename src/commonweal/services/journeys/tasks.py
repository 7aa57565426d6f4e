"""The work of journeys on the clock, known to every worker from its start: forgotten drafts are discarded."""

from commonweal.services.journeys.actions.discard_journey import discard_forgotten

__all__ = ["discard_forgotten"]
