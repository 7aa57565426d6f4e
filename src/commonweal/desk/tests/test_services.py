"""Services and their versions: from a draft to live and back, by role, each step with its errors."""

import re

import pytest
from django.urls import reverse

from commonweal.desk.tests.conftest import SERVICE
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import TooMany
from commonweal.services.definitions import api as definitions

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
    assert '<a href="#at">' in wrong.content.decode()
    assert 'id="at' in wrong.content.decode()
    no_hour = {"when": "later", "at-day": "1", "at-month": "2", "at-year": "2099", "hour": "25:00"}
    refused = act(reviewer, 2, "publish", **no_hour).content.decode()
    assert refused.count("Enter a time such as 09:00.") == 2
    assert '<a href="#hour">' in refused
    sent = {"when": "later", "at-day": "1", "at-month": "2", "at-year": "2099", "hour": "9.30"}
    assert "1 February 2099 at 9:30am" in act(reviewer, 2, "publish", **sent).content.decode()


def test_sending_back_needs_a_reason(signed_in, draft):
    act(signed_in("editor"), 2, "submit")
    reviewer = signed_in("reviewer")
    refused = act(reviewer, 2, "send-back", reason="")
    assert refused.status_code == 422
    assert '<a href="#send-back-reason">Enter what should change.</a>' in refused.content.decode()
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


@pytest.mark.parametrize("address", ["draft", "1/preview"])
def test_officers_do_not_work_on_services(signed_in, address):
    assert signed_in("officer").get(SERVICE_PAGE + address).status_code == 403


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


def test_a_version_that_waits_for_review_is_called_by_its_title_on_my_work(signed_in, draft):
    act(signed_in("editor"), 2, "submit")
    assert "Renew a parking permit, version 2" in words(signed_in("reviewer"), "/desk/")


def based_on(page):
    return re.search(r'name="based_on" value="([^"]+)"', page)[1]


def test_saving_a_draft_that_somebody_else_saved_in_the_meantime_shows_both_texts(signed_in, people, text):
    client = signed_in("editor")
    begun = based_on(words(client, SERVICE_PAGE + "draft"))
    theirs = text + "# from the manager\n"
    definitions.save_draft(service=SERVICE, source=theirs, acting=people.acting["manager"])
    sent = {"source": text + "# from the editor\n", "note": "Three cars", "based_on": begun}
    answer = client.post(SERVICE_PAGE + "draft", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody saved another text" in page
    assert "By Manager Example" in page
    assert page.count("# from the editor") == page.count("# from the manager") == 1
    assert 'value="Three cars"' in page
    assert definitions.text_to_change(SERVICE, acting=SYSTEM).source == theirs
    again = client.post(SERVICE_PAGE + "draft", {**sent, "based_on": based_on(page)})
    assert "The draft is saved." in again.content.decode()
    assert definitions.text_to_change(SERVICE, acting=SYSTEM).source == sent["source"]


def test_saving_twice_on_one_page_is_no_conflict_with_oneself(signed_in, text):
    client = signed_in("editor")
    first = client.post(
        SERVICE_PAGE + "draft",
        {"source": text + "# one\n", "based_on": based_on(words(client, SERVICE_PAGE + "draft"))},
    )
    sent = {"source": text + "# two\n", "based_on": based_on(first.content.decode())}
    assert client.post(SERVICE_PAGE + "draft", sent).status_code == 200
    assert definitions.text_to_change(SERVICE, acting=SYSTEM).source == sent["source"]


def test_what_a_version_is_for_is_shown_again_and_can_be_cleared(signed_in, text):
    client = signed_in("editor")
    client.post(SERVICE_PAGE + "draft", {"source": text, "note": "Three cars"})
    assert 'value="Three cars"' in words(client, SERVICE_PAGE + "draft")
    client.post(SERVICE_PAGE + "draft", {"source": text, "note": ""})
    assert "Three cars" not in words(client, SERVICE_PAGE + "draft")


def test_editors_find_why_a_version_was_sent_back_and_the_reviewer_finds_it_next_time(signed_in, draft):
    editor, reviewer = signed_in("editor"), signed_in("reviewer")
    act(editor, 2, "submit")
    act(reviewer, 2, "send-back", reason="Check the limit")
    for address in ("/desk/", SERVICE_PAGE + "draft", SERVICE_PAGE + "2/"):
        assert "Check the limit" in words(editor, address), address
    act(editor, 2, "submit")
    assert "Check the limit" not in words(editor, "/desk/")
    assert "Check the limit" in words(reviewer, SERVICE_PAGE + "2/")
    act(reviewer, 2, "approve")
    assert "Check the limit" not in words(reviewer, SERVICE_PAGE + "2/")


def test_a_version_that_changed_since_the_page_was_opened_is_not_approved(signed_in, people, text, draft):
    editor, reviewer = signed_in("editor"), signed_in("reviewer")
    act(editor, 2, "submit")
    seen = re.search(r'name="hash" value="([^"]+)"', words(reviewer, SERVICE_PAGE + "2/"))[1]
    act(editor, 2, "send-back", reason="My mistake")
    source = text.replace("cars <= 2", "cars <= 9").replace("cars: 3}", "cars: 10}")
    definitions.save_draft(service=SERVICE, source=source, acting=people.acting["editor"])
    act(editor, 2, "submit")
    answer = act(reviewer, 2, "approve", hash=seen)
    assert answer.status_code == 409
    assert "was changed since you read it" in answer.content.decode()
    assert definitions.version_text(SERVICE, 2, acting=SYSTEM).card.status == "in_review"


def test_a_draft_is_thrown_away_only_after_its_page_said_what_is_lost(signed_in, draft):
    page = words(signed_in("editor"), SERVICE_PAGE + "2/")
    warned = page.index("Its text is deleted permanently.")
    assert page.index("<summary>Discard the draft</summary>") < warned < page.index(f"{SERVICE_PAGE}2/do/discard")


def test_the_roles_in_each_organisation_are_named_in_words(signed_in, people, reuse):
    make_staff(reuse, people.editor, "officer", "manager")
    page = words(signed_in("editor"), reverse("desk:choose"))
    assert "Officer" in page
    assert "manager, officer" not in page


def test_what_was_typed_stays_when_an_organisation_has_had_too_much_checked(signed_in, text, monkeypatch):
    client = signed_in("editor")
    client.post(SERVICE_PAGE + "draft", {"source": text, "note": "Three cars"})
    begun = based_on(words(client, SERVICE_PAGE + "draft"))
    monkeypatch.setattr("commonweal.services.definitions.versions.authoring.limit", too_many)
    answer = client.post(SERVICE_PAGE + "draft", {"source": text + "# mine\n", "note": "Mine", "based_on": begun})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "# mine" in page
    assert 'value="Mine"' in page
    assert "Too many proofs." in page
    answer = act(client, 2, "submit", note="Read line 3")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "Too many proofs." in page
    assert "Read line 3</textarea>" in page


def test_a_draft_can_be_read_and_its_text_copied_when_too_much_was_checked(signed_in, text, draft, monkeypatch):
    client = signed_in("editor")
    monkeypatch.setattr("commonweal.services.definitions.versions.authoring.limit", too_many)
    for address in ("draft", "2/"):
        page = words(client, SERVICE_PAGE + address)
        assert "cars &lt;= 3" in page, address
        assert "Not checked yet" in page, address
        assert "Checking found nothing wrong" not in page, address


def too_many(*_what, **_more):
    raise TooMany("Too many proofs.", retry_after=30)
