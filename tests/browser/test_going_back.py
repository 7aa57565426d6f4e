"""Going back to a page that refused a form shows it again, with what was typed and without a question of the browser;
changing the language in the middle of a page keeps what was typed. By keyboard, with scripts and without."""

import pytest
from tests.browser.keyboard import here, reach, reach_named
from tests.browser.life import SERVICE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BY_SCRIPT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def enter(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def begun(site, *, scripts: bool):
    """A guest's browser on the first page of a journey, which asks for an address."""
    page = site.page(scripts=scripts)
    page.goto(f"{site.url}/services/{SERVICE}")
    reach(page, "Start now", tag="BUTTON")
    enter(page)
    return page


@BY_SCRIPT
def test_going_back_to_a_page_that_refused_what_was_typed_shows_it_again(site, scripts):
    page = begun(site, scripts=scripts)
    box = page.locator("input[type=text]").first.get_attribute("name")
    reach_named(page, box)
    page.keyboard.type("nowhere at all")
    reach(page, "Continue", tag="BUTTON")
    enter(page)
    refused = page.url
    assert page.title().startswith("Error:")
    page.goto(f"{site.url}/help/")
    page.go_back()
    assert page.url == refused
    assert page.title().startswith("Error:")
    assert page.locator(f"input[name='{box}']").input_value() == "nowhere at all"
    page.reload()
    assert page.locator(f"input[name='{box}']").input_value() == "nowhere at all"
    page.context.close()


@BY_SCRIPT
def test_the_language_is_changed_in_the_middle_of_a_page_and_what_was_typed_is_kept(site, scripts):
    page = begun(site, scripts=scripts)
    box = page.locator("input[type=text]").first.get_attribute("name")
    reach_named(page, box)
    page.keyboard.type("EA3 1HN")
    for _ in range(100):
        page.keyboard.press("Shift+Tab")
        if here(page)["text"] == "Cymraeg":
            break
    enter(page)
    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.locator(f"input[name='{box}']").input_value() == "EA3 1HN"
    page.context.close()


@BY_SCRIPT
def test_finding_an_address_leads_on_at_the_addresses_that_were_found(site, scripts):
    page = begun(site, scripts=scripts)
    box = page.locator("input[name$=-postcode]").first.get_attribute("name")
    reach_named(page, box)
    page.keyboard.type("EA3 1HN")
    reach(page, "Find address", tag="BUTTON")
    enter(page)
    page.keyboard.press("Tab")
    assert here(page)["text"] == "Change postcode"
    page.keyboard.press("Tab")
    assert here(page)["tag"] == "SELECT"
    assert page.url.endswith("#address")
    page.keyboard.press("ArrowDown")
    reach(page, "Continue", tag="BUTTON")
    enter(page)
    assert "#" not in page.url  # the next page begins at its top
    page.context.close()
