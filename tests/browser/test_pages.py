"""Axe finds nothing on any type of page, none is wider than a small phone, and none breaks the strict policy."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db.utils import OperationalError
from django.urls import URLPattern, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from tests.isolation.doors import all_doors, seen_by

from commonweal.kernel.problems import TooMany
from commonweal.kernel.testing import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Who there is in the place of these tests; the first for whom a page is meant looks at it.
PEOPLE = {
    "stranger": Walker("stranger"),
    "ann": Walker("ann", person=True),
    "manager": Walker("manager", person=True, roles={"town": frozenset({"manager"})}, fresh=True),
    "steward": Walker("steward", person=True, roles={"region": frozenset({"manager"})}, steward=True, fresh=True),
}
# Addresses that answer something else than a page of their own, or that have no page to look at.
NO_PAGES = {
    "health-live",
    "health-ready",
    "metrics",
    "web:language",
    "web:styleguide-theme",
    "web:styleguide",
    "web:styleguide-page",
    "organisations:theme",
    "organisations:switch",
    "organisations:withdraw",
    "identity:download",
    "forms:download",
    "journeys:begin",
    "journeys:resume",
    "journeys:resume-here",
    "journeys:done",
    "desk:save-view",
    "desk:forget-view",
    "desk:bulk-result",
    "desk:replay",
    "messages:outbox",
    # These take forms only; where they were sent from is a page of its own.
    "desk:bulk",
    "desk:do",
    "desk:new-service",
    "desk:version-do",
    "messages:preferences",
    # A part of the queue's page, and files of figures.
    "desk:beside",
    "performance:overview-csv",
    "performance:service-csv",
    # For staff who have not shown a second factor yet: see identity's own tests.
    "identity:second-step",
}
QUERIES = {"desk:changes": "?old=1&new=1", "portal:search": "?q=bin"}
# Where designers find pictures of all pages after a run; nothing is written without it.
PICTURES = os.environ.get("COMMONWEAL_PICTURES", "")


def patterns(found: list, namespace: str = "") -> dict[str, URLPattern]:
    named: dict[str, URLPattern] = {}
    for each in found:
        if hasattr(each, "url_patterns"):
            named |= patterns(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        elif each.name:
            named[f"{namespace}{each.name}"] = each
    return named


def address(name: str, arguments: dict) -> str | None:
    pattern = patterns(get_resolver().url_patterns)[name].pattern
    wanted = pattern.converters or pattern.regex.groupindex
    try:
        return reverse(name, kwargs={key: arguments[key] for key in wanted})
    except (NoReverseMatch, KeyError):
        return None


# Every form that changes something is sent once, however often it is pressed within a moment.
SENT_TWICE = """() => [...document.querySelectorAll("form")]
  .filter((form) => form.method === "post")
  .filter((form) => {
    const press = () => form.dispatchEvent(new SubmitEvent("submit", {bubbles: true, cancelable: true}));
    return !press() || press();
  })
  .map((form) => form.outerHTML.slice(0, 200))"""


def faults(site, page, answer) -> list:
    """What is wrong with a page that is open."""
    wrong: list = [(v["id"], [n["html"][:200] for n in v["nodes"]][:2]) for v in Axe().run(page).response["violations"]]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        wrong.append(f"{width} pixels wide")
    # What the server refuses, the browser itself says as an error; that is no breach of the policy.
    wrong += [words for words in site.said if "Failed to load resource" not in words]
    if "script-src 'self'" not in (answer.headers.get("content-security-policy") or ""):
        wrong.append("no policy")
    return wrong + page.evaluate(SENT_TWICE)


PAGES = {door.place for door in all_doors() if door.is_page and door.method == "GET"}
WALKED = sorted(name for name in PAGES - NO_PAGES if seen_by(name, PEOPLE))


@pytest.mark.parametrize("name", WALKED)
def test_a_page_is_accessible_narrow_and_within_the_policy(site, name):
    where = address(name, site.life.arguments | site.life.only_for.get(name, {}))
    assert where, f"{name} cannot be addressed: give its arguments"
    page = site.page(seen_by(name, PEOPLE))
    where += QUERIES.get(name, "")
    answer = page.goto(site.url + where)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name.replace(':', '-')}.png", full_page=True)
    assert answer.status == 200
    assert page.url.split("?")[0].endswith(where.split("?")[0]), f"led to {page.url}"
    assert faults(site, page, answer) == []
    page.context.close()


ACCOUNT = sorted(
    n
    for n in patterns(get_resolver("commonweal.site.urls").url_patterns)
    if n.startswith(("account_", "mfa_", "usersessions_"))
)


@pytest.mark.parametrize("who", ["stranger", "ann"])
def test_pages_of_the_account_library_are_accessible_too(site, who):
    wrong, seen = {}, 0
    for name in ACCOUNT:
        where = address(name, site.life.arguments)
        if where is None:
            continue
        page = site.page(who)
        answer = page.goto(site.url + where)
        html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status == 200 and html and page.url == site.url + where:
            seen += 1
            found = faults(site, page, answer)
            if found:
                wrong[name] = found
        assert answer.status < 500, name
        page.context.close()
    assert wrong == {}
    assert seen >= 4


def test_the_description_of_the_api_is_accessible_and_needs_nobody_else(site):
    page = site.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{site.url}/api/docs")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/api-docs.png")
    assert faults(site, page, answer) == []
    assert [url for url in asked if not url.startswith(site.url)] == []


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (429, TooMany("Too often.", retry_after=90)),
        (500, RuntimeError("a fault of ours")),
        (503, OperationalError("gone")),
    ],
)
def test_an_error_page_is_accessible(site, monkeypatch, status, fault):
    def refuse(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr("commonweal.portal.views.help_pages.render", refuse)
    page = site.page()
    answer = page.goto(f"{site.url}/help/")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/error-{status}.png", full_page=True)
    assert answer.status == status
    assert faults(site, page, answer) == []


@pytest.mark.parametrize(("who", "where", "status"), [("stranger", "/nothing-here/", 404), ("ann", "/desk/", 403)])
def test_a_refusal_is_accessible(site, who, where, status):
    page = site.page(who)
    answer = page.goto(site.url + where)
    assert answer.status == status
    assert faults(site, page, answer) == []
