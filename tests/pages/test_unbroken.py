"""The number of a case is kept on one line on every page that somebody sees."""

import re
from html.parser import HTMLParser

import pytest

from tests.isolation.world import World
from tests.pages.conftest import pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUMBER = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{5}\b")
PLAIN = {"title", "textarea", "option", "script", "style"}
EMPTY = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line", "use"}


class _Numbers(HTMLParser):
    """Numbers in the text of a page: how many, and those that a browser may break."""

    def __init__(self) -> None:
        super().__init__()
        self.around: list[tuple[str, str]] = []
        self.seen, self.broken = 0, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.around.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, classes = self.around[-1] if self.around else ("", "")
        for number in NUMBER.findall(data) if tag not in PLAIN else ():
            self.seen += 1
            if "cw-nowrap" not in classes.split():
                self.broken.append(number)


def test_no_page_breaks_the_number_of_a_case(world: World) -> None:
    broken, seen = [], 0
    for who in ("ann", "officer"):
        for page, response in pages_of(world, world.who[who]):
            reader = _Numbers()
            reader.feed(response.content.decode())
            seen += reader.seen
            broken += [f"{who} {page} {number}" for number in reader.broken]
    assert seen > 15
    assert broken == []
