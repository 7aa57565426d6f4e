"""The case page: everything in words, every act with its confirmation, every refusal with what was typed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.testing import define_cases
from commonweal.blocks.forms import api as forms
from commonweal.blocks.forms.actions.scan_upload import scan_upload
from commonweal.blocks.forms.tests.fake_clamd import FakeClamd
from commonweal.desk.tests.conftest import SERVICE
from commonweal.kernel.acting import Acting
from commonweal.kernel.clock import now
from commonweal.services.definitions import api as definitions

pytestmark = pytest.mark.django_db


def named(name, content):
    file = BytesIO(content)
    file.name = name
    return file


def page(client, opened, name="case", query=""):
    answer = client.get(reverse(f"desk:{name}", args=[opened.id]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client, opened, act, **sent):
    return client.post(reverse("desk:do", args=[opened.id, act]), sent, follow=True)


def card(opened):
    return cases.cards([opened.id])[opened.id]


def test_answers_stand_in_words_with_the_way_to_reach_the_applicant(signed_in, make_case):
    words = page(signed_in("officer"), make_case())
    assert "How many cars do you have?" in words
    assert "mailto:rhian@example.org" in words
    assert "tel:02079460000" in words


def test_the_rules_explain_themselves_with_their_reference(signed_in, make_case):
    words = page(signed_in("officer"), make_case(answers={"name": "Rhian", "cars": 3}))
    assert "A household can have two permits at most." in words
    assert "Permit policy 4.2" in words
    assert "Not met" in words


def test_clocks_and_tasks_are_shown_with_their_days(signed_in, make_case):
    words = page(signed_in("officer"), make_case())
    assert "0 of 10 days used" in words
    assert "Check the address" in words


def test_staff_see_which_files_no_scanner_has_looked_at(signed_in, people, make_case, settings, tmp_path):
    settings.MEDIA_ROOT, settings.CLAMAV = tmp_path, ""
    opened, acts = make_case(), Acting(actor=people.resident.ref)
    upload = forms.store_upload(file=named("note.txt", b"See this"), owner=acts.actor, acting=acts)
    cases.write_to_staff(case=opened.id, text="See this", acting=acts, attachments=[upload.id])
    assert "Not scanned for viruses" in page(signed_in("officer"), opened)
    with FakeClamd() as clamd:
        settings.CLAMAV = clamd.address
        scan_upload(upload.id)
    assert "Not scanned for viruses" not in page(signed_in("officer"), opened)


def test_taking_a_case_is_confirmed(signed_in, people, make_case):
    opened = make_case()
    assert "This case is yours now." in do(signed_in("officer"), opened, "take").content.decode()
    assert card(opened).assignee == str(people.officer.pk)


def test_a_step_asks_for_what_it_requires_and_keeps_what_was_typed(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    refused = do(
        client,
        opened,
        "move.visit",
        **{
            "given-visit_on-day": "31",
            "given-visit_on-month": "2",
            "given-visit_on-year": "2027",
            "note": "Ring twice",
        },
    )
    words = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="31"' in words
    assert "Ring twice" in words
    assert "Give a date" in words
    assert card(opened).state == "received"
    done = do(
        client,
        opened,
        "move.visit",
        **{"given-visit_on-day": "3", "given-visit_on-month": "2", "given-visit_on-year": "2027", "note": "Ring twice"},
    )
    assert "The case is now: Visit arranged." in done.content.decode()
    assert "2027-02-03" in done.content.decode() or "3 February 2027" in done.content.decode()


def test_a_decision_needs_reasons_and_shows_them_with_the_rules(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    assert do(client, opened, "move.refuse", reason="  ").status_code == 422
    words = do(client, opened, "move.refuse", reason="The street has no permits.").content.decode()
    assert "The street has no permits." in words
    assert "What the rules said then" in words
    assert "You can ask for a second look within 28 days." in words
    assert card(opened).state == "refused"


def test_asking_the_applicant_pauses_the_clock(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    assert do(client, opened, "ask", question="").status_code == 422
    words = do(client, opened, "ask", question="Which colour is the car?").content.decode()
    assert "Which colour is the car?" in words
    assert "Paused" in words
    assert card(opened).waiting


def test_a_day_that_does_not_exist_is_named_at_its_boxes(signed_in, make_case):
    sent = {"question": "Which colour?", "due-day": "40", "due-month": "1", "due-year": "2027"}
    words = do(signed_in("officer"), make_case(), "ask", **sent).content.decode()
    assert "Enter a day that exists" in words
    assert "Which colour?" in words


def test_notes_and_messages_are_added_and_shown(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    assert "Called, nobody there" in do(client, opened, "note", note="Called, nobody there").content.decode()
    words = do(client, opened, "write", subject="Your permit", text="Please be patient.").content.decode()
    assert "Your permit" in words
    assert "not read yet" in words


def test_an_answer_of_the_applicant_stands_out_until_it_is_read(signed_in, people, make_case):
    opened, client = make_case(), signed_in("officer")
    applicant = Acting(actor=people.resident.ref)
    cases.write_to_staff(case=opened.id, text="It is blue.", acting=applicant)
    assert "The applicant has written" in page(client, opened)
    assert "The applicant has written" not in do(client, opened, "read").content.decode()


def test_tasks_are_done_from_the_page(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    [task] = cases.case(opened.id, acting=client.get("/desk/").wsgi_request.acting).tasks
    assert "The task is done." in do(client, opened, "task", task=task.id).content.decode()


def test_a_case_is_handed_over_with_a_note(signed_in, people, make_case):
    opened, client = make_case(), signed_in("officer")
    do(client, opened, "take")
    words = do(client, opened, "hand-over", person=str(people.second.pk), note="Knows the street").content.decode()
    assert "The case was handed over." in words
    assert "Knows the street" in words


def test_a_step_of_another_state_is_refused_and_the_case_shown_as_it_is(signed_in, make_case):
    answer = do(signed_in("officer"), make_case(), "move.back")
    assert answer.status_code == 409
    assert "not open for this case now" in answer.content.decode()


def test_cases_are_linked_and_closed_as_duplicates(signed_in, make_case):
    first, second, client = make_case(), make_case(), signed_in("officer")
    assert do(client, first, "link", other="").status_code == 422
    assert second.reference in do(client, first, "link", other=second.reference.lower()).content.decode()
    do(client, second, "duplicate", of=first.reference)
    assert not card(second).open


@pytest.mark.parametrize(
    ("rule", "offered"),
    [
        ({"by": "role:officer", "within": "10 days"}, True),
        ({"by": "role:officer", "within": "8 days"}, False),
        ({"by": "role:crew"}, False),
        ({"by": "applicant"}, False),
    ],
    ids=["in time", "too late", "another role", "the applicant alone"],
)
def test_reopening_is_offered_to_those_who_may(signed_in, make_case, rule, offered):
    """Found with a mutant: an officer was shown the form, and refused when it was sent."""
    client, opened = signed_in("officer"), make_case()
    do(client, opened, "move.refuse", reason="The street has no permits.")
    Case.objects.update(closed_at=now() - timedelta(days=9))
    section = definitions.published(SERVICE).content("case")
    changed = section.model_copy(update={"reopen": type(section.reopen).model_validate(rule)})
    define_cases(lambda version: changed)
    assert ("Reopen the case" in page(client, opened)) is offered
    assert (do(client, opened, "reopen", reason="New facts").status_code == 200) is offered


def test_a_closed_case_can_be_reopened_with_a_reason(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    do(client, opened, "move.grant", reason="Fine.")
    assert do(client, opened, "reopen", reason="").status_code == 422
    assert "The case is open again." in do(client, opened, "reopen", reason="New facts").content.decode()


def test_the_history_tells_what_happened_and_who_looked_only_when_asked(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    do(client, opened, "priority", priority="urgent")
    words = page(client, opened, "history")
    assert "Priority changed" in words
    assert "Case looked at" not in words
    assert "Case looked at" in page(client, opened, "history", "?readings=1")


def test_a_viewer_reads_and_is_offered_nothing_to_do(signed_in, make_case):
    opened, client = make_case(), signed_in("viewer")
    assert "You can read this case." in page(client, opened)
    assert do(client, opened, "take").status_code == 403
    assert card(opened).assignee is None


def test_nobody_of_another_organisation_learns_that_the_case_exists(signed_in, make_case):
    opened, client = make_case(), signed_in("elsewhere")
    for name in ("case", "beside", "history"):
        assert client.get(reverse(f"desk:{name}", args=[opened.id])).status_code == 404
    assert do(client, opened, "take").status_code == 404


def test_an_editor_without_a_role_in_cases_is_refused(signed_in, make_case):
    opened, client = make_case(), signed_in("editor")
    assert client.get(reverse("desk:case", args=[opened.id])).status_code == 403
    assert client.get(reverse("desk:queue")).status_code == 403


def test_strangers_are_sent_to_sign_in_and_residents_are_refused(client, signed_in, make_case):
    address = reverse("desk:case", args=[make_case().id])
    assert client.get(address).status_code == 302
    assert signed_in("resident").get(address).status_code == 403


def test_the_short_form_beside_the_queue_says_what_matters(signed_in, make_case):
    words = page(signed_in("officer"), make_case(answers={"name": "Rhian", "cars": 3}), "beside")
    assert "What speaks against it" in words
    assert "<html" not in words


def test_taking_from_beside_the_queue_leads_back_to_the_queue(signed_in, make_case):
    opened = make_case()
    answer = do(signed_in("officer"), opened, "take", **{"from": "queue", "query": "view=unassigned"})
    assert answer.redirect_chain[-1][0] == "/desk/cases/?view=unassigned"


@pytest.mark.parametrize(("name", "most"), [("case", 20), ("history", 16), ("beside", 18)])
def test_the_number_of_statements_does_not_grow_with_the_case(signed_in, people, make_case, name, most):
    opened, client = make_case(), signed_in("officer")
    address = reverse(f"desk:{name}", args=[opened.id])

    def statements():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    do(client, opened, "note", note="First")
    do(client, opened, "write", text="First")
    do(client, opened, "link", other=make_case().reference)
    few = statements()
    for number in range(4):
        do(client, opened, "note", note=f"Note {number}")
        do(client, opened, "write", text=f"Letter {number}")
        do(client, opened, "link", other=make_case().reference)
    assert statements() == few
    assert few <= most


def test_pages_speak_welsh(signed_in, make_case):
    client = signed_in("officer")
    client.cookies["language"] = "cy"
    words = page(client, make_case())
    assert 'lang="cy"' in words
    assert "Adnewyddu trwydded barcio" in words
