"""In a real browser: nothing is inaccessible, nothing overflows a small phone, nothing is refused by the policy."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from commonweal.web import styleguide

pytestmark = pytest.mark.browser

ARGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    """The style guide on a free port, with our Content-Security-Policy and without a database."""
    urls = "commonweal.web.tests.browser_urls"
    with override_settings(DEMO=True, DEBUG=True, MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF=urls, ALLOWED_HOSTS=["*"]):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Silent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/styleguide/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("COMMONWEAL_CHROMIUM") or "/usr/bin/chromium"
    if not Path(path).exists():
        pytest.fail(f"{path} is not there: install Chromium, or name it in COMMONWEAL_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGS.split())
        yield launched
        launched.close()


def opened(browser: Browser, address: str, width: int, *, scripts: bool = True) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(address)
    return page, said


@pytest.mark.parametrize("name", styleguide.PAGES)
def test_axe_finds_nothing_and_nothing_overflows_320_pixels(browser: Browser, site: str, name: str) -> None:
    page, said = opened(browser, site + (f"{name}/" if name else ""), 320)
    found = [(v["id"], [n["html"] for n in v["nodes"]][:2]) for v in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert said == []


@pytest.mark.parametrize("name", ["", "desk", "fields"])
def test_axe_finds_nothing_on_a_wide_screen(browser: Browser, site: str, name: str) -> None:
    page, said = opened(browser, site + (f"{name}/" if name else ""), 1280)
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    assert said == []


def test_welsh_pages_fit_a_small_phone_too(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site.replace("styleguide/", "language/cy/?next=/styleguide/fields/"), 320)
    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_press_of_tab_offers_to_skip_to_the_content(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + "journey/", 390)
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.get_attribute("href") == "#main"
    assert link.bounding_box()["height"] > 30
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"


def test_the_error_summary_is_read_first_and_its_links_reach_their_boxes(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + "fields/", 390)
    assert "govuk-error-summary" in (page.locator(":focus").get_attribute("class") or "")
    page.locator(".govuk-error-summary a", has_text="when were you born").click()
    assert page.locator(":focus").get_attribute("name") == "born-wrong-day"


CENTRES = """[...document.querySelectorAll(".govuk-radios--inline .govuk-radios__item")].map(item => {
  const words = document.createRange(); words.selectNodeContents(item.querySelector("label"))
  return [words, item.querySelector("input")].map(each => each.getBoundingClientRect()).map(box => box.top + box.height / 2)
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_answers_side_by_side_stand_at_the_height_of_their_circles(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, site + "fields/", width)
    centres = page.evaluate(CENTRES)
    assert centres
    assert [round(words - circle) for words, circle in centres] == [0] * len(centres)


def test_characters_left_are_counted(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + "fields/", 390)
    page.locator("#story").fill("x" * 301)
    assert page.locator("#story-info").text_content() == "You have 1 characters too many"


def test_none_of_these_clears_the_others(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + "fields/", 390)
    page.locator("input[name=help][value=none]").check()
    assert page.locator("input[name=help]:checked").count() == 1


def test_without_scripts_no_dead_button_is_offered(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + "confirmation/", 390, scripts=False)
    assert page.locator("[data-copy]").is_hidden()
    assert page.locator("[data-print]").is_hidden()


def test_a_map_shows_its_places_and_a_press_fills_the_boxes(browser: Browser, site: str) -> None:
    page, said = opened(browser, site + "map/", 390)
    places = page.locator("path.leaflet-interactive[stroke='#fff']")
    places.first.wait_for()
    assert places.count() == 2
    page.locator(".cw-map__live").scroll_into_view_if_needed()
    places.last.click()
    assert page.locator(".leaflet-popup a", has_text="Mill Hill").get_attribute("href") == "/styleguide/"
    box = page.locator(".cw-map__live").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] - 20)
    assert page.locator("#place-lat").input_value().startswith("53.")
    assert page.locator("#place-lon").input_value().startswith("-3.")
    assert said == []


def test_the_desk_is_walked_by_keyboard(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site + "desk/", 1280)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(":focus").text_content() == "EM-3B8D-9T"
    page.keyboard.press("?")
    assert page.locator("#keyboard-help").get_attribute("open") is not None
