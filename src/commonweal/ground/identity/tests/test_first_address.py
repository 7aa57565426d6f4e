"""The first proven address makes an account its owner's: what another browser set before is discarded."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client

from commonweal.ground.identity.api import register_person
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import code_in_letter, make_person, newest_letter, sign_in
from commonweal.ground.organisations.api import accept_invitation, acting_for, invite_member
from commonweal.ground.organisations.testing import make_organisation
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
ANN, THEIRS, OWN = "ann@example.org", "a password of somebody else", "a password of the owner"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits on messages and tries are counted in the cache; they are others' tests."""
    cache.clear()


def signed_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


@pytest.fixture
def stranger() -> Client:
    """The browser of somebody who signed up with Ann's address, and left every way in that the library knows."""
    browser = Client()
    browser.post("/account/signup/", {"email": ANN, "password1": THEIRS})
    person = Person.objects.get(email=ANN)
    for kind in ("totp", "webauthn", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key="planted", user_agent="")
    return browser


def by_code(browser: Client) -> None:
    browser.post("/account/login/code/", {"email": ANN})
    browser.post("/account/login/code/confirm/", {"code": code_in_letter()})


def by_code_after_signing_up_again(browser: Client) -> None:
    browser.post("/account/signup/", {"email": ANN, "password1": OWN})
    browser.post("/account/logout/")  # the button Cancel of the page that waits for a code
    by_code(browser)


