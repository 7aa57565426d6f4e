"""Words in HTML, as other platforms keep them, as Markdown."""

from html.parser import HTMLParser

_BEFORE = {"p": "\n\n", "div": "\n\n", "li": "\n- ", "br": "\n", "ul": "\n\n", "ol": "\n\n", "hr": "\n\n"}
_HEADINGS = {"h1": "\n\n## ", "h2": "\n\n## ", "h3": "\n\n### ", "h4": "\n\n### "}
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hrefs: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._hidden += 1
        elif tag == "a":
            self._hrefs.append(dict(attrs).get("href") or "")
            self.parts.append("[")
        else:
            self.parts.append(_BEFORE.get(tag) or _HEADINGS.get(tag) or _AROUND.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._hrefs:
            self.parts.append(f"]({self._hrefs.pop()})")
        elif tag in _HEADINGS:
            self.parts.append("\n\n")
        else:
            self.parts.append(_AROUND.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data.replace("\n", " "))


def markdown_from(html: str) -> str:
    """Paragraphs, lists, headings, links and emphasis; everything else as its words alone."""
    if "<" not in html:
        return html.replace("\r\n", "\n").strip()
    reader = _Reader()
    reader.feed(html)
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
