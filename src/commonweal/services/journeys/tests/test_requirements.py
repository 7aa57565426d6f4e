"""Requirements that read a question of the same page which was left blank are asked on that page."""

import pytest
from django.test import Client

from commonweal.services.journeys.tests.conftest import BIN, apply, write_place

SERVICE = """service: rooms
schema: 1
offered_by: town
guests: yes
languages: [en]
title: {en: Rooms}
retention: {delete_after: 1 years}
form:
  - page: sizes
    title: {en: Sizes}
    questions:
      - {key: least, type: integer, required: no, label: {en: Least}}
      - {key: width, type: integer, label: {en: Size}, must: [{when: "value > default(least, 10)", else: {en: Too small}}]}
"""


@pytest.fixture
def sizes(tmp_path, db):
    """A guest on the page of sizes: posts what they type."""
    folder = write_place(tmp_path, BIN)
    (tmp_path / "services" / "town" / "rooms.yaml").write_text(SERVICE)
    apply(folder)
    browser = Client()
    begun = browser.post("/apply/town/rooms", {})["Location"]
    address = browser.get(begun, follow=True).request["PATH_INFO"]

    def post(least, size):
        return browser.post(address, {"_then": "next", "_asked": ["least", "width"], "least": least, "width": size})

    return post


@pytest.mark.parametrize(
    ("least", "size", "good"), [("", "4", False), ("", "14", True), ("3", "4", True), ("5", "4", False)]
)
def test_a_requirement_knows_what_was_left_blank_on_its_page(sizes, least, size, good):
    response = sizes(least, size)
    assert response.status_code == (302 if good else 422)
    assert good or "Too small" in response.content.decode()
