"""In a real browser: account pages are accessible, fit a small phone, work under the strict policy, and passkeys work."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from commonweal.ground.identity.api import ask_correction
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.api import invite_member
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel.acting import Acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
ENTRANCE = ["login/", "signup/", "login/code/", "password/reset/"]
OWN = [
    "",
    "second-step/",
    "my-data/",
    "my-data/correct/",
    "my-data/wrong/",
    "my-data/delete/",
    "email/",
    "password/set/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/add/",
    "sessions/",
    "logout/",
]
STAFF = ["people/", "keys/", "capabilities/", "details/"]


@pytest.fixture(scope="module", autouse=True)
def may_wait() -> Iterator[None]:
    # Playwright runs a loop of its own, in which Django would otherwise refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("COMMONWEAL_CHROMIUM") or "/usr/bin/chromium"
    if not Path(path).exists():
        pytest.fail(f"{path} is not there: install Chromium, or name it in COMMONWEAL_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGS.split())
        yield launched
        launched.close()


def at(live_server, path: str) -> str:
    # A passkey belongs to a name, not to a number.
    return f"http://localhost:{urlsplit(live_server.url).port}{path}"


def as_person(browser: Browser, live_server, person, *, strong: bool, width: int = 320) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 800})
    client = sign_in(Client(), person, strong=strong)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": at(live_server, "/")}])
    return context


def listening(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


def is_fine(page: Page, address: str) -> None:
    said = listening(page)
    response = page.goto(address)
    assert response.status == 200
    assert page.url == address, "the page led elsewhere"
    found = [(v["id"], [n["html"] for n in v["nodes"]][:2]) for v in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert said == []


@pytest.mark.parametrize("path", ENTRANCE)
def test_an_entrance_is_accessible_and_fits_a_small_phone(browser, live_server, path):
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    is_fine(page, at(live_server, f"/account/{path}"))


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_ones_account_is_accessible_and_fits_a_small_phone(browser, live_server, path):
    person = make_person("Ann Example", address={"line1": "1 High Street", "town": "Eastmere", "postcode": "EM1 1AA"})
    is_fine(as_person(browser, live_server, person, strong=False).new_page(), at(live_server, f"/account/{path}"))


@pytest.mark.parametrize("path", ["2fa/webauthn/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/"])
def test_a_page_about_the_second_step_is_accessible_and_fits_a_small_phone(browser, live_server, path, settings):
    settings.MFA_REAUTHENTICATION_REQUIRED = False
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    person = make_person()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(person)
    context = as_person(browser, live_server, person, strong=True)
    page = context.new_page()
    page.goto(at(live_server, f"/account/{path}"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("path", STAFF)
def test_a_page_of_an_organisation_is_accessible_and_fits_a_small_phone(browser, live_server, path):
    person, organisation = make_person("Mair Manager"), make_organisation("the-council", name={"en": "The Council"})
    make_staff(organisation, person, "manager")
    context = as_person(browser, live_server, person, strong=True)
    is_fine(context.new_page(), at(live_server, f"/organisations/the-council/{path}"))


def test_the_demo_page_is_accessible_and_signs_in_by_one_press(browser, live_server, settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "commonweal.ground.identity.tests.demo_urls"
    make_person("Ann Resident", preferences={"demo": {"en": "Rents a flat by the lake"}})
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    is_fine(page, at(live_server, "/account/demo/?next=/account/"))
    page.get_by_role("button", name="Sign in as Ann Resident").press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == "/account/")


def test_an_invitation_is_accessible_and_fits_a_small_phone(browser, live_server):
    organisation = make_organisation("the-council", name={"en": "The Council"})
    manager = make_staff(organisation, make_person(), "manager")
    made = invite_member(organisation=str(organisation.pk), email="n@example.org", roles=["officer"], acting=manager)
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    is_fine(page, at(live_server, f"/organisations/invitations/{invitation_token(made.id)}/"))


def test_a_refused_form_is_accessible_and_says_what_is_wrong(browser, live_server):
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    page.goto(at(live_server, "/account/login/"))
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in with password").click()
    assert page.locator(".govuk-error-summary").is_visible()
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


def test_without_scripts_no_passkey_button_is_offered(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(at(live_server, "/account/login/"))
    assert page.locator("#passkey_login").is_hidden()


def test_details_are_corrected_by_keyboard_alone_without_scripts(browser, live_server):
    person = make_person("Ann Example")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    client = sign_in(Client(), person, strong=False)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": at(live_server, "/")}])
    page = context.new_page()
    page.goto(at(live_server, "/account/my-data/correct/"))
    page.locator("#name").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Ann Other")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/my-data/")
    person.refresh_from_db()
    assert person.name == "Ann Other"


def has_a_device(context: BrowserContext, page: Page) -> None:
    """Give the browser a made-up authenticator, which always finds its user present."""
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def test_an_invited_colleague_adds_a_passkey_accepts_and_signs_in_by_it_to_work(browser, live_server):
    organisation = make_organisation("the-council", name={"en": "The Council"})
    manager = make_staff(organisation, make_person(), "manager")
    made = invite_member(organisation=str(organisation.pk), email="mair@example.org", roles=["manager"], acting=manager)
    person = make_person("Mair Manager", email="mair@example.org")
    context = as_person(browser, live_server, person, strong=False, width=390)
    page = context.new_page()
    said = listening(page)
    has_a_device(context, page)
    invitation = at(live_server, f"/organisations/invitations/{invitation_token(made.id)}/")
    page.goto(invitation)
    page.get_by_role("link", name="Go on to my second step").click()
    page.get_by_role("link", name="Set up my second step").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Use it without a password").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "add" not in url)
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    page.goto(invitation)
    page.get_by_role("link", name="Go on to my second step").click()
    page.get_by_role("link", name="Show my second step").click()
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.get_by_role("button", name="Accept the invitation").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/desk/")
    context.clear_cookies()
    page.goto(at(live_server, "/account/login/?next=/organisations/the-council/people/"))
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/organisations/the-council/people/")
    assert page.get_by_text("Mair Manager").first.is_visible()
    assert said == []


def test_requests_for_corrections_are_read_on_a_small_phone(live_server, browser):
    organisation = make_organisation("town", roles_in_place=["steward"])
    asked = ask_correction(
        model="account.EmailAddress", field="email", words="x", acting=Acting(actor=make_person().ref)
    )
    boss = make_person()
    make_staff(organisation, boss, "manager")
    page = as_person(browser, live_server, boss, strong=True).new_page()
    for path in ("", f"{asked}/"):
        is_fine(page, at(live_server, f"/account/corrections/town/{path}"))
