"""The catalogue: what is published is listed under its headings, for everybody."""

import pytest

from commonweal.blocks.search import api as search
from commonweal.kernel import text
from commonweal.kernel.acting import STRANGER, SYSTEM
from commonweal.kernel.problems import NotFound
from commonweal.kernel.remembered import only_reading
from commonweal.services.catalogue import api
from commonweal.services.catalogue.tests.conftest import SAMPLE, SERVICE
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.models import Version

pytestmark = pytest.mark.django_db

TEXT = (SAMPLE / "services" / "eastmere-council" / "bulky-waste.yaml").read_text()
TITLE = "title: {en: Book a bulky waste collection, cy: Archebu casgliad gwastraff swmpus}"


def publish(name: str, text: str = TEXT, organisation: str = "eastmere-council") -> None:
    """Publish a variant of the sample through every step; somebody else than the reviewer wrote it."""
    key = f"{organisation}/{name}"
    text = text.replace("service: bulky-waste", f"service: {name}")
    text = text.replace("offered_by: eastmere-council", f"offered_by: {organisation}")
    number = definitions.save_draft(service=key, source=text, acting=SYSTEM).version.number
    definitions.submit_for_review(service=key, number=number, acting=SYSTEM)
    Version.objects.filter(service__key=key, number=number).update(author="person:somebody", contributors=[])
    definitions.approve(service=key, number=number, acting=SYSTEM)
    definitions.publish(service=key, number=number, acting=SYSTEM)


def test_a_published_service_is_in_the_catalogue_at_once(place):
    found = api.entry(SERVICE)
    assert found.title["cy"] == "Archebu casgliad gwastraff swmpus"
    assert found.organisation == "eastmere-council"
    assert found.online


def test_a_published_service_is_found_by_a_synonym(place):
    found = search.find("mattress", language="en", acting=STRANGER, kinds=["service"])
    assert [hit.ref for hit in found.hits] == [f"service:{SERVICE}"]


def test_the_front_page_has_the_headings_under_which_something_stands(place):
    front = api.front_page()
    assert [heading.key for heading in front.topics] == ["waste"]
    assert [heading.key for heading in front.life_events] == ["moving-home"]


def test_a_new_version_changes_the_entry(place):
    publish("bulky-waste", TEXT.replace("topics: [waste]", "topics: [housing]"))
    assert api.entries(topic="waste") == []
    assert [entry.key for entry in api.entries(topic="housing")] == [SERVICE]


def test_a_withdrawn_service_is_gone_and_comes_back(place):
    definitions.retire(service=SERVICE, reason="No crew", acting=SYSTEM)
    with pytest.raises(NotFound):
        api.entry(SERVICE)
    definitions.roll_back(service=SERVICE, number=1, acting=SYSTEM)
    assert api.entry(SERVICE).online


def test_services_are_found_by_organisation_and_by_two_headings_at_once(place):
    publish("sofas", organisation="eastmere-reuse-charity")
    assert [entry.key for entry in api.entries(organisation="eastmere-reuse-charity")] == [
        "eastmere-reuse-charity/sofas"
    ]
    assert len(api.entries(topic="waste", life_event="moving-home")) == 2
    assert api.entries(topic="nothing-of-the-kind") == []


def test_services_are_listed_by_their_title_in_the_language(place):
    publish("a", TEXT.replace(TITLE, "title: {en: Zoo, cy: Aa}"))
    publish("b", TEXT.replace(TITLE, "title: {en: apples, cy: Zz}"))
    assert [entry.title["en"] for entry in api.entries()] == ["apples", "Book a bulky waste collection", "Zoo"]
    assert [entry.title["cy"][:2] for entry in api.entries(language="cy")] == ["Aa", "Ar", "Zz"]


def test_lists_cost_the_same_however_many_services_there_are(place, django_assert_num_queries):
    for count in (1, 5):
        api.front_page()
        with only_reading(), django_assert_num_queries(1):
            api.front_page()
        api.entries()
        with only_reading(), django_assert_num_queries(1):
            assert len(api.entries(topic="waste")) == count
        for name in ("a", "b", "c", "d") if count == 1 else ():
            publish(name)


def test_everybody_can_read_the_catalogue_over_the_api(place, client):
    listed = client.get("/api/catalogue/services?topic=waste&language=cy").json()
    assert [entry["key"] for entry in listed] == [SERVICE]
    assert client.get(f"/api/catalogue/services/{SERVICE}").json()["title"]["en"] == "Book a bulky waste collection"
    told = client.get(f"/api/catalogue/services/{SERVICE}/definition").json()
    assert told["hash"] == definitions.published_hash(SERVICE)
    assert client.get("/api/catalogue/").json()["topics"][0]["key"] == "waste"


def test_a_service_that_is_not_there_is_a_clear_answer(place, client):
    answer = client.get("/api/catalogue/services/eastmere-council/nothing")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["topic=A%21", "online=perhaps", "language=%27"])
def test_a_bad_filter_is_refused_by_name(place, client, query):
    answer = client.get(f"/api/catalogue/services?{query}")
    assert answer.status_code == 422
    assert any(query.split("=")[0] in name for name in answer.json()["fields"])


def test_programs_follow_the_header_to_the_end_of_the_list(place, client, monkeypatch):
    monkeypatch.setattr("commonweal.kernel.paging.PAGE", 2)
    for name in ("a", "b", "c", "d"):
        publish(name)
    address, seen = "/api/catalogue/services?topic=waste", []
    while address:
        answer = client.get(address)
        seen += [entry["key"] for entry in answer.json()]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert sorted(seen) == sorted(entry.key for entry in api.entries())
    assert len(set(seen)) == 5
    assert client.get("/api/catalogue/services?page=9").json() == []
    assert client.get("/api/catalogue/services?page=0").status_code == 422


@pytest.mark.parametrize("page", ["2", "99999999", "-1", "x", "\u0662", "1" * 5000])
def test_a_list_shows_a_page_for_any_number_that_was_typed(place, client, monkeypatch, page):
    monkeypatch.setattr("commonweal.kernel.paging.PAGE", 1)
    publish("a")
    for address in (
        "/services/",
        "/services/topic/waste",
        "/services/from/",
        "/performance/",
        "/performance/services.csv",
    ):
        assert client.get(address, {"page": page}).status_code == 200


def test_a_list_is_sorted_once_a_change_and_not_once_a_call(place, monkeypatch):
    compared = []

    def in_language(words, language):
        compared.append(language)
        return text.in_language(words, language)

    monkeypatch.setattr(api, "in_language", in_language)
    publish("sofa", TEXT.replace(TITLE, "title: {en: A sofa, cy: Ystafell}"))
    with only_reading():
        assert [entry.key for entry in api.entries()] == ["eastmere-council/sofa", SERVICE]
        assert compared
        compared.clear()
        assert [entry.key for entry in api.entries(language="cy")] == [SERVICE, "eastmere-council/sofa"]
        assert [entry.key for entry in api.entries(language="fr-CA")] == ["eastmere-council/sofa", SERVICE]
    assert not compared
