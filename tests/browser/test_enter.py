"""Enter in any box of a page with rows continues, and no row is lost."""

import pytest
from tests.browser.life import example_of

from commonweal.kernel.acting import Acting
from commonweal.services.journeys import api as journeys

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SERVICE = "eastmere-council/council-tax-reduction"
ROWS = [
    {"kind": "wages", "amount": 60000, "period": "month"},
    {"kind": "pension", "amount": 12000, "period": "week"},
    {"kind": "benefit", "amount": 4000, "period": "week"},
]


def draft_with_rows(site) -> str:
    _name, _day, given = example_of(SERVICE)
    ann = Acting(actor=site.life.people["ann"].ref, assurance="high")
    journey = str(journeys.begin_journey(service=SERVICE, acting=ann, language="en").pk)
    journeys.give_answers(journey=journey, answers={**given, "incomes": ROWS, "savings": 10000}, acting=ann)
    return journey


def kept(site, journey: str) -> list[dict]:
    ann = Acting(actor=site.life.people["ann"].ref, assurance="high")
    return journeys.my_journey(journey, ann).answers["incomes"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_enter_in_each_box_of_a_page_with_rows_goes_on_and_keeps_every_row(site, on_the_day, scripts):
    on_the_day(example_of(SERVICE)[1])
    journey = draft_with_rows(site)
    page = site.page("ann", scripts=scripts)
    address = f"{site.url}/apply/{journey}/form/money"
    page.goto(address)
    names = page.locator("main form input[type=text]").evaluate_all("all => all.map(one => one.name)")
    assert len(names) == len(ROWS) + 1
    assert page.get_by_role("button", name="Remove").count() == len(ROWS)
    for name in names:
        page.goto(address)
        page.locator(f"[name='{name}']").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url != address, f"Enter in {name} stays on the page"
        assert kept(site, journey) == ROWS
    page.goto(address)
    shown = page.locator("main form button").evaluate_all("all => all.filter(one => one.tabIndex >= 0)[0].textContent")
    assert "Continue" not in shown
    page.context.close()