def by_a_link_to_a_new_password(browser: Client) -> None:
    browser.post("/account/password/reset/", {"email": ANN})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", newest_letter().body)[1]
    page = browser.get(link, follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": OWN, "password2": OWN})
    browser.post("/account/login/", {"login": ANN, "password": OWN})


def by_the_strangers_password_and_a_code(browser: Client) -> None:
    cache.clear()
    browser.post("/account/login/", {"login": ANN, "password": THEIRS})
    browser.post("/account/confirm-email/", {"code": code_in_letter()})


def by_an_invitation(browser: Client) -> None:
    card = invite_member(organisation=str(make_organisation("town").pk), email=ANN, roles=["officer"], acting=SYSTEM)
    by_code(browser)
    person = Person.objects.get(email=ANN)
    accept_invitation(token=invitation_token(card.id), acting=acting_for(person, strong=True, fresh=True))


WAYS = [
    by_code,
    by_code_after_signing_up_again,
    by_a_link_to_a_new_password,
    by_the_strangers_password_and_a_code,
    by_an_invitation,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_to_prove_an_address_discards_what_a_stranger_set(stranger, way):
    owner = Client()
    way(owner)
    assert signed_in(owner)
    person = Person.objects.get(email=ANN)
    assert not person.check_password(THEIRS)
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [(ANN, True)]
    assert not Authenticator.objects.filter(user=person)
    assert not UserSession.objects.filter(session_key="planted")
    assert not signed_in(stranger)
    stranger.post("/account/confirm-email/", {"action": "resend"})
    for page in ("login/", "signup/", "confirm-email/", "login/code/confirm/", "2fa/authenticate/"):
        stranger.get(f"/account/{page}")
        stranger.post(f"/account/{page}", {"login": ANN, "password": THEIRS, "code": "AAAA-AAAA"})
    assert not signed_in(stranger)
    assert not signed_in_with_password(THEIRS)


def signed_in_with_password(password: str) -> bool:
    browser = Client()
    browser.post("/account/login/", {"login": ANN, "password": password})
    return signed_in(browser)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_is_journalled_what_was_discarded(stranger, way):
    way(Client())
    entries = journal.entries(types=["identity.sign_in_changed"])
    gone = {entry.facts["what"] for entry in entries if entry.facts["change"] == "discarded"}
    reset = way is by_a_link_to_a_new_password
    assert gone == {"authenticator"} | (set() if reset else {"password"})


def test_an_address_that_was_never_proven_goes_as_well(stranger):
    EmailAddress.objects.create(user=Person.objects.get(email=ANN), email="stranger@example.org")
    by_code(Client())
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(ANN, True)]


def test_the_owner_is_told_that_a_password_was_discarded(stranger):
    owner = Client()
    by_code(owner)
    assert "does not count any more" in owner.get("/account/").content.decode()


def test_who_signs_up_and_confirms_in_one_browser_keeps_the_password():
    browser = Client()
    browser.post("/account/signup/", {"email": ANN, "password1": OWN})
    browser.post("/account/confirm-email/", {"code": code_in_letter()})
    assert signed_in(browser)
    assert signed_in_with_password(OWN)
    assert "does not count any more" not in browser.get("/account/").content.decode()


def test_who_chose_a_password_by_the_link_in_a_message_keeps_it(stranger):
    by_a_link_to_a_new_password(Client())
    assert signed_in_with_password(OWN)


def test_a_link_to_a_new_password_proves_nothing_for_an_account_with_other_addresses():
    person = make_person(email=ANN)
    EmailAddress.objects.create(user=person, email="other@example.org")
    by_a_link_to_a_new_password(Client())
    assert not EmailAddress.objects.get(email="other@example.org").verified


def test_an_account_that_the_platform_makes_keeps_its_password():
    register_person(email=ANN, name="Ann", password=OWN, acting=SYSTEM)
    assert signed_in_with_password(OWN)


@pytest.fixture
def ann() -> Person:
    person = make_person(email=ANN)
    person.set_password(OWN)
    person.save()
    return person


def test_a_further_address_discards_nothing(ann):
    Authenticator.objects.create(user=ann, type="totp", data={})
    browser = sign_in(Client(), ann)
    browser.post("/account/email/", {"action_add": "", "email": "second@example.org"})
    browser.post("/account/confirm-email/", {"code": code_in_letter()})
    assert EmailAddress.objects.get(email="second@example.org").verified
    ann.refresh_from_db()
    assert ann.check_password(OWN)
    assert Authenticator.objects.filter(user=ann).count() == 1
    assert signed_in(browser)


CHANGES = [
    {"action_add": "", "email": "third@example.org"},
    {"action_primary": "", "email": "second@example.org"},
    {"action_remove": "", "email": "second@example.org"},
]


def addresses(person: Person) -> list[tuple]:
    return sorted(EmailAddress.objects.filter(user=person).values_list("email", "primary"))


@pytest.mark.parametrize("form", CHANGES, ids=lambda form: next(iter(form)))
@pytest.mark.parametrize("again", ["", "password"])
def test_addresses_are_changed_only_with_a_fresh_second_factor(ann, form, again):
    EmailAddress.objects.create(user=ann, email="second@example.org", verified=True)
    Authenticator.objects.create(user=ann, type="totp", data={})
    browser = sign_in(Client(), ann, strong=False)
    if again:
        browser.post("/account/reauthenticate/", {"password": OWN})
    before = addresses(ann)
    answer = browser.post("/account/email/", form)
    assert answer["Location"].startswith("/account/2fa/reauthenticate/")
    assert addresses(ann) == before
    run_all()
    assert not mail.outbox


@pytest.mark.parametrize("form", CHANGES, ids=lambda form: next(iter(form)))
def test_addresses_are_changed_with_a_fresh_second_factor_or_without_any(ann, form):
    EmailAddress.objects.create(user=ann, email="second@example.org", verified=True)
    for kinds in ([], ["totp"]):
        for kind in kinds:
            Authenticator.objects.create(user=ann, type=kind, data={})
        cache.clear()
        answer = sign_in(Client(), ann, strong=bool(kinds)).post("/account/email/", form)
        assert "reauthenticate" not in answer["Location"]


def test_every_table_of_the_account_library_that_tells_of_a_person_is_among_what_is_discarded(stranger):
    """A part that is switched on later, such as linked accounts, is walked as well; this names those there are now."""
    of_the_library = {
        model._meta.model_name
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("allauth.")
        and any(field.related_model is Person for field in model._meta.get_fields() if field.is_relation)
    }
    assert of_the_library == {"emailaddress", "authenticator", "usersession"}
