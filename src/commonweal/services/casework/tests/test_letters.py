"""Applicants get a message of what happened to their case, once, in their language, in the words of the service."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.messages import api as messages
from commonweal.ground.identity.api import erase_person
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel.acting import Acting
from commonweal.kernel.clock import now, standing_at
from commonweal.kernel.journal import entries, read
from commonweal.kernel.problems import Problem
from commonweal.kernel.worker import run_all
from commonweal.services.casework.case_messages import send_messages
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place

pytestmark = pytest.mark.django_db


class NamedBytes(BytesIO):
    """A file as a browser sends it."""

    name = "letter.txt"


TOLD = """
  collected:
    on: case.collect
    by: [portal]
    subject: {en: "{{service.title}}: done", cy: "{{service.title}}: wedi gorffen"}
    body: {en: "{{organisation.name}} of {{place.name}}: {{case.state}}.", cy: "{{case.state}}"}
  asked:
    on: case.information_requested
    by: [portal]
    subject: {en: "A question", cy: "Cwestiwn"}
    body: {en: "{{case.question}}", cy: "{{case.question}}"}
examples:"""


@pytest.fixture
def ann():
    return Person.objects.create_user("ann@example.org", name="Ann")


@pytest.fixture
def acts(ann) -> Acting:
    return Acting(actor=ann.ref, assurance="low")


@pytest.fixture
def officer(town):
    apply(write_place(town, BIN.replace("examples:", TOLD.lstrip("\n"), 1)))
    return make_staff(Organisation.objects.get(key="town"), Person.objects.create_user("o@example.org"), "officer")


def send(acting, language="en"):
    journey = str(journeys.begin_journey(service=SERVICE, acting=acting, language=language).pk)
    answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}
    journeys.give_answers(journey=journey, answers=answers, acting=acting)
    return journeys.submit_journey(journey=journey, acting=acting)


def told(acting) -> list[tuple[str, str]]:
    run_all()
    rows = [messages.read_message(message=row.id, acting=acting) for row in messages.inbox(acting)]
    return [(row.subject, row.body) for row in rows]


def test_a_transition_tells_the_applicant_in_the_words_of_the_service(officer, acts):
    sent = send(acts)
    run_all()
    cases.transition(case=sent.case, transition="collect", acting=officer)
    assert told(acts)[0] == ("Report a missed bin: done", "Town Council of Town: Collected.")


def test_a_question_reaches_the_applicant(officer, acts):
    sent = send(acts)
    run_all()
    cases.request_information(case=sent.case, question="Which gate?", acting=officer)
    assert told(acts)[0] == ("A question", "Which gate?")


def test_a_welsh_application_is_answered_in_welsh(officer, acts):
    sent = send(acts, language="cy")
    assert told(acts)[0][0] == f"Mae eich adroddiad gennym {sent.reference}"


def test_the_same_entry_tells_once(officer, acts):
    send(acts)
    before = told(acts)
    for entry in entries(types=["case.opened"]):
        send_messages(read(entry.id))
    assert told(acts) == before


def offer_with_message(folder, key, when, subject):
    """Offer the service with one more message, which leaves when a case is opened and `when` holds."""
    more = f"""messages:
  {key}:
    on: case.opened
    when: {when}
    by: [portal]
    subject: {{en: "{subject}", cy: "{subject}"}}
    body: {{en: "We say so.", cy: "Dywedwn hynny."}}"""
    text = BIN.replace("messages:", more, 1)
    apply(write_place(folder, text.replace("messages: [received]", f"messages: [{key}, received]")))


def subjects(acts) -> list[str]:
    return [row.subject for row in messages.inbox(acts)]


def test_a_condition_is_asked_for_the_day_in_the_place_on_which_it_happened(tmp_path, acts):
    offer_with_message(tmp_path, "summer", "today < date('2026-07-01')", "Summer hours")
    # Half past eleven at night of 30 June in UTC is 1 July in the place, where it is summer time.
    for hour, expected in ((22, 1), (23, 0)):
        moment = datetime(2026, 6, 30, hour, 30, tzinfo=UTC)
        with standing_at(moment):
            send(acts)
        before = subjects(acts).count("Summer hours")
        with standing_at(datetime(2026, 7, 3, 12, tzinfo=UTC)):
            run_all()
        assert subjects(acts).count("Summer hours") - before == expected


def test_a_condition_sees_that_an_optional_question_was_left_blank_as_the_examples_do(tmp_path, acts):
    offer_with_message(tmp_path, "quiet", "note != 'call me'", "No need to call")
    send(acts)
    run_all()
    assert "No need to call" in subjects(acts)


def test_files_of_others_cannot_be_attached_to_a_letter(officer, acts):
    sent = send(acts)
    stranger = Acting(actor=Person.objects.create_user("b@example.org").ref)
    upload = forms.store_upload(file=NamedBytes(b"words"), owner=stranger.actor, acting=stranger)
    with pytest.raises(Problem):
        cases.write_to_staff(case=sent.case, text="See this", acting=acts, attachments=[upload.id])


def test_staff_of_another_organisation_cannot_read_the_files_of_a_case(officer, acts, ann):
    sent = send(acts)
    upload = forms.store_upload(file=NamedBytes(b"words"), owner=ann.ref, acting=acts)
    cases.write_to_staff(case=sent.case, text="See this", acting=acts, attachments=[upload.id])
    outsider = make_staff(make_organisation(), Person.objects.create_user("c@example.org"), "officer", "manager")
    assert forms.find_upload(upload=upload.id, acting=officer).id == upload.id
    with pytest.raises(Problem):
        forms.find_upload(upload=upload.id, acting=outsider)


def test_who_is_sent_a_file_with_a_letter_can_open_it_and_no_other_of_the_case(officer, acts, ann):
    sent, other = send(acts), send(acts)
    kept = [forms.store_upload(file=NamedBytes(b"words"), owner=officer.actor, acting=officer).id for _ in range(2)]
    cases.write_to_applicant(case=sent.case, text="See this", acting=officer, attachments=[kept[0]])
    forms.keep_uploads(
        [kept[1]], holder=f"case:{sent.case}", organisation=officer.organisation, owner=officer.actor, acting=officer
    )
    stranger = Acting(actor=Person.objects.create_user("d@example.org").ref)
    assert forms.find_upload(upload=kept[0], acting=acts).id == kept[0]
    assert not cases.may_read_file(other.case, kept[0], acting=acts)
    for upload, acting in ((kept[1], acts), (kept[0], stranger), (kept[1], stranger)):
        with pytest.raises(Problem):
            forms.find_upload(upload=upload, acting=acting)


@pytest.fixture
def extra(officer, acts) -> tuple[str, str]:
    """A case of Ann's, and a file that an officer sent for it which is part of no answer and no letter."""
    sent = send(acts)
    upload = forms.store_upload(file=NamedBytes(b"words"), owner=officer.actor, acting=officer).id
    holder = f"case:{sent.case}"
    forms.keep_uploads([upload], holder=holder, organisation=officer.organisation, owner=officer.actor, acting=officer)
    return sent.case, upload


