"""A request for a correction reaches the managers who can act on it, and their answer reaches the person."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client

from commonweal.ground.identity import api
from commonweal.ground.identity.models import Correction
from commonweal.ground.identity.my_data.corrections import about
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.views.asked_organisation import MOST_LISTED
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import STRANGER, Acting
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
EMAIL = {"model": "account.EmailAddress", "field": "email"}


@pytest.fixture
def steward():
    return make_organisation("town", name={"en": "Town", "cy": "Tref"}, roles_in_place=["steward"])


@pytest.fixture
def boss():
    return make_person("Mo Manager", email="mo@example.org")


@pytest.fixture
def manager(steward, boss):
    return make_staff(steward, boss, "manager")


@pytest.fixture
def ann():
    return make_person("Ann Example", email="ann@example.org")


@pytest.fixture
def acting(ann):
    return Acting(actor=ann.ref)


@pytest.fixture
def asked(steward, manager, acting):
    return api.ask_correction(**EMAIL, words="It is ann2@example.org", acting=acting)


def test_what_no_organisation_holds_reaches_the_steward(asked, steward, manager):
    [line] = api.corrections_of(str(steward.pk), acting=manager)
    assert (line.id, line.about["en"], line.state) == (asked, "Email address", "open")


def test_a_request_about_a_table_that_has_another_name_now_is_still_described(asked, steward, manager):
    rename = import_module("commonweal.ground.identity.migrations.0004_renamed_tables").rename
    Correction.objects.update(model="blocks_cases.Paper", field="sealed")
    rename(apps, None)
    [line] = api.corrections_of(str(steward.pk), acting=manager)
    assert line.about == about("blocks_cases.Correspondence", "sealed")
    assert line.about != {"en": "sealed"}


def test_it_reaches_the_only_organisation_that_holds_it(steward, ann):
    council = make_organisation("council")
    acting = make_staff(council, ann, "officer")
    api.ask_correction(model="ground_organisations.Membership", field="roles", words="I left", acting=acting)
    assert Correction.objects.get().organisation_id == council.pk


def test_where_several_hold_it_the_person_says_which_one_is_to_read_it(steward, ann):
    for key in ("council", "library"):
        acting = make_staff(make_organisation(key), ann, "officer")
    roles = {"model": "ground_organisations.Membership", "field": "roles", "words": "I left"}
    with pytest.raises(Invalid) as caught:
        api.ask_correction(**roles, acting=acting)
    assert list(caught.value.fields) == ["organisation"]
    api.ask_correction(**roles, organisation="library", acting=acting)
    assert Correction.objects.get().organisation.key == "library"


def test_an_organisation_that_is_not_here_is_refused(steward, acting):
    with pytest.raises(Invalid) as caught:
        api.ask_correction(**EMAIL, words="x", organisation="nowhere", acting=acting)
    assert list(caught.value.fields) == ["organisation"]


def test_managers_get_a_message_that_tells_nothing_of_the_person(asked, manager, ann):
    run_all()
    [message] = mail.outbox
    assert message.bcc == ["mo@example.org"]
    assert f"/account/corrections/town/{asked}/" in message.body
    assert "ann" not in message.body.lower()


def test_what_was_written_is_sealed(asked):
    assert "ann2" not in Correction.objects.get().sealed


def test_a_manager_reads_it_and_that_is_journalled(asked, manager, ann):
    card = api.correction(asked, acting=manager)
    assert (card.name, card.email, card.words) == ("Ann Example", "ann@example.org", "It is ann2@example.org")
    [entry] = journal.entries(types=["identity.correction_read"], subject=ann.ref)
    assert entry.actor == manager.actor


def test_the_answer_stands_with_the_data_of_the_person_and_is_journalled(asked, manager, ann):
    api.answer_correction(correction=asked, outcome="refused", words="The letter says otherwise.", acting=manager)
    page = sign_in(Client(), ann, strong=False).get("/account/my-data/").content.decode()
    for words in ("What you asked to have corrected", "It is ann2@example.org", "Not corrected", "otherwise."):
        assert words in page
    assert journal.entries(types=["identity.correction_answered"], subject=ann.ref)[0].facts["outcome"] == "refused"


@pytest.mark.parametrize(
    ("answer", "field"), [({"outcome": "refused"}, "words"), ({"outcome": "maybe", "words": "x"}, "outcome")]
)
def test_an_answer_says_whether_and_a_refusal_why(asked, manager, answer, field):
    with pytest.raises(Invalid) as caught:
        api.answer_correction(correction=asked, **answer, acting=manager)
    assert list(caught.value.fields) == [field]


def test_nothing_is_answered_twice(asked, manager):
    api.answer_correction(correction=asked, outcome="done", acting=manager)
    with pytest.raises(Conflict):
        api.answer_correction(correction=asked, outcome="refused", words="x", acting=manager)


def test_managers_of_another_organisation_do_not_find_it(asked, steward):
    elsewhere = make_staff(make_organisation(), make_person(), "manager")
    for refused in (
        lambda: api.corrections_of(str(steward.pk), acting=elsewhere),
        lambda: api.correction(asked, acting=elsewhere),
        lambda: api.answer_correction(correction=asked, outcome="done", acting=elsewhere),
    ):
        with pytest.raises(NotFound):
            refused()


def test_other_staff_and_strangers_are_refused(asked, steward):
    officer = make_staff(steward, make_person(), "officer")
    with pytest.raises(NotAllowed):
        api.corrections_of(str(steward.pk), acting=officer)
    with pytest.raises(NotAllowed):
        api.answer_correction(correction=asked, outcome="done", acting=officer)
    with pytest.raises(NotSignedIn):
        api.corrections_of(str(steward.pk), acting=STRANGER)


def test_the_person_who_asked_does_not_answer(asked, acting):
    with pytest.raises(NotFound):
        api.answer_correction(correction=asked, outcome="done", acting=acting)


def test_a_manager_answers_on_the_pages(asked, boss):
    browser = sign_in(Client(), boss)
    assert "Requests about personal data" in browser.get("/organisations/town/people/").content.decode()
    listed = browser.get("/account/corrections/town/").content.decode()
    assert "waiting for an answer" in listed
    assert "Ann Example" not in listed
    address = f"/account/corrections/town/{asked}/"
    assert "It is ann2@example.org" in browser.get(address).content.decode()
    assert "Give the reason" in browser.post(address, {"outcome": "refused"}).content.decode()
    assert browser.post(address, {"outcome": "done"}).status_code == 302
    assert "Your answer" in browser.get(address).content.decode()
    assert browser.post(address, {"outcome": "done"}).status_code == 302


def test_a_request_is_found_under_its_own_organisation_only(asked, boss):
    make_staff(make_organisation("library"), boss, "manager")
    assert sign_in(Client(), boss).get(f"/account/corrections/library/{asked}/").status_code == 404


def test_a_list_without_requests_says_so(steward, manager, boss):
    page = sign_in(Client(), boss).get("/account/corrections/town/").content.decode()
    assert "No corrections have been requested" in page


def test_the_list_takes_ten_statements_however_much_was_asked(
    asked, acting, boss, django_assert_num_queries, django_assert_max_num_queries
):
    browser = sign_in(Client(), boss)
    browser.get("/account/corrections/town/")
    with django_assert_max_num_queries(10) as one:
        browser.get("/account/corrections/town/")
    for _ in range(5):
        api.ask_correction(**EMAIL, words="x", acting=acting)
    with django_assert_num_queries(len(one.captured_queries)):
        browser.get("/account/corrections/town/")


def test_the_submitting_request_keeps_its_budget(steward, ann, django_assert_max_num_queries):
    browser = sign_in(Client(), ann, strong=False)
    browser.get("/account/my-data/wrong/")
    with django_assert_max_num_queries(25):
        sent = browser.post("/account/my-data/wrong/", {"what": "account.EmailAddress:email", "words": "x"})
    assert sent.status_code == 302


def test_programs_list_and_answer(asked, boss):
    browser = sign_in(Client(), boss)
    [line] = browser.get("/api/identity/corrections/town").json()
    assert line["about"]["en"] == "Email address"
    address = f"/api/identity/corrections/town/{line['id']}"
    assert browser.get(address).json()["words"] == "It is ann2@example.org"
    answer = browser.post(f"{address}/answer", {"outcome": "done"}, content_type="application/json")
    assert answer.json()["line"]["state"] == "done"


def test_erasing_the_person_takes_their_requests_along(asked, ann, acting):
    api.erase_person(person=str(ann.pk), confirmation=ann.email, acting=acting)
    assert not Correction.objects.exists()


def ask_on_page(ann, organisation):
    browser = sign_in(Client(), ann)
    typed = {"what": "account.EmailAddress:email", "words": "x", "organisation": organisation}
    return browser.post("/account/my-data/wrong/", typed)


@pytest.fixture
def many():
    for number in range(MOST_LISTED):
        make_organisation(f"club-{number}", name={"en": f"Club {number}", "cy": f"Clwb {number}"})
    return make_organisation("choir", name={"en": "Town Choir", "cy": "Côr y Dref"})


@pytest.mark.parametrize("written", ["Town Choir", " town  choir", "Côr y Dref", "choir"])
def test_among_very_many_organisations_one_is_named_and_not_looked_for_in_a_list(many, ann, written):
    page = sign_in(Client(), ann).get("/account/my-data/wrong/").content.decode()
    assert "<select" not in page
    assert "Club 7" not in page
    assert ask_on_page(ann, written).status_code == 302
    assert Correction.objects.get().organisation.key == "choir"


@pytest.mark.parametrize(
    ("written", "told"), [("Club", "such as: Club 0; Club 1; Club 10"), ("Nobody", "Write its whole name")]
)
def test_a_name_that_no_organisation_has_is_refused_with_those_that_are_like_it(many, ann, written, told):
    page = ask_on_page(ann, written).content.decode()
    assert told in page
    assert f'value="{written}"' in page
    assert not Correction.objects.exists()
