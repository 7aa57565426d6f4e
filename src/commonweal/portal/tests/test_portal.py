"""The residents' pages: what everybody finds, and what only the person themselves does."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils.translation import override

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.models import Case
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel import sensitive
from commonweal.kernel.personal import told_of
from commonweal.kernel.place_name import PLACE, NameOfPlace
from commonweal.kernel.testing.providers import provide
from commonweal.kernel.worker import run_all
from commonweal.portal.handlers import place_name
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place
from commonweal.services.journeys.tests.test_pages import start
from commonweal.services.journeys.tests.test_session_ended import HALF
from commonweal.web.chrome import plain

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize(
    "address", ["/", "/services/", "/services/topic/waste", "/services/from/town", "/search?q=rubbish"]
)
def test_a_published_service_or_its_topic_is_found_on_every_way(town, client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert "missed bin" in words(page) or "Waste" in words(page)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Report a missed bin", "We come back for it.", "Put it out by seven", "Legal basis: EPA 1990"]),
        ("cy", ["Rhoi gwybod am fin a gollwyd", "Down yn ôl amdano.", "Rhowch ef allan", "Sail gyfreithiol: EPA 1990"]),
    ],
)
def test_the_page_of_a_service_shows_what_its_definition_says_of_it(town, client, language, said):
    description = "description: {en: Put it **out** by seven., cy: Rhowch ef allan erbyn saith.}"
    assert "\nlegal_basis:" in BIN
    write_place(town, BIN.replace("\nlegal_basis:", f"\n{description}\nlegal_basis:", 1))
    apply(town)
    page = words(client.get("/services/town/bin", headers={"accept-language": language}))
    assert [each for each in said if each not in page] == []


def test_a_service_that_is_offered_in_english_only_is_marked_as_english_on_pages_in_welsh(town, client):
    only_english = re.sub(r', cy: (?:"[^"]*"|[^{}"]*)(?=})', "", BIN).replace("schema: 1", "schema: 1\nlanguages: [en]")
    write_place(town, only_english)
    apply(town)
    for address, least in (("/services/", 2), ("/services/topic/waste", 2), ("/services/town/bin", 7)):
        page = client.get(address, headers={"accept-language": "cy"}).content.decode()
        assert page.count(' lang="en"') - page.count(' lang="en" hreflang') == least, address
        assert re.search(r'<h\d lang="en">(<a [^>]*>)?Report a missed bin<', page), address


@pytest.mark.parametrize(("language", "name"), [("en", "Town"), ("cy", "Tref")])
def test_the_place_has_its_name_in_the_language_of_the_page(town, client, language, name):
    page = client.get("/services/", headers={"accept-language": language}).content.decode()
    assert f"<span>{name}</span></a>" in page
    assert f" – {name}</title>" in page


def test_without_its_database_the_place_has_the_name_that_was_last_known(rf, settings):
    def away():
        raise OperationalError("gone")

    settings.PLACE_NAME = "Eastmere"
    provide(NameOfPlace, away)
    assert place_name(rf.get("/"), plain()).place == "Eastmere", "in a process that has not asked yet"
    provide(NameOfPlace, lambda: {"en": "Town", "cy": "Tref"})
    PLACE.now()
    provide(NameOfPlace, away)
    for language, name in (("en", "Town"), ("cy", "Tref")):
        with override(language):
            assert (place_name(rf.get("/"), plain()).place, plain().place) == (name, name)


def test_a_search_without_a_hit_says_what_to_do(town, client):
    assert "Nothing was found" in words(client.get("/search?q=zzzzqqq"))


@pytest.mark.parametrize(
    "address", ["/services/topic/none", "/services/town/none", "/services/from/none", "/help/none"]
)
def test_what_is_not_there_is_answered_with_a_way_on(town, client, address):
    page = client.get(address)
    assert page.status_code == 404
    assert "There is no" in words(page)


def test_the_dashboard_is_for_people_who_are_signed_in(town, client):
    assert client.get("/dashboard/").status_code == 302


def test_the_dashboard_shows_the_application_and_the_message(sent, client, ann):
    client.force_login(ann)
    page = words(client.get("/dashboard/"))
    assert sent.reference in page
    assert f"We have your report {sent.reference}" in page


def test_an_application_lists_the_messages_about_it_and_about_no_other(sent, town, ann_acts, client, ann):
    other = str(journeys.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}
    journeys.give_answers(journey=other, answers=answers, acting=ann_acts)
    second = journeys.submit_journey(journey=other, acting=ann_acts)
    run_all()
    client.force_login(ann)
    page = words(client.get(f"/dashboard/applications/{sent.case}"))
    assert f"We have your report {sent.reference}" in page
    assert f"We have your report {second.reference}" not in page


def test_my_data_names_the_service_and_the_state_as_residents_know_them(sent, client, ann):
    client.force_login(ann)
    page = words(client.get("/account/my-data/"))
    assert "Service Report a missed bin" in page
    assert SERVICE not in page


def test_my_data_shows_answers_as_the_form_asked_them_and_the_download_keeps_them_as_data(sent, client, ann):
    client.force_login(ann)
    assert "Which bin? Grey" in words(client.get("/account/my-data/"))
    in_welsh = words(client.get("/account/my-data/", headers={"accept-language": "cy"}))
    assert "Pa fin? Llwyd" in in_welsh
    assert "kind" not in in_welsh
    held = client.get("/account/my-data/download.json").json()["held"]
    [case] = next(part["rows"] for part in held if part["table"] == "blocks_cases.Case")
    assert case["sealed"]["answers"]["kind"] == "grey"
    assert case["version"].startswith("sha256:")


def test_my_data_shows_answers_of_a_version_that_is_gone_as_they_are_kept(sent, client, ann):
    Case.objects.update(version="sha256:gone")
    client.force_login(ann)
    assert "Kind: grey" in words(client.get("/account/my-data/"))


def test_my_data_shows_what_is_half_typed_under_the_words_of_its_question(town, client, ann):
    client.force_login(ann)
    page = start(client)
    client.post(page.request["PATH_INFO"], {**HALF, "_then": "save"})
    assert "Address (not finished yet): 1 High Street TN1" in words(client.get("/account/my-data/"))
    welsh = words(client.get("/account/my-data/", headers={"accept-language": "cy"}))
    assert "Cyfeiriad (heb ei orffen eto): 1 High Street TN1" in welsh


def test_what_staff_gave_is_told_in_the_words_of_the_service(monkeypatch):
    day = {"key": "answer.day", "type": "date", "title": {"en": "Day of the visit", "cy": "Diwrnod yr ymweliad"}}
    step = {"from": "a", "to": "b", "by": "role:crew", "requires": [day, {"key": "answer.sure", "type": "yes_no"}]}
    states = [{"key": "a"}, {"key": "b"}]
    worked = CaseSection.model_validate({"states": states, "start": "a", "transitions": {"visit": step}})
    monkeypatch.setattr("commonweal.portal.providers._asked", lambda row, section: worked)
    told = told_of("given", {"day": "2026-05-02", "sure": True}, {})
    assert told == {"day": ("Day of the visit", ["2 May 2026"])}


def test_an_answer_that_does_not_fit_its_question_is_shown_as_it_is_kept(sent, client, ann):
    case = Case.objects.get()
    sealed = sensitive.unseal(case.subject, case.sealed)
    case.sealed = sensitive.seal(case.subject, {**sealed, "answers": {"kind": ["a", None], "address": "12 High St"}})
    case.save()
    client.force_login(ann)
    page = words(client.get("/account/my-data/"))
    assert "Kind: a" in page
    assert "Address: 12 High St" in page


def test_what_the_rules_said_is_told_by_result_day_and_rule():
    criteria = [
        {"key": "in_town", "label": {"en": "You live in Town", "cy": "Rydych yn byw yn y Dref"}, "holds": True},
        {"key": "grown_up", "label": {}, "holds": None},
    ]
    found = {"outcome": "eligible", "on": "2026-05-02", "criteria": criteria}
    assert told_of("assessment", found, {}) == {
        "outcome": ("Result", ["the rules are met"]),
        "on": ("As of", ["2 May 2026"]),
        "criteria": ("Rules", ["You live in Town (yes)", "grown_up (not known)"]),
    }


def test_a_question_of_staff_is_a_task_until_it_is_answered(sent, client, ann, django_user_model):
    officer = make_staff(
        Organisation.objects.get(key="town"), django_user_model.objects.create_user("o@x.org"), "officer"
    )
    task = cases.request_information(case=sent.case, question="Which gate?", acting=officer)
    client.force_login(ann)
    assert "Which gate?" in words(client.get(f"/dashboard/applications/{sent.case}"))
    address = f"/dashboard/applications/{sent.case}/answer/{task}"
    refused = client.post(address, {"text": ""})
    assert refused.status_code == 422
    answered = client.post(address, {"text": "The blue one."}, follow=True)
    assert "We have your answer." in words(answered)
    assert "Which gate?" not in words(client.get("/dashboard/"))


def test_an_answer_and_a_message_come_with_files_which_are_kept_while_words_are_missing(
    sent, client, ann, django_user_model
):
    officer = make_staff(
        Organisation.objects.get(key="town"), django_user_model.objects.create_user("o@x.org"), "officer"
    )
    task = cases.request_information(case=sent.case, question="A photo of each, please.", acting=officer)
    client.force_login(ann)
    own = f"/dashboard/applications/{sent.case}"
    for number, address in enumerate((f"{own}/answer/{task}", f"{own}/write"), 1):
        assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
        two = [SimpleUploadedFile(name, b"See this") for name in ("one.txt", "two.txt")]
        refused = client.post(address, {"text": "", "files": two})
        kept = re.findall(r'name="files-kept" value="([^"]+)"', refused.content.decode())
        assert (refused.status_code, len(kept)) == (422, 2)
        assert "2 files that you chose are kept" in words(refused)
        assert client.post(address, {"text": "Here.", "files-kept": kept}).status_code == 302
        letter = cases.case(sent.case, acting=officer).letters[-1]
        assert (len(cases.case(sent.case, acting=officer).letters), list(letter.attachments)) == (number, kept)
    assert "Attachment 2" in words(client.get(own))


def test_a_letter_with_a_file_that_cannot_be_kept_or_is_somebody_elses_keeps_its_words(sent, client, ann):
    client.force_login(ann)
    address = f"/dashboard/applications/{sent.case}/write"
    for wrong in ({"files": SimpleUploadedFile("a.exe", b"MZ\0\0")}, {"files-kept": [str(uuid4())]}):
        refused = client.post(address, {"text": "The green gate", **wrong})
        assert refused.status_code == 422
        assert "The green gate" in refused.content.decode()
        assert 'href="#files"' in refused.content.decode()
        assert "files-kept" not in refused.content.decode()


def test_withdrawing_asks_first_and_closes_the_application(sent, client, ann):
    client.force_login(ann)
    address = f"/dashboard/applications/{sent.case}/withdraw"
    assert "Withdraw this application?" in words(client.get(address))
    assert "was withdrawn" in words(client.post(address, follow=True))


def test_the_home_page_takes_few_statements_however_many_services_there_are(
    town, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        client.get("/")


def test_the_dashboard_takes_the_same_statements_for_one_application_and_for_several(
    sent,
    client,
    ann,
    ann_acts,
    django_assert_max_num_queries,
):
    client.force_login(ann)
    for _ in range(3):
        journey = str(journeys.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
        answers = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}
        journeys.give_answers(journey=journey, answers=answers, acting=ann_acts)
        journeys.submit_journey(journey=journey, acting=ann_acts)
    client.get("/dashboard/")
    with django_assert_max_num_queries(10):
        client.get("/dashboard/")
