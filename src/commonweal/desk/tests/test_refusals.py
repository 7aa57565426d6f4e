"""What verbs refuse is said in the language of the page, and an empty message says nothing."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from commonweal.blocks.cases import api as cases
from commonweal.desk.tests.conftest import SERVICE
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import Conflict, Invalid
from commonweal.services.definitions import api as definitions
from commonweal.web import refusals

SERVICE_PAGE = f"/desk/services/{SERVICE}/"
HEADER = "Content-Type"


@pytest.fixture
def welsh(signed_in):
    """A browser of one of the people, in Welsh."""

    def enter(name):
        client = signed_in(name)
        client.cookies["language"] = "cy"
        return client

    return enter


def test_a_refusal_without_a_remedy_is_not_followed_by_the_header_of_a_catalogue():
    with override("cy"):
        said = refusals.refusal(Conflict("This work is no longer waiting."))
        assert refusals.refused_fields(Invalid("x", fields={"a": ""})) == {"a": ""}
    assert said == "Nid yw’r gwaith hwn yn aros mwyach."


@pytest.mark.django_db
def test_a_refused_step_of_a_version_is_told_in_welsh(welsh, people, council):
    source = definitions.version_text(SERVICE, 1, acting=SYSTEM).source.replace("cars <= 2", "cars <= 3")
    source = source.replace("cars: 3}", "cars: 4}")
    definitions.save_draft(service=SERVICE, source=source, acting=people.acting["manager"])
    definitions.submit_for_review(service=SERVICE, number=2, note="", acting=people.acting["manager"])
    answer = welsh("manager").post(reverse("desk:version-do", args=[*SERVICE.split("/"), 2, "approve"]))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Roedd gennych ran yn y fersiwn hon; rhaid i ail berson ei chymeradwyo." in page
    assert HEADER not in page


@pytest.mark.django_db
def test_a_missing_reason_is_told_in_welsh_at_its_box(welsh, council):
    address = reverse("desk:version-do", args=[*SERVICE.split("/"), 1, "withdraw"])
    page = welsh("reviewer").post(address, {"reason": ""}).content.decode()
    assert "Enter a reason." not in page
    assert "Say why the service ends." not in page
    assert HEADER not in page


@pytest.mark.django_db
def test_a_draft_that_cannot_be_kept_is_refused_in_welsh_with_the_limit(welsh, council):
    answer = welsh("editor").post(SERVICE_PAGE + "draft", {"source": "x" * 600_000})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This text cannot be kept." not in page
    assert "nod ar y mwyaf" in page
    assert HEADER not in page


@pytest.mark.django_db
def test_a_view_without_a_name_is_refused_in_welsh(welsh, council):
    sent = {"name": " ", "query": "priority=high"}
    page = welsh("officer").post(reverse("desk:save-view"), sent, follow=True).content.decode()
    assert "Enter a name of 60 characters or fewer." not in page
    assert "The view needs a name." not in page
    assert HEADER not in page


@pytest.mark.django_db
def test_a_case_that_a_bulk_action_left_out_says_why_in_welsh(welsh, people, make_case):
    opened = make_case()
    cases.take(case=opened.id, acting=people.acting["second"])
    sent = {"case": [opened.id], "do": "take", "query": "view=open"}
    page = welsh("officer").post(reverse("desk:bulk"), sent, follow=True).content.decode()
    assert opened.reference in page
    assert "Mae cydweithiwr yn gweithio ar yr achos hwn." in page
    assert HEADER not in page
