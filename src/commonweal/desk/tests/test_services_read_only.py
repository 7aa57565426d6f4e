"""Services for members who do not prepare them: what is or was live, and nothing that is still being written."""

import pytest
from django.urls import reverse

from commonweal.desk.tests.conftest import SERVICE
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import SYSTEM
from commonweal.services.definitions import api as definitions

pytestmark = pytest.mark.django_db
LIST, SERVICE_PAGE = "/desk/services/", f"/desk/services/{SERVICE}/"
DRAFT = SERVICE_PAGE + "2/"


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def draft(people, council):
    """A draft of version 2 with another title, and one of a service that was never live."""
    source = definitions.version_text(SERVICE, 1, acting=SYSTEM).source
    changed = source.replace("Renew a parking permit", "SECRETTITLE")
    definitions.save_draft(service=SERVICE, source=changed, acting=people.acting["editor"])
    new = source.replace("service: parking-permit", "service: allotments")
    definitions.save_draft(service="eastmere-council/allotments", source=new, acting=people.acting["editor"])


@pytest.mark.parametrize("who", ["officer", "viewer"])
def test_members_see_what_is_live_and_no_draft(signed_in, draft, who):
    page = words(signed_in(who), LIST)
    assert "Renew a parking permit" in page
    assert f'href="{SERVICE_PAGE}1/"' in page
    for hidden in ("In preparation", "SECRETTITLE", "allotments", DRAFT, "Start a new service"):
        assert hidden not in page


def test_a_member_without_any_role_sees_them_too(signed_in, people, council):
    make_staff(council, people.resident)
    assert "Renew a parking permit" in words(signed_in("resident"), LIST)


def test_the_list_says_so_when_nothing_is_live(signed_in, people, council):
    definitions.retire(service=SERVICE, reason="New law", acting=people.acting["reviewer"])
    page = words(signed_in("officer"), LIST)
    assert "No services yet" in page
    assert "Start the first one" not in page


def test_a_service_shows_members_its_live_versions_and_leads_nowhere_else(signed_in, draft):
    page = words(signed_in("officer"), SERVICE_PAGE)
    assert f'href="{SERVICE_PAGE}1/"' in page
    for hidden in (DRAFT, "SECRETTITLE", f'href="{SERVICE_PAGE}draft"'):
        assert hidden not in page


def test_a_live_version_is_read_without_anything_to_do(signed_in, draft):
    page = words(signed_in("officer"), SERVICE_PAGE + "1/")
    assert "cars &lt;= 2" in page
    for hidden in ("What you can do", "/preview", "/do/", "SECRETTITLE"):
        assert hidden not in page


def test_members_compare_what_was_live(signed_in, people, draft):
    definitions.submit_for_review(service=SERVICE, number=2, note="", acting=people.acting["editor"])
    client, compared = signed_in("officer"), SERVICE_PAGE + "changes?old=1&new=2"
    assert client.get(compared).status_code == 404
    definitions.approve(service=SERVICE, number=2, acting=people.acting["reviewer"])
    definitions.publish(service=SERVICE, number=2, at=None, acting=people.acting["reviewer"])
    assert "SECRETTITLE" in words(client, compared)


def test_a_withdrawn_service_keeps_the_name_that_it_had(signed_in, people, draft):
    definitions.retire(service=SERVICE, reason="New law", acting=people.acting["reviewer"])
    page = words(signed_in("officer"), SERVICE_PAGE)
    assert "Renew a parking permit" in page
    assert "Withdrawn" in page
    assert "SECRETTITLE" not in page


def test_a_draft_and_a_service_that_was_never_live_stay_closed(signed_in, draft):
    client = signed_in("officer")
    assert client.get(DRAFT).status_code == 403
    assert client.get("/desk/services/eastmere-council/allotments/").status_code == 404
    assert client.post(reverse("desk:new-service"), {"name": "more"}).status_code == 403


def test_nobody_of_another_organisation_sees_even_the_list(signed_in, council):
    assert "Renew a parking permit" not in words(signed_in("elsewhere"), LIST)
    assert signed_in("elsewhere").get(SERVICE_PAGE).status_code == 404


def test_every_link_to_services_on_the_desk_of_an_officer_opens(signed_in, council):
    client = signed_in("officer")
    assert f'href="{LIST}"' in words(client, "/desk/")
    assert client.get(LIST).status_code == 200
