"""The pages of a journey, as a browser without scripts uses them."""

import re
from html import unescape

import pytest

from commonweal.blocks.cases.models import Case
from commonweal.kernel.clock import now
from commonweal.services.journeys.drafts import JourneyData, seal
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.conftest import BIN, apply, write_place

pytestmark = pytest.mark.django_db
POSTS = {
    "where": {
        "address-by-hand": "yes",
        "address-line1": "1 High Street",
        "address-town": "Town",
        "address-postcode": "TN1 1AA",
    },
    "what": {"kind": "grey", "note": ""},
    "contact": {"email": "ann@example.org"},
}


def start(client):
    return client.post("/apply/town/bin", follow=True)


def part_of(response) -> str:
    return response.request["PATH_INFO"].rsplit("/", 1)[-1]


def walk(client, response, posts=POSTS):
    """Answer page after page until something else is shown."""
    while part_of(response) in posts:
        response = client.post(response.request["PATH_INFO"], posts[part_of(response)], follow=True)
    return response


def words(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_guest_walks_from_the_service_page_to_the_number(town, client):
    page = client.get("/services/town/bin")
    assert "Start now" in words(page)
    check = walk(client, start(client))
    assert part_of(check) == "check"
    assert "Grey" in words(check)
    done = client.post(check.request["PATH_INFO"], follow=True)
    assert Case.objects.get().reference in words(done)
    assert "ann@example.org" in words(done)


@pytest.mark.parametrize("key", ["page", "sent", "save", "delete", "form"])
def test_a_page_may_be_called_like_a_part_of_an_address(town, client, key):
    """`page: page` led back to itself for ever."""
    apply(write_place(town, BIN.replace("page: what", f"page: {key}").replace("what,", f"{key},")))
    check = walk(client, start(client), {**POSTS, key: POSTS["what"]})
    assert part_of(check) == "check"


def test_the_check_page_leads_back_to_a_question_and_returns(town, client):
    check = walk(client, start(client))
    what = check.request["PATH_INFO"].replace("check", "what")
    again = client.post(f"{what}?from=check", {"kind": "grey", "note": "By the gate"}, follow=True)
    assert part_of(again) == "check"
    assert "By the gate" in words(again)


def test_a_mistake_is_named_and_what_was_typed_is_kept(town, client):
    page = start(client)
    page = client.post(page.request["PATH_INFO"], POSTS["where"], follow=True)
    page = client.post(page.request["PATH_INFO"], {"note": "x" * 90}, follow=True)
    assert page.status_code == 422
    assert "There is a problem" in words(page)
    assert "x" * 90 in words(page) or "x" * 90 in page.content.decode()


def test_a_page_that_comes_later_leads_to_the_next_question(town, client):
    page = start(client)
    later = client.get(page.request["PATH_INFO"].replace("where", "contact"), follow=True)
    assert part_of(later) == "where"


def test_somebody_outside_the_area_is_told_why(town, client):
    page = start(client)
    away = {**POSTS["where"], "address-postcode": "AW1 1AA", "address-line1": "9 Far Road"}
    page = client.post(page.request["PATH_INFO"], away, follow=True)
    assert "We only collect in Town." in words(page)
    assert "EPA s.45" in words(page)
    assert "You cannot use this service" in words(page)
    assert "Report a missed bin" in words(page)
    assert "is not for you" not in words(page)
    client.cookies["language"] = "cy"
    page = client.get(page.request["PATH_INFO"], follow=True)
    assert "Ni allwch ddefnyddio’r gwasanaeth hwn" in words(page)


def test_another_browser_does_not_see_the_journey(town, client):
    from django.test import Client

    page = start(client)
    assert Client().get(page.request["PATH_INFO"]).status_code == 404


def test_saving_sends_a_link_that_works_in_another_browser(town, client):
    from django.test import Client

    from commonweal.blocks.messages.api import outbox

    page = client.post(start(client).request["PATH_INFO"], POSTS["where"], follow=True)
    journey = page.request["PATH_INFO"].split("/")[2]
    saved = client.post(f"/apply/{journey}/save", {"email": "ann@example.org"})
    assert "ann@example.org" in words(saved)
    link = re.search(r"/apply/continue/\S+", outbox(demo=True)[0].body).group()
    other = Client()
    assert "Go on where you stopped" in words(other.get(link))
    assert part_of(other.post(link, follow=True)) == "what"


def test_a_wrong_address_for_the_link_is_named(town, client):
    journey = start(client).request["PATH_INFO"].split("/")[2]
    refused = client.post(f"/apply/{journey}/save", {"email": "nobody"})
    assert refused.status_code == 422
    assert "name@example.org" in words(refused)


def test_a_draft_is_deleted_after_asking(town, client):
    journey = start(client).request["PATH_INFO"].split("/")[2]
    assert "cannot be undone" in words(client.get(f"/apply/{journey}/delete"))
    assert "was deleted" in words(client.post(f"/apply/{journey}/delete"))
    assert not Journey.objects.exists()


def test_sending_again_shows_the_same_number(town, client):
    check = walk(client, start(client))
    first = client.post(check.request["PATH_INFO"], follow=True)
    again = client.post(check.request["PATH_INFO"], follow=True)
    assert part_of(again) == "sent"
    assert Case.objects.count() == 1
    assert first.status_code == again.status_code == 200


def test_the_pages_are_in_welsh_when_that_is_chosen(town, client):
    client.cookies["language"] = "cy"
    assert "Ble mae?" in words(start(client))


def test_a_form_goes_on_in_the_language_that_the_reader_changes_to(town, client):
    page = start(client)
    assert "Ble mae" not in words(page)
    client.cookies["language"] = "cy"
    page = client.get(page.request["PATH_INFO"])
    assert "Ble mae" in words(page)
    check = walk(client, page)
    assert "Llwyd" in words(check)
    client.post(check.request["PATH_INFO"], follow=True)
    assert Case.objects.get().language == "cy"


def test_what_another_browser_prefers_does_not_change_the_language_of_a_form(town, client):
    page = start(client)
    client.get(page.request["PATH_INFO"], headers={"accept-language": "cy"})
    assert Journey.objects.get().language == "en"


def test_who_fills_a_form_in_for_somebody_else_leaves_their_language(town, client):
    page = start(client)
    row = Journey.objects.get()
    row.owner, row.begun_by = "person:0190a0a0-0000-7000-8000-000000000002", row.owner
    row.sealed = seal(row.owner, JourneyData())
    row.save()
    client.cookies["language"] = "cy"
    assert client.get(page.request["PATH_INFO"]).status_code == 200
    assert Journey.objects.get().language == "en"


def test_pages_take_at_most_ten_statements_and_the_submitting_request_25(
    town, client, ann, django_assert_max_num_queries
):
    client.force_login(ann)
    check = walk(client, start(client))
    journey = Journey.objects.get()
    for address in ["/services/town/bin", f"/apply/{journey.pk}/form/what", f"/apply/{journey.pk}/form/check"]:
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(25):
        sent = client.post(check.request["PATH_INFO"])
    assert sent.status_code == 302
    assert Journey.objects.get().submitted_at <= now()
