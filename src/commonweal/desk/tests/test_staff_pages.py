"""Services and versions, the journal, failed work, choosing an organisation: each by role, each with its errors."""

import re

import pytest
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.cases import api as cases
from commonweal.desk.handlers import desk_links
from commonweal.desk.tests.conftest import SERVICE
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.worker import run_all
from commonweal.services.definitions import api as definitions
from commonweal.web.chrome import Chrome

pytestmark = pytest.mark.django_db
PATH = SERVICE.split("/")
SERVICE_PAGE = f"/desk/services/{SERVICE}/"


def words(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client, number, name, **sent):
    return client.post(reverse("desk:version-do", args=[*PATH, number, name]), sent, follow=True)


@pytest.fixture
def text(council):
    return definitions.version_text(SERVICE, 1, acting=SYSTEM).source


@pytest.fixture
def draft(people, text):
    """A good draft of version 2, written by the editor."""
    source = text.replace("cars <= 2", "cars <= 3").replace("cars: 3}", "cars: 4}")
    return definitions.save_draft(service=SERVICE, source=source, acting=people.acting["editor"])


# Services


def test_services_are_listed_with_what_is_live(signed_in):
    page = words(signed_in("editor"), "/desk/services/")
    assert "Renew a parking permit" in page
    assert "Live" in page


def test_a_draft_with_mistakes_is_kept_and_each_is_told_with_its_line(signed_in, text):
    client = signed_in("editor")
    typed = text.replace("cars <= 2", "cars <= tow")
    page = client.post(SERVICE_PAGE + "draft", {"source": typed, "then": "go-on"}).content.decode()
    assert "It has 1 mistake" in page
    assert 'data-line="25"' in page
    assert "cars &lt;= tow" in words(client, SERVICE_PAGE + "draft")


def test_a_text_that_cannot_be_kept_comes_back_as_it_was_typed(signed_in):
    answer = signed_in("editor").post(SERVICE_PAGE + "draft", {"source": "typed by hand " + "x" * 600_000})
    assert answer.status_code == 422
    assert "typed by hand" in answer.content.decode()


def test_a_version_goes_from_draft_to_live_with_a_second_person(signed_in, draft):
    editor, reviewer = signed_in("editor"), signed_in("reviewer")
    assert "A second person has to approve it." in act(editor, 2, "submit", note="Three cars").content.decode()
    assert "What it changes in the live version" in words(reviewer, SERVICE_PAGE + "2/")
    assert "Approved." in act(reviewer, 2, "approve").content.decode()
    assert "Published." in act(reviewer, 2, "publish").content.decode()
    assert definitions.service_card(SERVICE, acting=SYSTEM).live.number == 2
    assert "This version is live again." in act(reviewer, 1, "roll-back").content.decode()


def test_nobody_approves_what_they_wrote_themselves(signed_in, people, council, draft):
    client = signed_in("manager")
    source = definitions.version_text(SERVICE, 2, acting=SYSTEM).source
    definitions.save_draft(service=SERVICE, source=source, acting=people.acting["manager"])
    act(client, 2, "submit")
    assert "A second person has to approve it." in words(client, SERVICE_PAGE + "2/")
    answer = act(client, 2, "approve")
    assert answer.status_code == 403
    assert "a second person has to approve it" in answer.content.decode()


def test_publication_at_a_time_is_scheduled_and_a_wrong_day_is_named(signed_in, draft):
    editor, reviewer = signed_in("editor"), signed_in("reviewer")
    act(editor, 2, "submit")
    act(reviewer, 2, "approve")
    wrong = act(reviewer, 2, "publish", when="later", **{"at-day": "31", "at-month": "2", "at-year": "2099"})
    assert wrong.status_code == 422
    assert "Enter a day that exists" in wrong.content.decode()
    assert 'value="31"' in wrong.content.decode()
    sent = {"when": "later", "at-day": "1", "at-month": "2", "at-year": "2099", "hour": "09:00"}
    assert "1 February 2099 at 9am" in act(reviewer, 2, "publish", **sent).content.decode()


def test_sending_back_needs_a_reason(signed_in, draft):
    act(signed_in("editor"), 2, "submit")
    reviewer = signed_in("reviewer")
    assert act(reviewer, 2, "send-back", reason="").status_code == 422
    assert "It is a draft again." in act(reviewer, 2, "send-back", reason="Check the limit").content.decode()


def test_a_service_is_withdrawn_with_a_reason(signed_in):
    assert act(signed_in("reviewer"), 1, "withdraw", reason="").status_code == 422
    assert "takes no new applications" in act(signed_in("reviewer"), 1, "withdraw", reason="New law").content.decode()


def test_the_difference_of_two_versions_is_told_in_sentences(signed_in, draft):
    act(signed_in("editor"), 2, "submit")
    page = words(signed_in("reviewer"), SERVICE_PAGE + "changes", old="1", new="2")
    assert "cars &lt;= 3" in page
    assert signed_in("reviewer").get(SERVICE_PAGE + "changes", {"old": "1", "new": "9"}).status_code == 404


def test_the_preview_shows_questions_and_offers_nothing_to_send(signed_in):
    page = words(signed_in("editor"), SERVICE_PAGE + "1/preview")
    assert "How many cars do you have?" in page
    assert "<fieldset disabled" in page


