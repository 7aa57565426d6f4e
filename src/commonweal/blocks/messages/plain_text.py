"""Markdown as plain text, for email."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Without joining, an escaped character keeps a token of its own. Tables stay as they are written.
_READER = MarkdownIt("commonmark", {"html": False}).disable("text_join")
# Marks escaped characters until the end; the parser lets no NUL through, so that no text has one.
_MARK = "\0"
# Email programs make links of text that looks like an address. An invisible character inside it prevents that.
_IN_ADDRESSES = frozenset(".:/@")
_INSIDE = re.compile(f"{_MARK}(?=[^\\s{_MARK}])")
WORD_JOINER = "\u2060"


def as_text(markdown: str) -> str:
    """Markdown as plain text: lists with dashes, links followed by their address. Escaped text, as the values of a
    template are, does not become a link."""
    text, bullet, depth, begins = "", "", 0, False
    for token in _READER.parse(markdown):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
            begins = True
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        elif token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.type in {"inline", "fence", "code_block", "hr"}:
            lead = "  " * (depth - 1) + bullet if bullet else "  " * depth
            gap = "" if not text else "\n" if bullet and not begins else "\n\n"
            begins = False
            text += gap + lead + _words(token).replace("\n", "\n" + " " * len(lead))
            bullet = ""
    return _INSIDE.sub(WORD_JOINER, text).replace(_MARK, "")


def _words(token: Token) -> str:
    if token.type == "hr":
        return "-" * 10
    if token.type != "inline":
        return token.content.rstrip("\n")
    words, links = "", [""]
    for child in token.children or ():
        if child.type == "link_open":
            links.append(str(child.attrGet("href") or ""))
        elif child.type == "link_close":
            href = links.pop()
            words += "" if words.endswith(href.removeprefix("mailto:")) else f" ({href})"
        elif child.type in {"softbreak", "hardbreak"}:
            words += "\n"
        elif child.type == "text_special" and child.info == "escape":
            words += child.content + (_MARK if child.content in _IN_ADDRESSES else "")
        else:
            words += child.content
    return words
