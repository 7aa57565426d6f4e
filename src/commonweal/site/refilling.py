"""Puts what was typed back into the boxes of a rendered page, for any page and any form."""

from html import escape
from html.parser import HTMLParser

from django.http import QueryDict

BOXES = {"text", "email", "tel", "search", "url", "number"}
Change = tuple[int, int, str]  # from, to, what stands there instead


class _Boxes(HTMLParser):
    """Finds the boxes of the form that is sent to `action`, and what hides them."""

    def __init__(self, html: str, page: str, action: str, fields: QueryDict) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.action, self.fields = page, action, fields
        self.starts = [0]
        # Lines as `getpos` counts them: `splitlines` breaks at other characters too.
        for line in html.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.changes: list[Change] = []
        self.inside = False
        self.closed_details: list[tuple[int, str]] = []
        self.textarea: tuple[int, str] | None = None
        self.feed(html)

    def _here(self) -> int:
        line, offset = self.getpos()
        return self.starts[line - 1] + offset

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        written, at = self.get_starttag_text() or "", self._here()
        if tag == "details":
            self.closed_details.append((at, "" if "open" in have else written))
        elif tag == "form":
            self.inside = have.get("method", "").lower() == "post" and (have.get("action") or self.page) == self.action
        elif not self.inside or not self.fields.get(have.get("name", "")):
            return
        elif tag == "textarea":
            self.textarea = (at + len(written), have["name"])
        elif tag == "input" and have.get("type", "text") in BOXES:
            self._fill_input(at, written, have["name"])

    def _fill_input(self, at: int, written: str, name: str) -> None:
        words = escape(str(self.fields[name]))
        rest = written[: -2 if written.endswith("/>") else -1]
        start = rest.find(' value="')
        if start >= 0:
            end = rest.index('"', start + len(' value="')) + 1
            rest = rest[:start] + rest[end:]
        self.changes.append((at, at + len(written), f'{rest} value="{words}">'))
        self._open()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea is not None:
            start, name = self.textarea
            self.changes.append((start, self._here(), "\n" + escape(str(self.fields[name]))))
            self.textarea = None
            self._open()
        elif tag == "form":
            self.inside = False
        elif tag == "details" and self.closed_details:
            self.closed_details.pop()

    def _open(self) -> None:
        """Open what hides the box."""
        for number, (at, written) in enumerate(self.closed_details):
            if written:
                self.changes.append((at, at + len(written), written[:-1] + " open>"))
                self.closed_details[number] = (at, "")


def refilled(html: str, page: str, action: str, fields: QueryDict) -> str:
    """The page with the fields in the boxes of its form that is sent by POST to `action`."""
    for start, end, words in sorted(_Boxes(html, page, action, fields).changes, reverse=True):
        html = html[:start] + words + html[end:]
    return html
