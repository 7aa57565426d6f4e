"""A large body is read only from those who may send files to its address; from others not a byte is read."""

from typing import Any

import pytest
from django.urls import reverse

from commonweal.site.requests.bodies import carriers
from commonweal.site.tests.test_bodies import Endless
from tests.isolation.doors import address_of
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LARGE = 1_200_000
PEOPLE = {"ann", "ben", "officer", "outsider"}
KNOWING = {"ann", "officer"}  # whose case it is, and who works on it
# Who may send files where, in the town: all others are refused before anything is read.
MAY_SEND = {
    "journeys:step": {"ann"},
    "portal:step": KNOWING,
    "portal:answer": KNOWING,
    "portal:write": KNOWING,
    "desk:do": {"officer"},
    "api:post_upload": {*PEOPLE, "key forms:write", "key of elsewhere"},
}
WALKERS = {"stranger", "guest", "other guest", "revoked key", "key forms:write", *set().union(*MAY_SEND.values())}


def read_from(world: World, who: str, address: str) -> tuple[int, int]:
    """The status, and how many bytes of a large form were read."""
    body = Endless()
    sent: dict[str, Any] = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(LARGE),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "REQUEST_METHOD": "POST",
    }
    return world.who[who].request(PATH_INFO=address, **sent).status_code, body.given


def test_a_large_body_of_somebody_without_permission_is_not_read(world):
    assert set(MAY_SEND) == set(carriers())
    wrong = []
    for name, known in MAY_SEND.items():
        address = reverse(name) if name.startswith("api:") else address_of(name, world)
        for who in sorted(WALKERS):
            status, read = read_from(world, who, address)
            if (who in known) != (read > 0) or (who not in known and status != 413):
                wrong.append(f"{who} at {address}: {status}, {read} bytes")
    assert not wrong, "\n".join(wrong)


def test_a_guest_sends_files_to_their_own_draft_alone(world):
    part = {"section": "form", "part": "what"}
    own = reverse("journeys:step", kwargs={"journey_id": world.sides["guest"].things["journey_id"], **part})
    assert read_from(world, "guest", own)[1] > 0
    assert read_from(world, "other guest", own) == (413, 0)
    sent = reverse("journeys:step", kwargs={"journey_id": world.sides["guest"].things["sent"], **part})
    assert read_from(world, "guest", sent) == (413, 0)
