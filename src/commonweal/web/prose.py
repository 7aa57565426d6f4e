"""Turns the Markdown that editors and residents write into safe HTML."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

ALLOWED = "p h2 h3 h4 ul ol li a strong em blockquote code pre hr br table thead tbody tr th td"
ATTRIBUTES = {"a": {"href"}, "th": {"scope"}, "ol": {"start"}}
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def _fitted(tokens: list[Token]) -> None:
    """The page has its own h1, so the highest headings of a text become h2, however the writer began."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 2, 4)}"
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {}


@lru_cache(maxsize=512)
def markdown(source: str) -> Markup:
    """HTML of `source` with a short list of allowed tags; scripts, styles, pictures and raw HTML are removed."""
    tokens = _READER.parse(source)
    _fitted(tokens)
    html = _READER.renderer.render(tokens, _READER.options, {})
    safe = nh3.clean(
        html,
        tags=set(ALLOWED.split()),
        attributes=ATTRIBUTES,
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
    return Markup(safe)  # noqa: S704 - nh3 has just cleaned it
