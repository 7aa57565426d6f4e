"""Reads, writes and compiles gettext catalogues (the PO and MO formats of GNU gettext)."""

import ast
import re
import struct
from dataclasses import dataclass, field

from commonweal.site.translating.extracting import Words

# How many forms a counted word has in a language, and which one a number takes (Unicode CLDR, as gettext writes it).
PLURALS = {
    "cy": "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;",
    "en": "nplurals=2; plural=(n != 1);",
}
_LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(".*")\s*$')
_FILLED_IN = re.compile(r"%\(\w+\)[sd]")


@dataclass
class Entry:
    """A translation: `forms` has one text, or one for each form of a counted word."""

    words: Words
    forms: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def done(self) -> bool:
        return not self.fuzzy and bool(self.forms) and all(self.forms)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'


def _entry(block: str) -> Entry | None:
    parts: dict[str, str] = {}
    comments, fuzzy, current = [], False, ""
    for line in block.splitlines():
        if line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in line
        elif line.startswith("#") and not line.startswith("#~"):
            comments.append(line)
        elif match := _LINE.match(line):
            current = match[1] or current
            parts[current] = parts.get(current, "") + str(ast.literal_eval(match[2]))
    if "msgid" not in parts:
        return None
    forms = [text for name, text in sorted(parts.items()) if name.startswith("msgstr")]
    words = Words(parts["msgid"], parts.get("msgid_plural", ""), parts.get("msgctxt", ""))
    return Entry(words, forms, comments, fuzzy)


def read(text: str) -> dict[tuple[str, str], Entry]:
    """The entries of a PO file by context and words; the heading stands under ("", "")."""
    found = [entry for block in re.split(r"\n\s*\n", text) if (entry := _entry(block))]
    return {entry.words.key: entry for entry in found}


def heading(title: str, language: str) -> Entry:
    """The first entry of a new catalogue."""
    lines = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, PLURALS["en"]),
    }
    return Entry(Words(""), ["".join(f"{name}: {value}\n" for name, value in lines.items())], [f"# {title}"])


def _written(entry: Entry) -> str:
    words = entry.words
    flags = ["fuzzy"] * entry.fuzzy + ["python-format"] * bool(_FILLED_IN.search(words.singular + words.plural))
    lines = [*entry.comments, *([f"#, {', '.join(flags)}"] if flags else [])]
    if words.context:
        lines.append(f"msgctxt {_quoted(words.context)}")
    lines.append(f"msgid {_quoted(words.singular)}")
    if words.plural:
        lines.append(f"msgid_plural {_quoted(words.plural)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(entry.forms)]
    elif not words.singular:
        lines += ['msgstr ""', *(_quoted(line) for line in entry.forms[0].splitlines(keepends=True))]
    else:
        lines.append(f"msgstr {_quoted(entry.forms[0] if entry.forms else '')}")
    return "\n".join(lines) + "\n"


def write(entries: dict[tuple[str, str], Entry]) -> str:
    """A PO file, the heading first and then by the alphabet, so that two people's changes seldom meet."""
    ordered = sorted(entries.values(), key=lambda each: (each.words.singular != "", each.words))
    return "\n".join(_written(entry) for entry in ordered)


def compiled(entries: dict[tuple[str, str], Entry]) -> bytes:
    """The MO file of the entries that are done; the same entries always give the same bytes."""
    rows = []
    for entry in entries.values():
        words = entry.words
        if not entry.done:
            continue
        key = f"{words.context}\x04{words.singular}" if words.context else words.singular
        key += f"\x00{words.plural}" if words.plural else ""
        rows.append((key.encode(), "\x00".join(entry.forms).encode()))
    rows.sort()
    ids = b"".join(key + b"\0" for key, _ in rows)
    texts = b"".join(value + b"\0" for _, value in rows)
    head = 28
    first = head + 16 * len(rows)
    id_table, text_table, id_at, text_at = [], [], first, first + len(ids)
    for id_, text in rows:
        id_table += [len(id_), id_at]
        text_table += [len(text), text_at]
        id_at += len(id_) + 1
        text_at += len(text) + 1
    numbers = [0x950412DE, 0, len(rows), head, head + 8 * len(rows), 0, first]
    table = struct.pack(f"<{len(id_table) + len(text_table)}I", *id_table, *text_table)
    return struct.pack("<7I", *numbers) + table + ids + texts
