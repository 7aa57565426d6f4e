"""An officer works a case by keyboard alone, with scripts and without: opens it, moves it on, writes to the applicant."""

import pytest
from tests.browser.keyboard import MOST_TABS, here, reach, reach_named
from tests.browser.life import apply_as_ann

from commonweal.blocks.cases import api as cases
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import acting_of_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def enter(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_case_is_opened_moved_on_and_answered_by_keyboard(site, scripts):
    sent = apply_as_ann(site.life.people["ann"])
    page = site.page("manager", scripts=scripts)
    page.goto(f"{site.url}/desk/cases/?order=newest")
    reach(page, sent.reference, tag="A")
    enter(page)
    assert sent.reference in page.locator("h1").first.text_content()

    reach(page, "Send a crew back")
    if here(page)["tag"] == "SUMMARY":
        page.keyboard.press("Enter")
        reach(page, "Send a crew back", tag="BUTTON")
    enter(page)
    assert "Done. The case is now" in page.locator("main").inner_text()

    reach(page, "Write to the applicant", tag="SUMMARY")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    words = {"subject": "Your bin", "text": "We come on Friday."}
    for _ in range(12):
        at = here(page)
        for name, said in words.items():
            if at["name"].endswith(name):
                page.keyboard.type(said)
        if at["tag"] == "BUTTON":
            break
        page.keyboard.press("Tab")
    enter(page)
    council = Organisation.objects.get(key="eastmere-council")
    view = cases.case(sent.case, acting=acting_of_staff(council, site.life.people["manager"]))
    assert view.card.state != "received"
    assert [letter.subject for letter in view.letters if letter.text == "We come on Friday."] == ["Your bin"]
    page.context.close()


def test_a_ticked_case_is_taken_by_its_shortcut_and_the_result_says_so(site):
    sent = apply_as_ann(site.life.people["ann"])
    page = site.page("manager", width=1280)
    page.goto(f"{site.url}/desk/cases/?view=unassigned&order=newest")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if here(page)["value"] == sent.case:
            break
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("t")
    said = page.locator("main").inner_text()
    assert sent.reference in said
    assert "Done" in said
    page.context.close()


def test_the_queue_is_searched_by_keyboard(site):
    page = site.page("manager", width=1280)
    page.goto(f"{site.url}/desk/cases/")
    reach_named(page, "reference")
    page.keyboard.type(site.life.reference)
    enter(page)
    assert site.life.reference in page.locator("main").inner_text()


def test_the_shortcuts_can_be_switched_off_and_on_by_keyboard(site):
    page = site.page("manager", width=1280)
    page.goto(f"{site.url}/desk/cases/")

    def works() -> bool:
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        return here(page)["tag"] == "A"

    assert works()
    for words, then in (("Switch these keys off", False), ("Switch these keys on", True)):
        page.reload()
        reach(page, "Keyboard shortcuts", tag="SUMMARY")
        page.keyboard.press("Enter")
        reach(page, words, tag="BUTTON")
        page.keyboard.press("Enter")
        assert works() is then
        page.reload()
        assert works() is then, "the choice is kept"
    page.context.close()
