"""Half-filled groups stay in the draft: saved for later in a browser, or sent by a program; they are no answers yet."""

import re
from html import unescape

import pytest

from commonweal.kernel.problems import Invalid
from commonweal.services.journeys import api
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place
from commonweal.services.journeys.tests.test_pages import POSTS, part_of, start

pytestmark = pytest.mark.django_db
ROWS = """      - key: sacks
        type: repeat
        label: {en: Sacks, cy: Sachau}
        item: {en: Sack, cy: Sach}
        each:
          - {key: colour, type: text, label: {en: Colour, cy: Lliw}}
          - {key: weight, type: integer, label: {en: Weight, cy: Pwysau}}
"""
ONE = "      - {key: sacks, type: integer, label: {en: How many sacks?, cy: Sawl sach?}, min: 1, max: 20}\n"


@pytest.fixture
def sacks(town):
    """The same service, which asks about each sack; with the page for everybody."""
    assert ONE in BIN
    text = BIN.replace(ONE, ROWS).replace("    when: kind == 'green'\n", "").replace("sacks: 2, ", "sacks: [], ")
    text = re.sub(r"examples:.*", "", text, flags=re.S)
    write_place(town, text)
    apply(town)
    return town


def typed_into(page) -> dict[str, str]:
    html = page.content.decode()
    boxes = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r'<input[^>]*type="text"[^>]*>', html)]
    return {box["name"]: unescape(box["value"]) for box in boxes if box.get("value")}


def save_for_later(client, address: str, posted: dict[str, str]):
    return client.post(address, {**posted, "_then": "save"}, follow=True)


def test_half_an_address_that_is_saved_for_later_is_there_again_as_it_was_typed(town, client):
    address = start(client).request["PATH_INFO"]
    half = {"address-line1": "1 High  Street", "address-postcode": "TN1"}
    saved = save_for_later(client, address, {"address-by-hand": "1", "address-town": "", **half})
    assert part_of(saved) == "save"
    assert typed_into(client.get(address)) == half
    journey = address.split("/")[2]
    assert part_of(client.get(f"/apply/{journey}", follow=True)) == "where"


def test_a_wrong_value_is_no_answer_and_the_journey_stays_at_its_page(town, client, ann, ann_acts):
    client.force_login(ann)
    page = start(client)
    for part in ("where", "what", "contact"):
        page = client.post(page.request["PATH_INFO"], POSTS[part], follow=True)
    contact = page.request["PATH_INFO"].replace("check", "contact")
    save_for_later(client, contact, {"email": "ann@"})
    assert 'value="ann@"' in client.get(contact).content.decode()
    journey = contact.split("/")[2]
    view = api.my_journey(journey, ann_acts)
    assert (view.next, view.unfinished, view.answers["email"]) == ("form/contact", ["email"], "ann@")
    assert part_of(client.get(contact.replace("contact", "check"), follow=True)) == "contact"
    with pytest.raises(Invalid) as refused:
        api.submit_journey(journey=journey, acting=ann_acts)
    assert list(refused.value.fields) == ["email"]
    mended = client.post(contact, {"email": "ann@example.org"}, follow=True)
    assert part_of(mended) == "check"
    assert api.my_journey(journey, ann_acts).unfinished == []


def test_a_mistake_is_kept_in_the_draft_as_it_was_typed(town, client):
    address = start(client).request["PATH_INFO"]
    wrong = {"address-by-hand": "1", "address-line1": "1 High Street", "address-postcode": "nowhere"}
    assert client.post(address, wrong).status_code == 422
    assert typed_into(client.get(address)) == {name: wrong[name] for name in ("address-line1", "address-postcode")}


def test_rows_of_which_one_is_half_filled_are_all_kept_for_later(sacks, client):
    page = start(client)
    for part in ("where", "what"):
        page = client.post(page.request["PATH_INFO"], POSTS[part], follow=True)
    assert part_of(page) == "garden"
    rows = {"sacks-0-colour": "red", "sacks-0-weight": "3", "sacks-1-colour": "", "sacks-1-weight": "four"}
    save_for_later(client, page.request["PATH_INFO"], rows)
    again = typed_into(client.get(page.request["PATH_INFO"]))
    assert again == {name: value for name, value in rows.items() if value}


def test_a_program_sends_half_a_group_and_rows_and_loses_none_of_them(sacks, ann_acts):
    journey = str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    whole = {"colour": "red", "weight": 3}

    def give(**answers):
        api.give_answers(journey=journey, answers=answers, acting=ann_acts)
        return api.my_journey(journey, ann_acts)

    give(kind="grey", email="a@example.org", sacks=[whole])
    view = give(address={"line1": "1 High Street"}, sacks=[whole, {"colour": "blue"}])
    assert view.answers["address"] == {"line1": "1 High Street"}
    assert view.answers["sacks"] == [whole, {"colour": "blue"}]
    assert view.unfinished == ["address", "sacks"]
    # What is given later leaves them alone, a mistake changes nothing, and an address that is whole is one.
    assert give(note="By the gate").answers["sacks"] == view.answers["sacks"]
    with pytest.raises(Invalid):
        give(sacks=[whole, {"colour": "blue", "weight": "heavy"}])
    view = give(address=ADDRESS)
    assert (view.unfinished, view.answers["sacks"]) == (["sacks"], [whole, {"colour": "blue"}])
    with pytest.raises(Invalid) as refused:
        api.submit_journey(journey=journey, acting=ann_acts)
    assert list(refused.value.fields) == ["sacks"]
    assert give(sacks=[whole, {"colour": "blue", "weight": 4}]).unfinished == []
    assert api.submit_journey(journey=journey, acting=ann_acts).reference


def test_null_takes_an_answer_back_whether_it_was_finished_or_not(sacks, ann_acts):
    journey = str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    for given in ({"address": ADDRESS}, {"address": {"line1": "1"}}):
        api.give_answers(journey=journey, answers=given, acting=ann_acts)
    api.give_answers(journey=journey, answers={"address": None}, acting=ann_acts)
    view = api.my_journey(journey, ann_acts)
    assert ("address" in view.answers, view.unfinished) == (False, [])


def test_what_is_half_done_is_as_secret_as_what_is_done(town, client):
    from commonweal.services.journeys.models import Journey

    address = start(client).request["PATH_INFO"]
    save_for_later(client, address, {"address-by-hand": "1", "address-line1": "SECRET ROW"})
    assert "SECRET" not in Journey.objects.get().sealed
