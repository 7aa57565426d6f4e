"""Reads, writes and compiles gettext catalogues (PO and MO files) with Babel."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_string
from io import BytesIO, StringIO

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from commonweal.site.translating.extracting import Words

# How many forms a counted word has in a language, and which one a number takes (Unicode CLDR, as gettext writes it).
PLURALS = {
    "cy": "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;",
    "en": "nplurals=2; plural=(n != 1);",
}
_FILLED_IN = re.compile(r"%\(\w+\)[sd]")


@dataclass
class Entry:
    """A translation: `forms` has one text, or one for each form of a counted word; `places` are the files that use
    it."""

    words: Words
    forms: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    fuzzy: bool = False
    places: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return not self.fuzzy and bool(self.forms) and all(self.forms)


Entries = dict[tuple[str, str], Entry]


class _Catalogue(Catalog):
    """Babel's, whose heading has the given lines and no others: Babel adds dates and its version, so that files would
    change without a change of words."""

    def __init__(self, heading: Entry) -> None:
        super().__init__(header_comment="\n".join(f"# {line}" for line in heading.comments), fuzzy=False)
        *lines, (name, value) = message_from_string(heading.forms[0]).items()
        # Babel ends all lines but the last.
        self.lines = [*lines, (name, value + "\n")]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return self.lines

    @mime_headers.setter
    def mime_headers(self, value: Iterable[tuple[str, str]]) -> None:
        self.lines = list(value)

    @property
    def num_plurals(self) -> int:
        return number_of_forms(dict(self.lines)["Plural-Forms"])


def number_of_forms(plurals: str) -> int:
    """How many forms a counted word has, of a line of `PLURALS`."""
    return int(plurals.removeprefix("nplurals=").split(";")[0])


def heading(title: str, plurals: str, language: str = "") -> Entry:
    """The first entry of a catalogue. `title` is the comment above it, `plurals` a line of `PLURALS`."""
    lines = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plurals,
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return Entry(Words(""), [text], title.splitlines())


def read(text: str) -> Entries:
    """The entries of a PO file by context and words; the heading has the key ("", "")."""
    found = read_po(StringIO(text), ignore_obsolete=True)
    title = "\n".join(line.removeprefix("#").strip() for line in found.header_comment.splitlines())
    entries = [
        heading(title, found.plural_forms, found.locale_identifier or ""),
        *map(_entry, filter(_has_words, found)),
    ]
    return {entry.words.key: entry for entry in entries}


def _has_words(message: Message) -> bool:
    return bool(message.id)


def _entry(message: Message) -> Entry:
    singular, plural = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    places = [str(path) for path, _line in message.locations]
    words = Words(singular, plural, message.context or "")
    return Entry(words, [str(form) for form in forms], message.user_comments, message.fuzzy, places)


def _catalogue(entries: Entries, *, done: bool = False) -> Catalog:
    """The entries as Babel has them; `done` leaves out those that lack a translation."""
    catalogue = _Catalogue(entries["", ""])
    for entry in sorted(entries.values(), key=lambda each: each.words):
        words = entry.words
        if not words.singular or (done and not entry.done):
            continue
        message = catalogue.add(
            (words.singular, words.plural) if words.plural else words.singular,
            tuple(entry.forms) if words.plural else "".join(entry.forms),
            user_comments=entry.comments,
            context=words.context or None,
        )
        # Babel takes "50 % of" for a value to be filled in.
        filled_in = _FILLED_IN.search(words.singular + words.plural)
        message.flags = {flag for flag, is_set in (("fuzzy", entry.fuzzy), ("python-format", filled_in)) if is_set}
    return catalogue


def write(entries: Entries) -> str:
    """A PO file, the heading first and then by the alphabet, so that two people's changes seldom meet."""
    file = BytesIO()
    write_po(file, _catalogue(entries), width=0)
    return file.getvalue().decode().rstrip("\n") + "\n"


def compiled(entries: Entries) -> bytes:
    """The MO file of the entries that are done; the same entries always give the same bytes."""
    file = BytesIO()
    write_mo(file, _catalogue(entries, done=True))
    return file.getvalue()
