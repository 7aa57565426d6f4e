"""Every journey of Eastmere passes by keyboard alone, without JavaScript too, on a small phone, to its number."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import PLACE
from tests.browser.keyboard import answers_of, reach, walk
from tests.browser.life import example_of

from commonweal.blocks.forms.api import find_page
from commonweal.services.definitions import api as definitions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERVICES = sorted(f"{path.parent.name}/{path.stem}" for path in PLACE.glob("services/*/*.yaml"))
REFERENCE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{2,}-[0-9A-Z-]+\b")
MOST_PAGES = 40


def test_the_services_of_the_place_are_found():
    assert len(SERVICES) >= 9
    assert all((Path(PLACE) / "services" / f"{name}.yaml").exists() for name in SERVICES)


def comes_to_a_case(service: str) -> bool:
    return "case" in definitions.published(service).document


def path_of(page: Page) -> str:
    """The address without the place on the page: a button inside a field leads back to the field, and browsers keep
    that place when the next page has none of its own."""
    return page.url.partition("#")[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("service", SERVICES)
def test_a_journey_passes_by_keyboard_alone(site, on_the_day, service, scripts):
    _name, day, given = example_of(service)
    if day:
        on_the_day(day)
    form = definitions.published(service).content("form")
    answers = answers_of(form, given)
    page = site.page("ann", scripts=scripts)
    page.goto(f"{site.url}/services/{service}")
    reach(page, "Start now", tag="BUTTON")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    wide = []
    for _ in range(MOST_PAGES):
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(page.url)
        if path_of(page).endswith("/sent") or not page.locator("main form").count():
            break
        if path_of(page).endswith("/form/check"):
            reach(page, "Send", tag="BUTTON")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            continue
        before = page.url
        walk(page, answers)
        errors = page.locator(".govuk-error-summary li").all_text_contents()
        assert not errors, f"{before}: {errors}"
    if comes_to_a_case(service):
        assert path_of(page).endswith("/sent"), f"stopped at {page.url}"
        assert REFERENCE.search(page.locator("main").inner_text())
    else:
        # A calculator ends with its result: the page where the journey goes out.
        assert find_page(form, path_of(page).rsplit("/", 1)[1]).exit
    assert wide == []
    assert site.said == []
    page.context.close()
