"""The key of a guest is kept exactly as long as a draft or a case of theirs."""

import pytest

from commonweal.ground.identity.api import keys_in_use
from commonweal.services.journeys import api
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.test_resume_link import begin

pytestmark = pytest.mark.django_db


def test_a_draft_needs_the_key_and_what_was_sent_needs_it_through_its_case_alone(town, guest):
    journey = begin(guest, kind="grey")
    assert keys_in_use([guest.actor, "guest:else"]) == {guest.actor}
    Journey.objects.filter(pk=journey).update(state="submitted")
    assert keys_in_use([guest.actor]) == set()
    api.discard_journey(journey=begin(guest, kind="grey"), acting=guest)
    assert keys_in_use([guest.actor]) == set()
