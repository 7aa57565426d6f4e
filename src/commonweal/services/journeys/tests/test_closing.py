"""A service closes by local time: for beginning, each page, sending, and programs."""

from datetime import UTC, datetime

import pytest

from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Conflict
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys import api
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place
from commonweal.services.journeys.tests.test_pages import POSTS, words

pytestmark = pytest.mark.django_db
# In summer the place is an hour before UTC: the 30th of June begins there at 23:00 of the 29th.
LAST, FIRST = datetime(2026, 6, 29, 22, 59, tzinfo=UTC), datetime(2026, 6, 29, 23, 0, tzinfo=UTC)
WINTER_LAST, WINTER_FIRST = datetime(2026, 1, 29, 23, 59, tzinfo=UTC), datetime(2026, 1, 30, 0, 0, tzinfo=UTC)
EDGES = [
    ("2026-06-30", LAST, FIRST),
    ("2026-06-30T00:00:00", LAST, FIRST),
    ("2026-06-30T00:00:00+01:00", LAST, FIRST),
    ("2026-06-29T23:00:00Z", LAST, FIRST),
    ("2026-01-30", WINTER_LAST, WINTER_FIRST),
    ("2026-01-30T00:00:00", WINTER_LAST, WINTER_FIRST),
]


def closing(town, moment: str) -> None:
    write_place(town, BIN.replace("topics: [waste]", f"topics: [waste]\nhard_close: {moment}", 1))
    apply(town)


@pytest.mark.parametrize(("closes", "last", "first"), EDGES)
def test_the_last_moment_is_by_the_clocks_of_the_place(town, closes, last, first):
    closing(town, closes)
    service = definitions.published(SERVICE)
    assert (definitions.is_open(service, last), definitions.is_open(service, first)) == (True, False)


def test_until_the_last_moment_everything_can_be_done_and_after_it_nothing(town, ann_acts):
    closing(town, "2026-06-30")

    def begin() -> str:
        return str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)

    answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}
    with standing_at(LAST):
        sent, left = begin(), begin()
        for journey in (sent, left):
            api.give_answers(journey=journey, answers=answers, acting=ann_acts)
            api.answer_page(journey=journey, part="what", posted=POSTS["what"], acting=ann_acts)
            api.confirm_answers(journey=journey, acting=ann_acts)
        assert api.submit_journey(journey=sent, acting=ann_acts).reference
    with standing_at(FIRST):
        for late in (
            begin,
            lambda: api.give_answers(journey=left, answers={"kind": "green"}, acting=ann_acts),
            lambda: api.answer_page(journey=left, part="what", posted=POSTS["what"], acting=ann_acts),
            lambda: api.confirm_answers(journey=left, acting=ann_acts),
            lambda: api.submit_journey(journey=left, acting=ann_acts),
        ):
            with pytest.raises(Conflict, match="no new applications"):
                late()
        # What was sent is sent, what was kept can be read, and taken back.
        assert api.submit_journey(journey=sent, acting=ann_acts).reference
        assert api.my_journey(left, ann_acts).answers["kind"] == "grey"
        api.discard_journey(journey=left, acting=ann_acts)


def test_pages_say_that_the_service_is_closed(town, client, ann):
    closing(town, "2026-06-30")
    with standing_at(LAST):
        client.force_login(ann)
        page = client.post("/apply/town/bin", follow=True)
        address = page.request["PATH_INFO"]
        assert "Start now" in words(client.get("/services/town/bin"))
    with standing_at(FIRST):
        for response in (client.get(address), client.post(address, POSTS["where"], follow=True)):
            assert response.status_code == 409
            assert "takes no new applications" in words(response)
        assert "Start now" not in words(client.get("/services/town/bin"))
        assert client.post("/apply/town/bin").status_code == 409
