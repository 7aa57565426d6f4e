"""The same value gets the same answer everywhere: pages, API, account, links, invitations, sign-up."""

from datetime import date

import pytest
from django.urls import reverse

from commonweal.blocks.forms import api as forms
from commonweal.ground.identity.forms import SignIn
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.profile import tidy
from commonweal.ground.organisations.checking import tidy_email
from commonweal.kernel.problems import Invalid
from commonweal.kernel.tests.test_written import EMAILS, NO_EMAILS, NO_PHONES, NOTHING, PHONES

AROUND = forms.FormContext(language="en", on=date(2026, 5, 2))
REFUSED = "refused"


def form_of(kind):
    return forms.read_form([{"page": "p", "title": {"en": "P"}, "questions": [{"key": "q", "type": kind}]}])


def by_page(kind):
    def ask(typed):
        return forms.clean_page(form_of(kind), "p", {"q": typed}, {}, AROUND).answers.get("q", REFUSED)

    return ask


def by_api(kind):
    def ask(given):
        return forms.clean_answers(form_of(kind), {"q": given}, AROUND).answers.get("q", REFUSED)

    return ask


def by_person(part):
    form = forms.read_form(
        [{"page": "p", "title": {"en": "P"}, "questions": [{"key": "q", "type": "person", "ask": [part]}]}]
    )

    def ask(typed):
        return forms.clean_page(form, "p", {f"q-{part}": typed}, {}, AROUND).answers.get("q", {}).get(part, REFUSED)

    return ask


def by_account(field):
    def ask(given):
        try:
            return tidy({field: given})[field] or REFUSED
        except Invalid:
            return REFUSED

    return ask


def by_invitation(typed):
    try:
        return tidy_email(typed)
    except Invalid:
        return REFUSED


DOORS = {
    "email": {
        "page": by_page("email"), "API": by_api("email"), "person": by_person("email"), "invitation": by_invitation,
    },
    "phone": {
        "page": by_page("phone"), "API": by_api("phone"), "person": by_person("phone"), "account": by_account("phone"),
    },
    "name": {
        "page": by_page("text"), "API": by_api("text"), "person": by_person("name"), "account": by_account("name"),
    },
}  # fmt: skip
EXPECTED = {
    "email": [
        *((typed, kept) for kept, many in EMAILS.items() for typed in many),
        *((typed, REFUSED) for typed in NO_EMAILS),
    ],
    "phone": [
        *((typed, kept) for kept, many in PHONES.items() for typed in many),
        *((typed, REFUSED) for typed in NO_PHONES),
    ],
    "name": [*((typed, REFUSED) for typed in NOTHING), ("\u200bAnn \u00a0Lee", "Ann Lee"), ("Sia\u0302n", "Siân")],
}


@pytest.mark.parametrize(("kind", "door"), [(kind, door) for kind, doors in DOORS.items() for door in doors])
def test_every_door_gives_the_same_answer(kind, door):
    ask = DOORS[kind][door]
    assert {typed: ask(typed) for typed, _ in EXPECTED[kind]} == dict(EXPECTED[kind])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", EMAILS["ann@example.org"])
def test_a_pasted_address_signs_up_and_signs_in_as_the_one_that_can_be_read(typed, client):
    words = "a long secret of Ann's"
    client.post(reverse("account_signup"), {"email": typed, "password1": words})
    assert [person.email for person in Person.objects.all()] == ["ann@example.org"]
    assert SignIn(data={"login": typed, "password": words}).data["login"] == "ann@example.org"


def test_an_amount_with_two_meanings_is_asked_for_again_and_nothing_is_kept():
    form = form_of("money")
    for typed in ("10.000", "0,500", "1.000.000"):
        cleaned = forms.clean_page(form, "p", {"q": typed}, {}, AROUND)
        assert cleaned.answers == {}
        assert "without commas or points between thousands" in cleaned.errors["q"]
    for typed, pence in {"£1,234.5": 123_450, "10,000": 1_000_000, "1.000,50": 100_050, "12,50": 1250}.items():
        assert forms.clean_page(form, "p", {"q": typed}, {}, AROUND).answers == {"q": pence}


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("1", "Ionawr", "2026", "2026-01-01"),
        ("٢", "٥", "٢٠٢٦", "2026-05-02"),
        ("\u200b2", "May", "2026", "2026-05-02"),
        ("2", "5", "26", None),
    ],
)
def test_days_in_other_digits_and_words_are_days_and_years_have_four_digits(day, month, year, kept):
    form_context = forms.FormContext(language="cy", on=date(2026, 5, 2))
    posted = {"q-day": day, "q-month": month, "q-year": year}
    cleaned = forms.clean_page(form_of("date"), "p", posted, {}, form_context)
    assert cleaned.answers.get("q") == kept
    if kept is None:
        assert set(cleaned.errors) == {"q-year"}
