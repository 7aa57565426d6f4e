"""Words of definitions as HTML: a little Markdown, with nothing in it that could harm."""

from functools import lru_cache

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "br", "blockquote", "code"}


@lru_cache(maxsize=1024)
def safe_html(words: str) -> str:
    """Markdown as HTML of a few harmless elements; the address of a link may be http, https, mailto or tel."""
    if not words:
        return ""
    import nh3
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": False}).render(words)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
