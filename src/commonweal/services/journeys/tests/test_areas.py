"""A service with areas is for people whose address is in one of them, and the others learn so early."""

import pytest

from commonweal.ground.areas.models import Area, GazetteerEntry
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Conflict
from commonweal.services.journeys import api
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place
from commonweal.services.journeys.tests.test_pages import POSTS, part_of, start, walk, words

pytestmark = pytest.mark.django_db
CRITERION = BIN[BIN.index("eligibility:") : BIN.index("case:")]
AWAY = {"line1": "9 Far Road", "town": "Away", "postcode": "AW1 1AA"}
UNKNOWN = {"line1": "1 New Street", "town": "Town", "postcode": "ZZ1 1ZZ"}


def offered_in(town, *areas: str, more: str = "") -> None:
    text = BIN.replace(CRITERION, "").replace(
        "topics: [waste]", f"topics: [waste]\nareas: [{', '.join(areas)}]{more}", 1
    )
    write_place(town, text[: text.index("examples:")])
    apply(town)


@pytest.fixture
def wider(town):
    """The town with a ward whose name begins like another's."""
    parent = Area.objects.get(key="town")
    row = Area.objects.create(key="town/north-east", name={"en": "North East"}, kind="ward", parent=parent)
    GazetteerEntry.objects.create(postcode="TN22BB", lines="2 Low Street", town="Town", area=row)
    return town


def send(acting, address, **begun):
    journey = str(api.begin_journey(service=SERVICE, acting=acting, language="en", **begun).pk)
    answers = {"address": address, "kind": "grey", "email": "ann@example.org"}
    api.give_answers(journey=journey, answers=answers, acting=acting)
    return api.my_journey(journey, acting), lambda: api.submit_journey(journey=journey, acting=acting, confirm=True)


@pytest.mark.parametrize(
    ("areas", "address", "served"),
    [
        (["town"], ADDRESS, True),
        (["town/north"], ADDRESS, True),
        (["away", "town/north"], ADDRESS, True),
        (["town/north-east"], ADDRESS, False),
        (["town/north"], {"line1": "2 Low Street", "town": "Town", "postcode": "TN2 2BB"}, False),
        (["town"], AWAY, False),
        (["town"], {**AWAY, "area": "town/north"}, False),  # only the place says which area an address is in
        (["town"], UNKNOWN, True),
        (["town"], {**UNKNOWN, "area": "away"}, True),
    ],
)
def test_only_an_address_in_the_areas_of_a_service_can_be_sent(wider, ann_acts, areas, address, served):
    offered_in(wider, *areas)
    view, submit = send(ann_acts, address)
    if served:
        assert view.next is None
        assert submit().reference
        return
    assert (view.eligible, view.because, view.next) == (False, ["area"], "area")
    with pytest.raises(Conflict):
        submit()


def test_staff_who_type_for_somebody_see_the_same(town):
    offered_in(town, "town")
    officer = make_staff(Organisation.objects.get(key="town"), make_person("Olwen Officer"), "officer")
    _, submit = send(officer, AWAY, channel="phone")
    with pytest.raises(Conflict):
        submit()


def test_the_page_after_the_address_says_where_it_is_offered_and_who_can_help(town, client):
    offered_in(town, "town/north")
    Organisation.objects.filter(key="town").update(contact={"phone": "01632 960100"})
    assert "North" in words(client.get("/services/town/bin"))
    first = start(client)
    posts = {"address-by-hand": "yes", **{f"address-{name}": value for name, value in AWAY.items()}}
    told = client.post(first.request["PATH_INFO"], posts, follow=True)
    assert told.request["PATH_INFO"].endswith("/area/page")
    for said in ("is not offered where you live", "is in Away", "is for people in:", "North", "Town Council"):
        assert said in words(told)
    assert [entry.facts["because"] for entry in entries(types=["journey.stopped"])] == [["area"]]
    # Every later stop leads back here, and so does sending.
    for later in ("what", "contact", "check"):
        address = first.request["PATH_INFO"].replace("where", later)
        assert client.get(address, follow=True).request["PATH_INFO"].endswith("/area/page")
        assert client.post(address, POSTS.get(later, {}), follow=True).request["PATH_INFO"].endswith("/area/page")
    # A mistyped address can be changed.
    again = client.post(first.request["PATH_INFO"], POSTS["where"], follow=True)
    assert part_of(again) == "what"
    assert part_of(walk(client, again)) == "check"


def test_changing_the_address_at_the_end_shows_at_once_that_it_is_outside_the_areas(town, client):
    offered_in(town, "town/north")
    check = walk(client, start(client))
    posts = {"address-by-hand": "yes", **{f"address-{name}": value for name, value in AWAY.items()}}
    where = check.request["PATH_INFO"].replace("check", "where")
    told = client.post(f"{where}?from=check", posts, follow=True)
    assert told.request["PATH_INFO"].endswith("/area/page")
    assert client.post(check.request["PATH_INFO"], follow=True).request["PATH_INFO"].endswith("/area/page")


def test_a_service_of_the_same_kind_that_is_offered_there_is_named(town, client):
    offered_in(town, "town/north", more="\nlgsl: 524")
    path = town / "services" / "town" / "bin-away.yaml"
    for name, area in (("away", "away"), ("south", "town/south")):
        Area.objects.get_or_create(key=area, defaults={"name": {"en": area}, "kind": "ward"})
        other = (town / "services" / "town" / "bin.yaml").read_text().replace("areas: [town/north]", f"areas: [{area}]")
        other = other.replace("service: bin", f"service: bin-{name}", 1).replace("a missed bin", f"a bin {name}", 1)
        path.with_name(f"bin-{name}.yaml").write_text(other.replace("a gollwyd", f"a gollwyd {name}", 1))
    apply(town)
    posts = {"address-by-hand": "yes", **{f"address-{name}": value for name, value in AWAY.items()}}
    told = words(client.post(start(client).request["PATH_INFO"], posts, follow=True))
    assert "For your address there is" in told
    assert "Report a bin away" in told
    assert "Report a bin south" not in told


def test_everywhere_is_served_where_no_area_is_named(town, ann_acts):
    text = BIN.replace(CRITERION, "")
    write_place(town, text[: text.index("examples:")])
    apply(town)
    view, submit = send(ann_acts, AWAY)
    assert (view.eligible, view.next) == (None, None)
    assert submit().reference