def test_a_new_service_begins_with_a_draft(signed_in):
    client = signed_in("editor")
    assert (
        "is a service of this name already"
        in client.post(reverse("desk:new-service"), {"name": "parking-permit"}).content.decode()
    )
    assert client.post(reverse("desk:new-service"), {"name": "Not a key!"}).status_code == 422
    answer = client.post(reverse("desk:new-service"), {"name": "allotments"}, follow=True)
    assert "service: allotments" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/desk/services/", SERVICE_PAGE, SERVICE_PAGE + "draft", SERVICE_PAGE + "1/preview"]
)
def test_officers_do_not_work_on_services(signed_in, address):
    assert signed_in("officer").get(address).status_code == 403


def test_nobody_of_another_organisation_sees_preparations(signed_in, draft):
    client = signed_in("elsewhere")
    for address in (SERVICE_PAGE, SERVICE_PAGE + "draft", SERVICE_PAGE + "2/", SERVICE_PAGE + "2/preview"):
        assert client.get(address).status_code == 404
    assert act(client, 2, "discard").status_code == 404


def test_a_reviewer_does_not_write_and_an_editor_does_not_publish(signed_in, text, draft):
    answer = signed_in("reviewer").post(SERVICE_PAGE + "draft", {"source": text})
    assert answer.status_code == 403
    assert "service: parking-permit" in answer.content.decode()
    assert act(signed_in("editor"), 1, "withdraw", reason="x").status_code == 403


# Journal


def test_the_journal_tells_who_did_what_and_can_be_narrowed(signed_in, people, make_case):
    opened = make_case()
    cases.take(case=opened.id, acting=people.acting["officer"])
    client = signed_in("manager")
    assert "Somebody is working on it" in words(client, "/desk/journal/")
    narrowed = words(client, "/desk/journal/", kind="case.taken", actor=people.officer.ref)
    assert "Application received</th>" not in narrowed
    assert narrowed.count("data-row") == 1
    assert "No entry fits" in words(client, "/desk/journal/", actor=people.viewer.ref)
    assert "Nothing to show" in words(client, "/desk/journal/", day="2001-01-01")


def test_the_journal_is_paged_by_number(signed_in, make_case):
    for _ in range(52):
        make_case()
    client = signed_in("manager")
    first = words(client, "/desk/journal/")
    assert first.count("data-row") == 50
    before = re.search(r"before=(\d+)", first).group(1)
    older = words(client, "/desk/journal/", before=before)
    assert f">{int(before) - 1}</td>" in older
    assert f">{before}</td>" not in older


def test_a_day_that_does_not_exist_is_told_at_its_box(signed_in):
    answer = signed_in("manager").get("/desk/journal/", {"day": "2026-02-31"})
    assert answer.status_code == 422
    assert "is not a day" in answer.content.decode()


def test_the_journal_is_for_managers_and_speaks_welsh(signed_in, make_case):
    make_case()
    assert signed_in("officer").get("/desk/journal/").status_code == 403
    client = signed_in("manager")
    client.cookies["language"] = "cy"
    assert "Derbyniwyd y cais" in words(client, "/desk/journal/")


def test_no_words_of_an_applicant_stand_in_the_journal(signed_in, people, make_case):
    opened = make_case(answers={"name": "SECRETNAME", "cars": 1})
    cases.add_note(case=opened.id, text="SECRETNOTE", acting=people.acting["officer"])
    page = words(signed_in("manager"), "/desk/journal/")
    assert "SECRET" not in page


def test_the_journal_of_another_organisation_stays_closed(signed_in, make_case):
    opened = make_case()
    assert opened.id not in words(signed_in("elsewhere"), "/desk/journal/")
    council = str(cases.cards([opened.id])[opened.id].organisation)
    assert signed_in("elsewhere").get("/api/desk/journal", {"organisation": council}).status_code == 404
    assert signed_in("officer").get("/api/desk/journal", {"organisation": council}).status_code == 403
    assert signed_in("manager").get("/api/desk/journal").json()["lines"][0]["title"]


# Failed work


@pytest.fixture
def failed(council):
    run_all()
    row = DBTaskResult.objects.order_by("enqueued_at").first() or _enqueued()
    DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.FAILED, exception_class_path="x.Broken")
    return row


def _enqueued():
    from commonweal.kernel.journal import tell_readers

    tell_readers.enqueue("00000000-0000-0000-0000-000000000000", [])
    return DBTaskResult.objects.get()


def test_failed_work_is_tried_again_and_noted_in_the_journal(signed_in, council, failed):
    client = signed_in("manager")
    assert "Broken" in words(client, "/desk/failed-work/")
    again = client.post(reverse("desk:replay", args=[failed.pk]), follow=True).content.decode()
    assert "It will be tried again within a minute." in again
    assert journal.entries(organisation=str(council.pk), types=["desk.work_replayed"])
    twice = client.post(reverse("desk:replay", args=[failed.pk]), follow=True).content.decode()
    assert "no longer waiting" in twice


@pytest.mark.parametrize("who", ["officer", "elsewhere"])
def test_failed_work_is_for_managers_of_the_steward(signed_in, failed, who):
    client = signed_in(who)
    assert client.get("/desk/failed-work/").status_code == 403
    assert client.post(reverse("desk:replay", args=[failed.pk])).status_code == 403
    assert client.get("/api/desk/failed-work").status_code == 403


# Choosing the organisation


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


# Around the pages


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
