"""The composition proof: one more service is one YAML file and `commonweal apply`, without any code."""

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client

from commonweal.blocks.cases import api as cases
from commonweal.ground.areas.models import Area, GazetteerEntry
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import entries
from commonweal.kernel.worker import run_all
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.commands.apply import command as apply_command
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.versions import store

REPOSITORY = Path(__file__).parents[1]
PLACE = REPOSITORY / "places" / "eastmere"
FILE = Path("services/eastmere-council/street-light.yaml")
ADDED = REPOSITORY / "docs" / "examples" / "first-service" / FILE
SERVICE = "eastmere-council/street-light"
TITLE = "Report a broken street light"
HOME = {"line1": "1 Beacon Road", "town": "Eastmere", "postcode": "EA2 1AA", "area": "eastmere/northshore"}

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture(scope="module")
def eastmere(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The demo place, applied once for all tests here and taken back at the end; its folder."""
    folder = tmp_path_factory.mktemp("place") / "eastmere"
    shutil.copytree(PLACE, folder)
    with django_db_blocker.unblock(), transaction.atomic():
        store.forget()
        town = Area.objects.create(key="eastmere", name={"en": "Eastmere"}, kind="place")
        ward = Area.objects.create(key="eastmere/northshore", name={"en": "Northshore"}, kind="ward", parent=town)
        for key in ("abbey", "ferry", "heath", "market", "millbrook", "southshore"):
            Area.objects.create(key=f"eastmere/{key}", name={"en": key.title()}, kind="ward", parent=town)
        GazetteerEntry.objects.create(postcode="EA21AA", lines="1 Beacon Road", town="Eastmere", area=ward)
        apply_place(read=read_folder(folder), acting=SYSTEM)
        yield folder
        transaction.set_rollback(True)
    store.forget()


@pytest.fixture(scope="module")
def added(eastmere, django_db_blocker) -> dict:
    """What `commonweal apply` says after one file was put into the folder."""
    with django_db_blocker.unblock():
        assert Client().get(f"/services/{SERVICE}").status_code == 404
        shutil.copy(ADDED, eastmere / FILE)
        done = CliRunner().invoke(apply_command, [str(eastmere), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@pytest.fixture
def ann(added):
    return make_person("Ann", "ann@example.org")


@pytest.fixture
def officer(added):
    return make_person("Owen", "owen@example.org")


@pytest.fixture
def officer_acts(officer):
    return make_staff(Organisation.objects.get(key="eastmere-council"), officer, "officer")


def apply_over_the_api(client: Client) -> dict:
    """Begin, answer and send as a program would; what the last call answered."""
    csrf = {"content_type": "application/json"}
    begun = client.post("/api/journeys/", {"service": SERVICE}, **csrf)
    assert begun.status_code == 201, begun.content
    address = f"/api/journeys/{begun.json()['id']}"
    answered = client.patch(address, {"answers": {"where": HOME, "fault": "out"}}, **csrf)
    assert (answered.status_code, answered.json()["next"]) == (200, None), answered.content
    sent = client.post(f"{address}/submit", {}, **csrf)
    assert sent.status_code == 200, sent.content
    return sent.json()


def test_exactly_one_service_is_created_and_nothing_else_changes(added):
    done = {(row["action"], row["key"]) for row in added["steps"] if row["action"] != "unchanged"}
    assert done == {("create", SERVICE)}


def test_it_is_in_the_catalogue_of_pages_and_api(added, client):
    assert TITLE in words(client.get("/services/"))
    assert TITLE in words(client.get("/services/topic/travel"))
    assert TITLE in words(client.get("/services/from/eastmere-council"))
    assert SERVICE in [row["key"] for row in client.get("/api/catalogue/services").json()]


@pytest.mark.parametrize("typed", ["street light", "lamp post", "stret ligt"])
def test_it_is_found_by_its_words_its_synonyms_and_with_mistakes(added, client, typed):
    assert TITLE in words(client.get("/search", {"q": typed}))


def test_it_is_found_in_welsh(added, client):
    found = client.get("/api/search/", {"q": "polyn lamp", "language": "cy"}).json()["hits"]
    assert f"service:{SERVICE}" in [hit["ref"] for hit in found]


def test_its_journey_is_walked_on_pages(added, client):
    page = client.post(f"/apply/{SERVICE}", follow=True)
    address = page.request["PATH_INFO"]
    assert "Which light is it?" in words(page)
    by_hand = {"where-by-hand": "yes", "where-line1": "1 Beacon Road", "where-town": "Eastmere"}
    light = {**by_hand, "where-postcode": "EA2 1AA", "fault": "wires"}
    assert "Bare wires can kill" in words(client.post(address, light, follow=True))
    page = client.post(address, {**light, "fault": "out"}, follow=True)
    check = client.post(page.request["PATH_INFO"], {"email": ""}, follow=True)
    assert "It is out" in words(check)
    done = client.post(check.request["PATH_INFO"], follow=True)
    case = cases.cards([entries(types=["case.opened"])[0].object.removeprefix("case:")])
    assert next(iter(case.values())).reference in words(done)


def test_its_journey_is_walked_over_the_api_and_tracked_in_the_portal(ann, client):
    sent = apply_over_the_api(sign_in(client, ann))
    page = words(client.get(f"/dashboard/applications/{sent['case']}"))
    assert sent["reference"] in page
    assert "We have your report" in page


def test_its_cases_are_in_the_queue_worked_on_the_desk_and_answered_by_a_message(ann, officer, officer_acts, client):
    sent = apply_over_the_api(sign_in(client, ann))
    desk = sign_in(Client(), officer)
    assert sent["reference"] in words(desk.get("/desk/cases/"))
    assert "Mark as mended" in words(desk.get(f"/desk/cases/{sent['case']}/"))
    cases.transition(case=sent["case"], transition="mend", acting=officer_acts)
    run_all()
    assert "The street light is mended" in words(client.get("/messages/"))


def test_it_is_in_the_statistics(ann, officer, officer_acts, client):
    apply_over_the_api(sign_in(client, ann))
    run_all()
    figures = client.get(f"/api/performance/services/{SERVICE}").json()
    # One is too few to be told to everybody, but its own staff see it.
    assert (figures["title"]["en"], figures["submitted"]) == (TITLE, None)
    own = sign_in(Client(), officer).get("/api/performance/own").json()
    assert next(row for row in own if row["service"] == SERVICE)["submitted"] == 1


def test_its_definition_is_public_and_is_the_file(added, client):
    shown = client.get(f"/api/catalogue/services/{SERVICE}/definition").json()
    assert shown["definition"]["title"]["en"] == TITLE
    assert shown["hash"].startswith("sha256:")
