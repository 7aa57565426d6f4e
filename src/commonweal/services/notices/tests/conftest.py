"""The tests of notices use the town of the journeys' tests."""

from commonweal.services.journeys.tests.conftest import guest, town

__all__ = ["guest", "town"]
