"""Markdown becomes HTML that cannot do harm and fits below a page's heading."""

import pytest

from commonweal.web.prose import markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![x](https://x.example/a.png)",
        '<a href="#" onclick="x()">a</a>',
        "<style>*{}</style>",
        "[a](data:text/html,x)",
        '<img src=x onerror="x()">',
    ],
)
def test_nothing_hostile_passes(hostile: str) -> None:
    html = markdown(hostile)
    for mark in ("<script", 'href="javascript', 'href="data', "<img", "<style"):
        assert mark not in html
    assert not any(f"<{tag} on" in html or f'<{tag} href="#" on' in html for tag in ("a", "img"))


@pytest.mark.parametrize("source", ["# A\n\n## B", "## A\n\n### B", "### A\n\n#### B"])
def test_headings_begin_below_the_page_heading(source: str) -> None:
    assert markdown(source) == "<h2>A</h2>\n<h3>B</h3>\n"


def test_links_lists_and_tables_stay() -> None:
    html = markdown("- [a](https://x.example)\n\n|h|\n|-|\n|c|")
    assert 'href="https://x.example"' in html
    assert 'rel="noopener nofollow"' in html
    assert '<th scope="col">h</th>' in html
