"""What the tests of residents' pages share: the town of the journeys' tests, and an application that was sent."""

import pytest

from commonweal.kernel.worker import run_all
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.tests.conftest import ADDRESS, SERVICE, ann, ann_acts, town

__all__ = ["ann", "ann_acts", "sent", "town"]


@pytest.fixture
def sent(town, ann_acts):
    journey = str(journeys.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}
    journeys.give_answers(journey=journey, answers=answers, acting=ann_acts)
    found = journeys.submit_journey(journey=journey, acting=ann_acts)
    run_all()
    return found