def test_every_file_that_is_held_for_a_case_is_deleted_with_it(officer, acts, extra):
    case, upload = extra
    assert forms.upload_facts(upload, owner=officer.actor)
    cases.withdraw(case=case, acting=acts)
    with standing_at(now() + timedelta(days=800)):
        cases.delete_case(case=case)
    assert forms.upload_facts(upload, owner=officer.actor) is None


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("applicant", ["there", "erased"])
def test_a_file_of_staff_becomes_the_applicants_while_there_is_one_to_seal_it_for(officer, acts, ann, applicant):
    if applicant == "erased":
        erase_person(person=str(ann.pk), confirmation=ann.email, acting=acts)
    sender = Person.objects.get(pk=officer.person)
    erase_person(person=officer.person, confirmation=sender.email, acting=officer)
    kept = Upload.objects.values_list("owner", flat=True)
    assert list(kept) == ([acts.actor] if applicant == "there" else [])


def test_lines_of_an_answer_are_kept_and_parts_of_an_address_are_in_a_row(tmp_path, acts):
    said = r"We have your note: {{answers.note}}\n\nYou live at {{answers.address}}."
    template = f"""  received:
    on: case.opened
    by: [portal]
    subject: {{en: "Note", cy: "Nodyn"}}
    body: {{en: "{said}", cy: "{said}"}}
"""
    text = re.sub(r"  received:.*?(?=examples:)", lambda _: template, BIN, flags=re.DOTALL)
    apply(write_place(tmp_path, text.replace("{key: note, type: text,", "{key: note, type: long_text,")))
    journey = str(journeys.begin_journey(service=SERVICE, acting=acts, language="en").pk)
    answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org", "note": "Two bins.\nOne lid."}
    journeys.give_answers(journey=journey, answers=answers, acting=acts)
    journeys.submit_journey(journey=journey, acting=acts)
    body = told(acts)[0][1].replace("\\.", ".").replace("\\,", ",")
    assert body.startswith("We have your note: Two bins.\\\nOne lid.\n\n")
    assert f"You live at {ADDRESS['line1']}, " in body
    assert body.count("\n") == 3
