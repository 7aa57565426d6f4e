"""A journey from the first question to the case, through the verbs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel import clock
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from commonweal.kernel.worker import run_all
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys import api
from commonweal.services.journeys.actions.discard_journey import discard_forgotten
from commonweal.services.journeys.drafts import opened
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place

pytestmark = pytest.mark.django_db
ANSWERS = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}


def begin(acting) -> str:
    return str(api.begin_journey(service=SERVICE, acting=acting, language="en").pk)


def fill(acting, **answers) -> str:
    journey = begin(acting)
    api.give_answers(journey=journey, answers={**ANSWERS, **answers}, acting=acting)
    return journey


def send(acting, **answers):
    journey = fill(acting, **answers)
    api.confirm_answers(journey=journey, acting=acting)
    return api.submit_journey(journey=journey, acting=acting)


def test_a_submission_opens_a_case_with_its_entries_and_messages(town, ann, ann_acts):
    sent = send(ann_acts)
    run_all()
    mine = cases.my_cases(acting=ann_acts)
    assert [(card.reference, card.state, card.area) for card in mine] == [(sent.reference, "received", "town/north")]
    assert {entry.type for entry in entries(actor=ann.ref)} >= {"journey.begun", "case.opened", "journey.submitted"}
    letter = api_inbox(ann_acts)
    assert letter.subject == f"We have your report {sent.reference}"
    assert letter.body == "Thank you, Ann. You told us of the Grey bin."


def api_inbox(acting):
    rows = messages.inbox(acting)
    assert len(rows) == 1
    return messages.read_message(message=rows[0].id, acting=acting)


def test_sending_twice_makes_one_case_and_gives_the_same_number(town, ann_acts):
    journey = fill(ann_acts)
    first = api.submit_journey(journey=journey, acting=ann_acts)
    again = api.submit_journey(journey=journey, acting=ann_acts)
    assert (first.reference, first.new, again.new) == (again.reference, True, False)
    assert len(cases.my_cases(acting=ann_acts)) == 1


def test_a_page_that_does_not_apply_is_absent_and_its_answer_too(town, ann_acts):
    journey = fill(ann_acts, kind="green", sacks=3)
    names = [step.name for step in api.my_journey(journey, ann_acts).steps]
    assert names == ["form/where", "form/what", "form/garden", "form/contact", "form/check"]
    api.answer_page(journey=journey, part="what", posted={"kind": "grey"}, acting=ann_acts)
    after = api.my_journey(journey, ann_acts)
    assert "form/garden" not in [step.name for step in after.steps]
    assert "sacks" not in after.answers


def test_a_criterion_that_fails_stops_the_journey_with_its_reason(town, ann_acts):
    journey = fill(ann_acts, address={**ADDRESS, "postcode": "AW1 1AA", "area": "away"})
    view = api.my_journey(journey, ann_acts)
    assert (view.eligible, view.because, view.next) == (False, ["in_town"], "eligibility")
    with pytest.raises(Conflict):
        api.submit_journey(journey=journey, acting=ann_acts)


def test_an_unfinished_journey_is_not_sent_and_names_what_is_missing(town, ann_acts):
    journey = begin(ann_acts)
    with pytest.raises(Invalid) as refused:
        api.submit_journey(journey=journey, acting=ann_acts)
    assert {"kind", "email"} <= set(refused.value.fields)


def test_nobody_sees_or_sends_the_journey_of_another(town, ann_acts, guest):
    journey = fill(ann_acts)
    for call in (
        lambda who: api.my_journey(journey, who),
        lambda who: api.submit_journey(journey=journey, acting=who),
        lambda who: api.give_answers(journey=journey, answers={}, acting=who),
        lambda who: api.discard_journey(journey=journey, acting=who),
    ):
        for who in (guest, STRANGER, replace(ann_acts, actor="person:0190a0a0-0000-7000-8000-00000000000f")):
            with pytest.raises(NotFound):
                call(who)


def test_answers_do_not_stand_in_the_table_in_plain(town, ann_acts):
    row = Journey.objects.get(pk=fill(ann_acts))
    assert "High Street" not in row.sealed


def test_a_draft_survives_a_new_version_and_asks_what_is_new(town, ann_acts):
    journey = begin(ann_acts)
    api.answer_page(journey=journey, part="where", posted=posted_address(), acting=ann_acts)
    new = BIN.replace("key: kind,", "key: colour,").replace("kind ==", "colour ==").replace("kind: gr", "colour: gr")
    new = new.replace("{{answers.kind}}", "{{answers.colour}}")
    write_place(town, new)
    apply(town)
    after = api.bring_up_to_date(journey=journey, acting=ann_acts)
    assert after.data.answers["address"]["postcode"] == "TN1 1AA"
    assert after.flow.next.name == "form/what"
    assert after.row.moved_from != after.row.version


def posted_address() -> dict[str, str]:
    # As the page posts an address that was typed by hand.
    return {
        "address-by-hand": "yes",
        "address-line1": "1 High Street",
        "address-town": "Town",
        "address-postcode": "TN1 1AA",
    }


def test_a_case_begun_on_version_one_finishes_on_version_one(town, ann_acts):
    sent = send(ann_acts)
    before = cases.my_case(sent.case, acting=ann_acts).card.version
    write_place(town, BIN.replace("{key: collected, title: {en: Collected", "{key: collected, title: {en: Gone"))
    apply(town)
    card = cases.my_case(sent.case, acting=ann_acts).card
    assert card.version == before
    newer = cases.my_case(send(ann_acts).case, acting=ann_acts).card
    assert newer.version != before


def test_a_case_has_the_version_that_the_applicant_confirmed_even_if_another_went_live_meanwhile(town, ann_acts):
    journey = fill(ann_acts)
    confirmed = api.my_journey(journey, ann_acts).version
    write_place(town, BIN.replace("{key: collected, title: {en: Collected", "{key: collected, title: {en: Gone"))
    apply(town)
    sent = api.submit_journey(journey=journey, acting=ann_acts)
    assert cases.my_case(sent.case, acting=ann_acts).card.version == confirmed
    assert definitions.published_hash(SERVICE) != confirmed


def test_a_guest_takes_their_draft_along_when_they_sign_in(town, ann, ann_acts, guest):
    journey = fill(guest)
    assert api.adopt_journeys(guest=guest.actor, person=str(ann.pk)) == 1
    assert api.my_journey(journey, ann_acts).answers["kind"] == "grey"
    with pytest.raises(NotFound):
        api.my_journey(journey, guest)


def test_only_drafts_that_guests_began_themselves_follow_them_into_their_account(town, ann, guest):
    sent = send(guest)
    officer = make_staff(Organisation.objects.get(key="town"), make_person(), "officer")
    typed = api.begin_journey(service=SERVICE, acting=officer, language="en", channel="phone")
    assert api.adopt_journeys(guest=guest.actor, person=str(ann.pk)) == 0
    assert api.adopt_journeys(guest=typed.owner, person=str(ann.pk)) == 0
    assert Journey.objects.get(pk=sent.journey).owner == guest.actor


def test_what_rules_read_about_the_person_is_known_in_the_case_and_nothing_else(town, ann, ann_acts):
    Person.objects.filter(pk=ann.pk).update(phone="+441632960001")
    criterion = "  - {key: mail, when: \"person.email.contains('@')\", else: {en: No., cy: Na.}}\ncase:\n"
    text = BIN[: BIN.index("examples:")].replace("case:\n", criterion, 1)
    named = "by: role:officer, when: given.note == '' || person.name == 'Ann', requires: [answer.note]"
    write_place(town, text.replace("by: role:officer", named, 1))
    apply(town)
    found = cases.case(send(ann_acts).case, acting=SYSTEM)
    assert found.answers["person"] == {"assurance": ann.assurance, "email": "ann@example.org", "name": "Ann"}
    service = definitions.version(found.card.version)
    assert service.assess(found.answers, on=clock.today(), blank=service.unanswered(found.answers)).eligible is True


@pytest.mark.parametrize("said", ["assurance: low", "guests: false"])
def test_a_service_that_needs_an_account_refuses_guests(town, guest, ann_acts, said):
    assert begin(guest)
    write_place(town, BIN.replace("topics: [waste]", f"topics: [waste]\n{said}", 1))
    apply(town)
    with pytest.raises(NotSignedIn):
        begin(guest)
    assert begin(ann_acts)


def test_forgotten_drafts_are_deleted_with_a_note_where_they_were_left(town, ann_acts):
    begin(ann_acts)
    with clock.standing_at(clock.now() + timedelta(days=31)):
        discard_forgotten.call()
    assert not Journey.objects.exists()
    assert entries(types=["journey.discarded"])[0].facts["step"] == "form/where"


def test_what_was_sent_is_no_forgotten_draft_and_keeps_no_answers(town, ann_acts):
    sent = send(ann_acts)
    with clock.standing_at(clock.now() + timedelta(days=31)):
        discard_forgotten.call()
    kept = opened(Journey.objects.get(pk=sent.journey)).data
    assert (kept.answers, kept.contact["email"]) == ({}, ANSWERS["email"])


def test_contact_details_are_taken_for_others_and_not_for_who_has_an_account(town, ann_acts):
    journey = str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    api.give_answers(journey=journey, answers=ANSWERS, acting=ann_acts, contact={"name": "Somebody Else"})
    assert opened(Journey.objects.get(pk=journey)).data.contact == {}


def test_a_required_answer_that_a_program_has_not_given_yet_is_missing_not_left_blank(town, ann_acts):
    """A program confirms all pages at once; a rule over what is still to come decides nothing."""
    criterion = "  - {key: few, when: sacks < 5, else: {en: Too many., cy: Gormod.}}\ncase:\n"
    text = BIN[: BIN.index("examples:")].replace("case:\n", criterion, 1).replace("    when: kind == 'green'\n", "")
    apply(write_place(town, text))
    journey = str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    api.give_answers(journey=journey, answers={"address": ADDRESS, "kind": "grey"}, acting=ann_acts)
    assert api.my_journey(journey, ann_acts).eligible is None


def test_the_submitting_verb_takes_at_most_25_statements(town, ann_acts, django_assert_max_num_queries):
    send(ann_acts)
    journey = fill(ann_acts)
    with django_assert_max_num_queries(25):
        api.submit_journey(journey=journey, acting=ann_acts)


def test_contact_details_that_are_given_are_tidied_or_refused_as_answers_are(town):
    officer = make_staff(Organisation.objects.get(key="town"), make_person("Olwen Officer"), "officer")
    journey = str(api.begin_journey(service=SERVICE, acting=officer, language="en", channel="phone").pk)
    typed = {"name": " Cai\u200b  Caller", "email": "Cai@Example.org\u200b", "phone": "01632 960 001 ext 204"}
    kept = api.give_answers(journey=journey, answers={}, acting=officer, contact=typed).journey.data.contact
    assert kept == {"name": "Cai Caller", "email": "cai@example.org", "phone": "+441632960001;ext=204"}
    wrong = {"name": "\u200b", "email": "cai at example", "phone": "call me"}
    with pytest.raises(Invalid) as refused:
        api.give_answers(journey=journey, answers={}, acting=officer, contact=wrong)
    assert set(refused.value.fields) == {"contact.email", "contact.phone"}


@pytest.mark.parametrize("channel", ["phone", "counter", "web"])
def test_only_staff_and_their_programs_begin_for_somebody_else(town, ann_acts, guest, channel):
    organisation = Organisation.objects.get(key="town")
    editor = make_staff(organisation, make_person(), "editor", "reviewer", "viewer")
    program = Acting(actor="key:1", organisation=str(organisation.pk), scopes=frozenset({"cases:write"}))
    for acting in [program] if channel == "web" else [program, editor, ann_acts, guest]:
        with pytest.raises(NotAllowed):
            api.begin_journey(service=SERVICE, acting=acting, language="en", channel=channel)
    assert not Journey.objects.exists()


def test_the_name_of_an_account_is_kept_whatever_name_is_typed(town, ann_acts):
    email = "      - {key: email, type: email,"
    person = "      - {key: you, type: person, ask: [name], required: false, label: {en: You, cy: Chi}, personal: yes}"
    apply(write_place(town, BIN.replace(email, f"{person}\n{email}")))
    sent = send(ann_acts, you={"name": "Somebody Else"})
    ann = Person.objects.get(pk=ann_acts.person)
    assert cases.case(sent.case, acting=SYSTEM).contact["name"] == ann.name != "Somebody Else"


def test_an_agent_who_types_for_a_caller_is_not_the_applicant(town):
    officer = make_staff(Organisation.objects.get(key="town"), make_person("Olwen Officer"), "officer")
    row = api.begin_journey(service=SERVICE, acting=officer, language="en", channel="phone")
    journey, contact = str(row.pk), {"name": "Cai Caller", "phone": "01632 960001"}
    api.give_answers(journey=journey, answers=ANSWERS, acting=officer, contact=contact)
    api.confirm_answers(journey=journey, acting=officer)
    sent = api.submit_journey(journey=journey, acting=officer)
    found = cases.case(sent.case, acting=officer)
    assert found.subject == row.owner
    assert found.contact["name"] == "Cai Caller"
    assert cases.my_cases(acting=officer) == []
    cases.take(case=sent.case, acting=officer)
