"""One link that two browsers use at once: it moves the draft to exactly one of them, and once."""

from functools import partial

import pytest

from commonweal.kernel.acting import STRANGER, Acting
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import NotFound
from commonweal.kernel.testing.threads import at_once
from commonweal.services.journeys import api
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.test_resume_link import begin, token_for

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_browsers_that_use_a_link_at_once_one_gets_the_draft(town, guest):
    journey = begin(guest, kind="grey")
    holders = [Acting(actor=f"guest:0190a0a0-0000-7000-8000-00000000000{n}", channel=STRANGER.channel) for n in "34"]
    for already in range(3):
        token = token_for(guest, journey)
        first, second = at_once(*(partial(api.adopt_by_link, token=token, acting=holder) for holder in holders))
        won = [result for result in (first, second) if isinstance(result, Journey)]
        lost = [result for result in (first, second) if isinstance(result, NotFound)]
        assert (len(won), len(lost)) == (1, 1), (first, second)
        owner = Journey.objects.get().owner
        winner = holders[0] if isinstance(first, Journey) else holders[1]
        assert owner == winner.actor
        assert api.my_journey(journey, winner).answers == {"kind": "grey"}
        assert len(entries(types=["journey.moved"])) == already + 1
        # The next round is between the loser and a third browser.
        guest, holders = winner, [each for each in (*holders, guest) if each != winner]
