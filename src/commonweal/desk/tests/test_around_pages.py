"""The frame of desk pages: the organisation that one works for, the link to the desk, and its sections."""

import pytest
from django.urls import reverse

from commonweal.desk.handlers import desk_links
from commonweal.ground.organisations.testing import make_staff
from commonweal.web.chrome import Chrome

pytestmark = pytest.mark.django_db


def words(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_with_several_organisations_choose_first_and_come_back(signed_in, people, reuse, make_case):
    make_staff(reuse, people.officer, "officer")
    client = signed_in("officer")
    asked = client.get("/desk/cases/")
    assert asked.url == "/desk/organisation?next=/desk/cases/"
    assert client.post("/desk/organisation", {}).status_code == 422
    answer = client.post("/desk/organisation", {"organisation": str(reuse.pk), "next": "/desk/cases/"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/cases/"
    assert "Eastmere Reuse" in answer.content.decode()


def test_nobody_chooses_an_organisation_that_is_not_theirs_or_leaves_the_site(signed_in, council, reuse):
    client = signed_in("officer")
    assert client.post("/desk/organisation", {"organisation": str(reuse.pk)}).status_code == 404
    answer = client.post("/desk/organisation", {"organisation": str(council.pk), "next": "https://evil.example/"})
    assert answer.url == "/desk/"


def test_a_case_of_ones_other_organisation_says_which_to_choose(signed_in, people, council, reuse, make_case):
    opened = make_case()
    make_staff(reuse, people.officer, "officer")
    client = signed_in("officer")
    client.post("/desk/organisation", {"organisation": str(reuse.pk)})
    page = client.get(reverse("desk:case", args=[opened.id]), follow=True).content.decode()
    assert "belongs to another organisation that you work for" in page


def test_a_stranger_costs_no_statement(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert desk_links(rf.get("/"), Chrome("Eastmere")) == Chrome("Eastmere")


def test_the_way_to_the_desk_stands_on_pages_of_staff_alone(client, signed_in):
    assert 'href="/desk/"' not in client.get("/help/").content.decode()
    assert 'href="/desk/"' in signed_in("officer").get("/help/").content.decode()
    assert 'href="/desk/"' not in signed_in("resident").get("/help/").content.decode()


def test_sections_follow_the_roles(signed_in):
    officer, manager = words(signed_in("officer"), "/desk/"), words(signed_in("manager"), "/desk/")
    assert 'href="/desk/journal/"' not in officer
    for address in (
        "/desk/journal/",
        "/desk/services/",
        "/desk/failed-work/",
        "/organisations/eastmere-council/people/",
    ):
        assert f'href="{address}"' in manager
    assert 'href="/desk/cases/"' not in words(signed_in("editor"), "/desk/")


def test_the_link_to_identity_checks_is_shown_where_the_steward_gave_the_office(signed_in, council):
    officer = signed_in("officer")
    assert 'href="/account/check/"' not in words(officer, "/desk/")
    council.roles_in_place = ["identity_checks"]
    council.save()
    assert 'href="/account/check/"' in words(officer, "/desk/")
    assert 'href="/account/check/" aria-current="page"' in words(officer, "/account/check/")
    assert 'href="/account/check/"' not in words(signed_in("editor"), "/desk/")


def test_a_link_to_the_offices_of_the_place_is_for_managers_of_its_steward(signed_in, council):
    council.roles_in_place = ["steward"]
    council.save()
    page = "/organisations/eastmere-council/people/"
    assert 'href="/organisations/offices/"' in words(signed_in("manager"), page)
    assert 'href="/organisations/offices/"' not in words(signed_in("officer"), page)
