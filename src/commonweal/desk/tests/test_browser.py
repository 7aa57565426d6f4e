"""In a real browser: no page is inaccessible or too wide, the desk is worked by keyboard, and without scripts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from commonweal.blocks.cases import api as cases
from commonweal.desk.tests.conftest import SERVICE
from commonweal.kernel.acting import Acting
from commonweal.services.definitions import api as definitions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
# Where designers find pictures of all pages after a run; nothing is written without it.
PICTURES = os.environ.get("COMMONWEAL_PICTURES", "")


@pytest.fixture(scope="module", autouse=True)
def _may_wait() -> Iterator[None]:
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


@pytest.fixture
def busy(people, make_case):
    """Cases in many states; the first is full of life."""
    officer, applicant = people.acting["officer"], Acting(actor=people.resident.ref)
    opened = [make_case(answers={"name": "Rhian Resident", "cars": 1 + number % 3}) for number in range(9)]
    first = opened[0]
    cases.take(case=first.id, acting=officer)
    cases.add_note(case=first.id, text="Called on Monday; nobody was there.\nTry again after five.", acting=officer)
    cases.write_to_applicant(case=first.id, subject="Your permit", text="We will look at it this week.", acting=officer)
    cases.write_to_staff(case=first.id, text="Thank you. The car is blue.", acting=applicant)
    cases.request_information(case=first.id, question="What is the number plate?", acting=officer)
    cases.link_cases(case=first.id, other=opened[1].reference, acting=officer)
    cases.set_priority(case=opened[2].id, priority="urgent", acting=officer)
    cases.assign(case=opened[3].id, person=str(people.second.pk), acting=people.acting["manager"])
    cases.decide(case=opened[4].id, transition="refuse", reasons="The street has no permits.", acting=officer)
    text = definitions.version_text(SERVICE, 1, acting=people.acting["editor"]).source
    definitions.save_draft(
        service=SERVICE, source=text.replace("cars <= 2", "cars <= tow"), acting=people.acting["editor"]
    )
    return opened


def session(
    browser: Browser, live_server, client, width: int, *, scripts: bool = True, height: int = 900
) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    return context


def addresses(opened) -> dict[str, tuple[str, str]]:
    first, decided = opened[0].id, opened[4].id
    service = f"/desk/services/{SERVICE}"
    return {
        "my-work": ("officer", "/desk/"),
        "queue": ("officer", "/desk/cases/"),
        "queue-filtered": ("officer", "/desk/cases/?view=open&priority=high"),
        "queue-empty": ("officer", "/desk/cases/?view=open&priority=low"),
        "case": ("officer", f"/desk/cases/{first}/"),
        "case-decided": ("viewer", f"/desk/cases/{decided}/"),
        "history": ("officer", f"/desk/cases/{first}/history"),
        "choose": ("manager", "/desk/organisation"),
        "services": ("manager", "/desk/services/"),
        "service": ("manager", f"{service}/"),
        "draft": ("editor", f"{service}/draft"),
        "version": ("reviewer", f"{service}/1/"),
        "version-draft": ("editor", f"{service}/2/"),
        "preview": ("editor", f"{service}/1/preview"),
        "journal": ("manager", "/desk/journal/"),
        "failed-work": ("manager", "/desk/failed-work/"),
        "figures": ("manager", "/performance/own/"),
        "figures-public": ("manager", "/performance/"),
        "figures-service": ("manager", f"/performance/{SERVICE}/"),
    }


@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(browser, live_server, signed_in, busy, width):
    wrong = {}
    for name, (who, address) in addresses(busy).items():
        page = session(browser, live_server, signed_in(who), width).new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text) if message.type == "error" else None)
        answer = page.goto(live_server.url + address)
        found = [(v["id"], [n["html"] for n in v["nodes"]][:2]) for v in Axe().run(page).response["violations"]]
        too_wide = page.evaluate("document.documentElement.scrollWidth") - width
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
        if answer.status != 200 or found or too_wide > 0 or said:
            wrong[name] = (answer.status, found, too_wide, said)
        page.context.close()
    assert wrong == {}


def opened_at(browser, live_server, client, address: str, *, width: int = 1440, scripts: bool = True) -> Page:
    page = session(browser, live_server, client, width, scripts=scripts).new_page()
    page.goto(live_server.url + address)
    return page


def test_a_case_is_looked_at_beside_the_queue_by_keyboard(browser, live_server, signed_in, busy):
    page = opened_at(browser, live_server, signed_in("officer"), "/desk/cases/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    reference = page.locator(":focus").text_content()
    page.keyboard.press("Enter")
    page.locator("#beside h2").wait_for()
    assert reference in page.locator("#beside h2").text_content()
    said = page.locator("[role=status]").last.text_content()
    assert said == f"{reference} is shown next to the list. Press Enter again to open it."
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/beside-1440.png")
    page.keyboard.press("o")
    page.wait_for_url("**/desk/cases/*-*/")
    assert reference in page.locator("h1").text_content()


def test_on_a_narrow_screen_the_same_link_opens_the_case(browser, live_server, signed_in, busy):
    page = opened_at(browser, live_server, signed_in("officer"), "/desk/cases/", width=390)
    page.locator("a[data-open]").first.click()
    page.wait_for_url("**/desk/cases/*-*/")


def test_cases_are_chosen_and_taken_by_keyboard_alone(browser, live_server, signed_in, people, busy):
    page = opened_at(browser, live_server, signed_in("officer"), "/desk/cases/?view=unassigned")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("t")
    page.wait_for_url("**/result")
    assert "1 case was done." in page.locator("main").text_content()


def test_a_case_is_decided_without_scripts(browser, live_server, signed_in, busy):
    page = opened_at(browser, live_server, signed_in("officer"), f"/desk/cases/{busy[5].id}/", width=390, scripts=False)
    page.locator("summary", has_text="Refuse").click()
    page.locator("#move-refuse-reason").fill("The street has no permits.")
    page.get_by_role("button", name="Refuse").click()
    assert "The case is now: Refused." in page.locator("main").text_content()


def test_a_refused_act_opens_its_form_and_names_the_box(browser, live_server, signed_in, busy):
    page = opened_at(browser, live_server, signed_in("officer"), f"/desk/cases/{busy[5].id}/", width=390)
    page.locator("summary", has_text="Refuse").click()
    page.locator("details[open]").get_by_role("button", name="Refuse").click()
    page.locator(".govuk-error-summary a").click()
    assert page.locator(":focus").get_attribute("id") == "move-refuse-reason"
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
