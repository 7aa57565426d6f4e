"""A service can be begun only through the channels that it names."""

import pytest

from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict
from commonweal.services.journeys import api
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place
from commonweal.services.journeys.tests.test_pages import words

pytestmark = pytest.mark.django_db
ALL = ("web", "phone", "counter")
SETS = [("web",), ("phone",), ("counter",), ("web", "phone"), ("web", "counter"), ("phone", "counter"), ALL]


def open_by(town, *channels: str) -> None:
    write_place(town, BIN.replace("channels: [web, phone, counter]", f"channels: [{', '.join(channels)}]", 1))
    apply(town)


def ways_to_begin(ann: Acting) -> list[tuple[str, Acting, str]]:
    """Who begins, as which channel, and which word of the language that is."""
    organisation = Organisation.objects.get(key="town")
    agent = make_staff(organisation, make_person("Olwen Officer"), "officer")
    program = Acting(
        actor="key:0190a0a0-0000-7000-8000-0000000000aa",
        organisation=str(organisation.pk),
        scopes=frozenset({"journeys:write"}),
        channel="api",
    )
    return [
        ("web", ann, "web"),
        ("api", ann, "web"),
        ("api", program, "web"),
        ("web", program, "web"),
        ("phone", agent, "phone"),
        ("counter", agent, "counter"),
        ("phone", program, "phone"),
    ]


@pytest.mark.parametrize("offered", SETS)
def test_a_service_is_begun_through_its_channels_alone(town, ann_acts, offered):
    open_by(town, *offered)
    for channel, acting, word in ways_to_begin(ann_acts):
        before = Journey.objects.count()
        if word in offered:
            api.begin_journey(service=SERVICE, acting=acting, language="en", channel=channel)
            assert Journey.objects.count() == before + 1
            continue
        with pytest.raises(Conflict) as refused:
            api.begin_journey(service=SERVICE, acting=acting, language="en", channel=channel)
        assert refused.value.remedy
        assert Journey.objects.count() == before


@pytest.mark.parametrize(
    ("offered", "instead"),
    [
        (("phone",), "Call the organisation that offers it."),
        (("counter",), "Go to a counter of the organisation that offers it."),
        (("phone", "counter"), "Call the organisation that offers it, or go to one of its counters."),
    ],
)
def test_the_page_of_a_service_that_is_not_online_says_how_else_to_get_it(town, client, offered, instead):
    open_by(town, *offered)
    Organisation.objects.filter(key="town").update(contact={"phone": "01632 960100", "address": "1 Square"})
    page = words(client.get("/services/town/bin"))
    assert "Start now" not in page
    assert instead in page
    assert "01632 960100" in page
    refused = client.post("/apply/town/bin")
    assert refused.status_code == 409
    assert instead in words(refused)
    in_welsh = words(client.get("/services/town/bin", headers={"accept-language": "cy"}))
    assert instead not in in_welsh
    assert "Ni allwch wneud cais am hyn ar-lein" in in_welsh


def test_a_service_that_is_online_has_the_button(town, client):
    open_by(town, "web")
    assert "Start now" in words(client.get("/services/town/bin"))


def test_a_draft_that_was_begun_before_a_channel_closed_goes_on_and_is_sent(town, ann_acts):
    open_by(town, "web")
    journey = str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    open_by(town, "counter")
    with pytest.raises(Conflict):
        api.begin_journey(service=SERVICE, acting=ann_acts, language="en")
    answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}
    api.give_answers(journey=journey, answers=answers, acting=ann_acts)
    assert api.submit_journey(journey=journey, acting=ann_acts).reference
