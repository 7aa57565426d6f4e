"""What people see of their own data, how they correct it and take it away."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.test import Client
from django.utils import translation

from commonweal.ground.identity import api
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.my_data.descriptions import rows_of
from commonweal.ground.identity.my_data.register import Holding, registered
from commonweal.ground.identity.my_data.specimens import make_specimen
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.models import JournalEntry
from commonweal.kernel.personal import PersonalField
from commonweal.kernel.problems import Invalid, NotSignedIn
from commonweal.kernel.text import Text
from commonweal.web.formats import text

pytestmark = pytest.mark.django_db


def test_a_correction_is_kept_and_journalled_with_what_was_and_what_is(ann, acting):
    card = api.correct_profile(changes={"name": "Ann  Other", "phone": "0808 157 0192"}, acting=acting)
    assert (card.name, card.phone) == ("Ann Other", "+448081570192")
    facts = journal.entries(types=["identity.profile_corrected"])[0].facts
    assert facts["before"] == {"name": "Ann Example", "phone": "+441632960001"}
    assert facts["after"] == {"name": "Ann Other", "phone": "+448081570192"}


def test_what_was_and_what_is_do_not_stand_in_the_journal_in_plain(ann, acting):
    api.correct_profile(changes={"name": "Ann Other"}, acting=acting)
    row = JournalEntry.objects.get(type="identity.profile_corrected")
    assert "Ann" not in str(row.facts) + row.personal


def test_the_same_again_is_no_correction(ann, acting):
    api.correct_profile(changes={"name": "Ann Example"}, acting=acting)
    assert not journal.entries(types=["identity.profile_corrected"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("name", 7),
        ("phone", "call me"),
        ("phone", "999"),
        ("date_of_birth", "2026-02-30"),
        ("date_of_birth", "2999-01-01"),
        ("date_of_birth", "1066-10-14"),
        ("language", "xx"),
        ("address", {"line1": "1 High Street"}),
        ("address", {"planet": "Mars"}),
        ("address", "1 High Street"),
        ("preferences", {"admin": True}),
        ("preferences", {"personalise": "yes"}),
        ("is_active", False),
        ("assurance", "high"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(acting, field, value):
    with pytest.raises(Invalid) as caught:
        api.correct_profile(changes={field: value}, acting=acting)
    assert list(caught.value.fields) == [field]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_examples_for_a_phone_number_are_accepted(acting, language):
    with translation.override(language), pytest.raises(Invalid) as caught:
        api.correct_profile(changes={"phone": "call me"}, acting=acting)
    examples = re.findall(r"\+?\d[\d ]+\d", caught.value.fields["phone"])
    assert len(examples) == 2
    for example in examples:
        assert api.correct_profile(changes={"phone": example}, acting=acting).phone


def test_preferences_are_merged(ann, acting):
    api.correct_profile(changes={"preferences": {"personalise": False}}, acting=acting)
    api.correct_profile(changes={"preferences": {"large_print": True}}, acting=acting)
    ann.refresh_from_db()
    assert ann.preferences == {"personalise": False, "large_print": True}


@pytest.mark.parametrize("level", ["medium", "high"])
def test_a_checked_name_that_is_changed_needs_a_new_check(ann, acting, level):
    Person.objects.update(assurance=level)
    assert api.correct_profile(changes={"phone": "0808 157 0192"}, acting=acting).assurance == level
    assert api.correct_profile(changes={"name": "Somebody Else"}, acting=acting).assurance == "low"


def test_a_stranger_has_nothing_to_correct():
    with pytest.raises(NotSignedIn):
        api.correct_profile(changes={"name": "x"}, acting=STRANGER)


def test_my_data_shows_the_fields_with_purpose_and_who_looked(browser, ann):
    council = make_organisation(name={"en": "The Council"}, roles_in_place=["identity_checks"])
    officer = make_staff(council, make_person(), "officer")
    code = api.show_presence(acting=Acting(actor=ann.ref)).code
    api.check_identity(code=code, level="medium", documents=["passport"], acting=officer)
    page = browser.get("/account/my-data/").content.decode()
    for words in ("Ann Example", "ann@example.org", "knowing which services are yours", "staff of The Council"):
        assert words in page


def test_the_page_shows_the_newest_rows_and_the_download_has_all(browser, ann):
    asked = [make_specimen("ground_identity.Correction", ann, f"word{number:02}") for number in range(22)]
    for number, row in enumerate(asked):
        row.asked_at = clock.now() + timedelta(minutes=number)
        row.sealed = sensitive.seal(ann.ref, f"word{number:02}")
        row.save()
    page = browser.get("/account/my-data/").content.decode()
    assert "These are the newest" in page
    assert list(dict.fromkeys(re.findall(r"word\d\d", page))) == [f"word{number:02}" for number in range(21, 1, -1)]
    held = {each["table"]: each["rows"] for each in browser.get("/account/my-data/download.json").json()["held"]}
    assert len(held["ground_identity.Correction"]) == 22


def test_why_until_when_and_who_may_see_it_is_said_in_the_language_of_the_page():
    said = {
        words
        for _config, data in registered()
        for each in data.fields
        for words in (each.purpose, each.retention, each.seen_by)
    }
    with translation.override("cy"):
        assert [words for words in said if translation.gettext(words) == words] == []


def _of_a_part_that_was_taken_out() -> journal.Fact:
    @dataclass(frozen=True)
    class Gone(journal.Fact):
        type: ClassVar[str] = "gone.away"
        title: ClassVar[Text] = {"en": "Something"}

    del journal.FACTS[Gone.type]
    return Gone()


def test_my_data_shows_words_and_no_codes(ann, acting):
    api.raise_assurance(person=str(ann.pk), level="medium", method="counter", acting=SYSTEM)
    journal.record(_of_a_part_that_was_taken_out(), acting=acting, object=ann.ref, subject=ann.ref)
    sign_in(browser := Client(headers={"accept-language": "cy"}), ann, strong=False)
    page = browser.get("/account/my-data/").content.decode()
    for words in ("cyhyd â’ch cyfrif", "Gwiriwyd gyda dogfennau", "rhedeg y lle hwn", "Rhywbeth o ran nad yw yma"):
        assert words in page
    for code in ("as long as your account", "medium", "running the platform", "gone.away", "verified", "created at"):
        assert code not in page


@pytest.mark.parametrize(
    ("row", "label", "value"),
    [
        ({"kind": "in"}, "Kind", "Letter from you"),
        ({"roles": ["manager", "crew"]}, "Roles", "Manager, crew"),
        ({"owner": "person:50499008-e0b4-437d-ac6f-fa7191ff6e1f"}, "Owner", "You"),
        ({"done_at": None}, "Answered", ""),
        ({"permit_zone": "F"}, "Permit zone", "F"),
        ({"email": "ann@example.org"}, "Email address", "ann@example.org"),
        ({"demo": {"en": "An officer", "cy": "Swyddog"}}, "About you in this demonstration", "An officer"),
        ({"shown": {"en": 1, "cy": True}}, "Shown", "en: 1, cy: Yes"),
        (
            {"sealed": {"person": {"age": 3, "assurance": "low"}, "note": ""}},
            "Sealed",
            "About you: Age: 3, How certain we are of your identity: by what you told us",
        ),
    ],
)
def test_codes_and_names_of_a_row_are_put_into_words(row, label, value):
    titled = PersonalField("roles", {"en": "Roles"}, "", "consent", "", "")
    with translation.override("en"):
        [[line]] = rows_of(Holding("x", {}, "x.Y", (titled,), (row,), {}))
        assert (text(line["label"]), ", ".join(line["value"])) == (label, value)


def test_my_data_takes_two_statements_a_table_whatever_happened(browser, ann, django_assert_max_num_queries):
    tables = len(list(registered()))
    for _ in range(30):
        api.correct_profile(changes={"name": f"Ann {_}"}, acting=Acting(actor=ann.ref))
    browser.get("/account/my-data/")
    with django_assert_max_num_queries(10 + 2 * tables):
        browser.get("/account/my-data/")


def test_looking_again_at_once_is_not_journalled_again(browser):
    for _ in range(3):
        browser.get("/account/my-data/")
    assert len(journal.entries(types=["identity.data_viewed"])) == 1


def test_the_download_has_every_holding_and_is_journalled(browser, ann):
    response = browser.get("/account/my-data/download.json")
    body = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    account = next(part for part in body["held"] if part["table"] == "ground_identity.Person")
    assert account["rows"][0]["name"] == "Ann Example"
    assert {field["field"] for field in account["fields"]} >= {"name", "email", "address"}
    assert journal.entries(types=["identity.data_exported"], subject=ann.ref)


@pytest.mark.parametrize("path", ["", "my-data/", "my-data/download.json", "my-data/correct/", "my-data/delete/"])
def test_a_stranger_is_sent_to_sign_in(path):
    response = Client().get(f"/account/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def corrected(**changes):
    return {
        "name": "Ann Other",
        "phone": "",
        "address-line1": "1 High Street",
        "address-line2": "",
        "address-town": "Eastmere",
        "address-postcode": "EM1 1AA",
        "date_of_birth-day": "27",
        "date_of_birth-month": "3",
        "date_of_birth-year": "1985",
        "language": "cy",
    } | changes


def test_the_page_corrects_what_was_typed(browser, ann):
    assert browser.post("/account/my-data/correct/", corrected()).status_code == 302
    ann.refresh_from_db()
    assert (ann.name, ann.phone, ann.language, str(ann.date_of_birth)) == ("Ann Other", "", "cy", "1985-03-27")
    assert ann.address == {"line1": "1 High Street", "town": "Eastmere", "postcode": "EM1 1AA"}


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(browser, ann):
    response = browser.post(
        "/account/my-data/correct/", corrected(**{"date_of_birth-day": "31", "date_of_birth-month": "2"})
    )
    page = response.content.decode()
    assert "Enter a real date" in page
    assert 'value="Ann Other"' in page
    ann.refresh_from_db()
    assert ann.name == "Ann Example"


def test_what_is_held_elsewhere_is_asked_to_be_corrected(browser, ann):
    make_organisation(roles_in_place=["steward"])
    browser.post("/account/my-data/wrong/", {"what": "account.EmailAddress:email", "words": "It is ann2@example.org"})
    entry = journal.entries(types=["identity.correction_asked"])[0]
    assert entry.facts == {"model": "account.EmailAddress", "field": "email", "words": "It is ann2@example.org"}


def test_a_correction_without_words_is_refused_by_field(acting):
    with pytest.raises(Invalid) as caught:
        api.ask_correction(model="x.Y", field="z", words=" ", acting=acting)
    assert set(caught.value.fields) == {"field", "words", "organisation"}


ABROAD = {"lines": "12 rue de la Mer\n29200 Brest", "country": "France"}


def test_the_page_takes_an_address_in_another_country_and_gives_it_back(browser, ann):
    where = "/account/my-data/correct/"
    boxes = browser.post(where, corrected(**{"address-elsewhere": "1"})).content.decode()
    assert 'name="address-lines"' in boxes
    assert 'name="address-postcode"' not in boxes
    assert 'value="Ann Other"' in boxes
    abroad = {"address-abroad": "1", "address-lines": "12 rue de la Mer\r\n29200 Brest", "address-country": "France"}
    assert browser.post(where, corrected(**abroad)).status_code == 302
    ann.refresh_from_db()
    assert ann.address == ABROAD
    assert "29200 Brest" in browser.get(where).content.decode()
    assert "France" in browser.get("/account/my-data/").content.decode()
    back = browser.post(where, corrected(**abroad, **{"address-change": "1"})).content.decode()
    assert 'name="address-postcode"' in back
    half = browser.post(where, corrected(**abroad | {"address-country": ""})).content.decode()
    assert "Enter the country" in half
    assert "29200 Brest" in half


def test_an_address_that_nobody_changed_keeps_what_the_gazetteer_knew_of_it(browser, ann):
    for address in ({"lines": "1 High Street", "town": "Eastmere", "postcode": "EM1 1AA", "uprn": "7"}, ABROAD):
        Person.objects.filter(pk=ann.pk).update(address=address)
        typed = {f"address-{part}": words for part, words in address.items() if part != "uprn"}
        here = {"address-line1": address["lines"]} if "uprn" in address else {"address-abroad": "1"}
        assert browser.post("/account/my-data/correct/", corrected(**typed, **here)).status_code == 302
        ann.refresh_from_db()
        assert ann.address == address


def test_only_what_is_held_of_somebody_can_be_said_to_be_wrong_and_by_its_name(browser, ann):
    page = browser.get("/account/my-data/wrong/").content.decode()
    assert 'value="account.EmailAddress:email"' in page
    assert "Your email addresses" in page
    for internal in ("blocks_cases.Case", "Journeys", "Identity<"):
        assert internal not in page
