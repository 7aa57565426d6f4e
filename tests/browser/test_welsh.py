"""In Welsh the home page and a whole journey have no English words left."""

import pytest
from django.conf import settings
from tests.browser.keyboard import answers_of, reach, walk
from tests.browser.life import example_of

from commonweal.services.definitions import api as definitions
from commonweal.site.translating.collecting import collect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SERVICE = "eastmere-council/missed-bin"
# All words that are seen or read aloud, each with no space around it.
SAID = """() => { const found = [document.title]; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
 while (walk.nextNode()) { if (!["SCRIPT", "STYLE"].includes(walk.currentNode.parentElement.tagName)) found.push(walk.currentNode.data) }
 for (const e of document.querySelectorAll("[aria-label],[placeholder],[title],[alt]"))
  for (const name of ["aria-label", "placeholder", "title", "alt"]) if (e.getAttribute(name)) found.push(e.getAttribute(name));
 return found.map(one => one.replace(/\\s+/g, " ").trim()).filter(one => one) }"""


def _texts(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["en"].strip()} if isinstance(node.get("en"), str) and node.get("cy") != node["en"] else set()
        return own.union(*(_texts(each) for each in node.values()))
    return set().union(*(_texts(each) for each in node)) if isinstance(node, list) else set()


@pytest.fixture(scope="module")
def english(site) -> set[str]:
    """What would be English: all words of all catalogues, and the English texts of all services and the place."""
    words = set()
    for room in collect("cy"):
        for entry in room.entries.values():
            if entry.words.singular not in entry.forms and "%(" not in entry.words.singular:
                words.add(entry.words.singular)
    # The setting has one name of the place for all languages.
    document = dict(definitions.published(SERVICE).document)
    return words | _texts(document) | _texts([vars(definitions.place())]) - {"", settings.PLACE_NAME}


def left(page, english: set[str]) -> set[str]:
    return {said for said in page.evaluate(SAID) if said in english}


def test_the_catalogue_is_not_empty(english):
    assert len(english) > 500


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/services/",
        "/search?q=bin",
        "/help/",
        "/help/how-it-works",
        f"/services/{SERVICE}",
        "/account/login/",
        "/nothing/",
    ],
)
def test_a_page_of_the_portal_has_no_english_left(site, english, path):
    page = site.page(language="cy")
    page.goto(site.url + path)
    assert page.locator("html").get_attribute("lang") == "cy"
    assert left(page, english) == set()
    page.context.close()


@pytest.mark.parametrize("path", ["/dashboard/", "/messages/", "/account/"])
def test_a_page_of_ones_own_has_no_english_left(site, english, path):
    page = site.page("ann", language="cy")
    page.goto(site.url + path)
    assert left(page, english - {"Your bin"}) == set()
    page.context.close()


def test_a_journey_has_no_english_left_from_start_to_number(site, english, on_the_day):
    _name, day, given = example_of(SERVICE)
    on_the_day(day)
    answers = answers_of(definitions.published(SERVICE).content("form"), given)
    typed = {value for values in answers.typed.values() for value in values}
    page = site.page("ann", language="cy")
    page.goto(f"{site.url}/services/{SERVICE}")
    reach(page, "Dechrau nawr", tag="BUTTON")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found: dict[str, set[str]] = {}
    for _ in range(20):
        found[page.url] = left(page, english - typed)
        if page.url.endswith("/sent"):
            break
        if page.url.endswith("/form/check"):
            reach(page, "Anfon", tag="BUTTON")
            with page.expect_navigation():
                page.keyboard.press("Enter")
        else:
            walk(page, answers)
    assert page.url.endswith("/sent")
    assert {url: words for url, words in found.items() if words} == {}
