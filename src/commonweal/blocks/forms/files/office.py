"""Active content in office documents: templates, pictures and data loaded from elsewhere, programs, embedded files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.files.kinds import Unsafe

MOST_ELEMENTS = 3_000_000
MACROS = msgid("This document has macros in it. Save it without them, or as a PDF")
CALLS = msgid("This document loads something from elsewhere when it is opened. Save it as a PDF and choose that")
HAS_A_FILE = msgid("This document has another file or a program in it. Save it as a PDF and choose that")
TOO_MUCH = msgid("This document unpacks to more than we can look through. Save it as a PDF and choose that")
BROKEN = msgid("This document is damaged. Save it again, or as a PDF, and choose that")

_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_HREF = "http://www.w3.org/1999/xlink href"
# Relationships of the document to something inside it that acts; the last part of their types.
_ACTING = {"vbaproject": MACROS, "wordvbadata": MACROS, "attachedtoolbars": MACROS, "keymapcustomizations": MACROS}
_CARRYING = frozenset({"oleobject", "control", "activexcontrolbinary", "afchunk", "customui", "ui/extensibility"})
_PRESSED = re.compile(r"\s*(https?:|mailto:|tel:|#)", re.IGNORECASE)
# The beginnings of field codes of word processors that fetch or start something, or hide such a code in numbers.
BEGINS = "\0"
_FIELDS = re.compile(
    BEGINS
    + r"\s*((DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE|LINK)\b|QUOTE\s+\d"
    + r"|HYPERLINK\s+(?!https?:|mailto:|tel:)([a-z][a-z0-9+.-]*:|\\\\))",
    re.IGNORECASE,
)
# Functions of a table that fetch something, and where a formula begins.
_FUNCTIONS = re.compile(r"(?<![A-Z])(WEBSERVICE|RTD|DDE|_XLFN\.IMAGE)\s*\(", re.IGNORECASE)
_FORMULA = re.compile(r"<(?:\w{1,20}:)?f\b([^<]*)")
_NAME_OF_SHEET = re.compile(r"'[^']*'")
MOST_ESCAPED = 100_000  # letters of a part that are written as numbers
_VML = "urn:schemas-microsoft-com:vml "
_VML_SOURCES = (
    "src",
    "urn:schemas-microsoft-com:office:office href",
    "urn:schemas-microsoft-com:office:office althref",
)
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_DATA_LINKS = (
    "ddelink",
    "olelink",
    "dde-source",
    "dde-link",
    "dde-connection",
    "dde-connection-decl",
    "dde-connection-decls",
    "connectstring",
)
_OBJECTS = frozenset({"object-ole", "plugin", "applet", "floating-frame", "oleobject", "control"})
_ANCHORS = frozenset({"a"})  # elements whose address is only called when somebody presses them


@dataclass
class _Reader:
    """Reads one part of a document with a budget that all parts share."""

    left: int = field(default_factory=lambda: MOST_ELEMENTS)
    code: list[str] = field(default_factory=list)
    in_code: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.left -= 1
        if self.left < 0:
            raise Unsafe(TOO_MUCH)
        local = name.rpartition(" ")[2].lower()
        if name == _RELATIONSHIP:
            _check_relationship(attributes)
        if local in _DATA_LINKS:
            raise Unsafe(CALLS)
        if local in _OBJECTS:
            raise Unsafe(HAS_A_FILE)
        if local in {"event-listener", "libraries"}:
            raise Unsafe(MACROS)
        if _HREF in attributes:
            _check_reference(local, attributes[_HREF])
        if name.startswith(_VML) and any(_ELSEWHERE.match(attributes.get(source, "")) for source in _VML_SOURCES):
            raise Unsafe(CALLS)
        if any(key.endswith(" formula") and _FUNCTIONS.search(value) for key, value in attributes.items()):
            raise Unsafe(CALLS)
        if local == "fldsimple":
            self.code += [BEGINS, *(value for key, value in attributes.items() if key.endswith(" instr"))]
        if local == "fldchar":
            self.code.append(BEGINS)
        self.in_code = local in {"instrtext", "delinstrtext"}

    def end(self, name: str) -> None:
        del name
        self.in_code = False

    def text(self, words: str) -> None:
        if self.in_code:
            self.code.append(words)

    def doctype(self, *rest: object) -> None:
        del rest
        raise Unsafe(HAS_A_FILE)


def _check_relationship(attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    if kind in _ACTING:
        raise Unsafe(_ACTING[kind])
    if kind in _CARRYING:
        raise Unsafe(HAS_A_FILE)
    if attributes.get("TargetMode", "").lower() == "external" and not (
        kind == "hyperlink" and _PRESSED.match(attributes.get("Target", ""))
    ):
        raise Unsafe(CALLS)


def _check_reference(element: str, target: str) -> None:
    """In an OpenDocument file what is shown must be inside the file; a link may lead anywhere on the web."""
    if element in _ANCHORS:
        harmless = bool(_PRESSED.match(target)) or not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]", target, re.IGNORECASE)
    elif element == "template":
        # Where the document came from: asked for on request only, and never from another machine.
        harmless = not re.match(r"\s*([a-z][a-z0-9+.-]+:(?!///)|[/\\]{2})", target, re.IGNORECASE)
    else:
        harmless = not re.match(r"\s*([a-z][a-z0-9+.-]*:|[/\\]|\.\.)", target, re.IGNORECASE)
    if not harmless:
        raise Unsafe(CALLS)


class _Root(Exception):
    """The name of the first element of a part."""


def _is_of_words(content: bytes) -> bool:
    """Whether a part has text of a document, regardless of its place and name."""

    def first(name: str, _attributes: dict[str, str]) -> None:
        raise _Root(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = first
    try:
        parser.Parse(content, True)
    except _Root as root:
        return "wordprocessingml" in str(root)
    except expat.ExpatError:
        return False
    return False


def is_looked_into(name: str, content: bytes) -> bool:
    """Whether a part of a document can hold what acts by itself. Of the rows of a spreadsheet, only formulas can, which
    `check_rows` looks for."""
    lower = name.lower()
    if is_rows(name):
        return False
    if _is_of_words(content):
        return True
    if lower.endswith(".rels") or lower == "[content_types].xml":
        return True
    if lower.startswith("word/") or lower.startswith("xl/externallinks/"):
        return lower.endswith(".xml")
    return lower.endswith(("content.xml", "styles.xml", "settings.xml", "meta.xml")) or lower.startswith("meta-inf/")


def is_rows(name: str) -> bool:
    """Whether a part holds rows, names or rules of a spreadsheet."""
    lower = name.lower()
    return (lower.startswith("xl/worksheets/") and lower.endswith(".xml")) or lower == "xl/workbook.xml"


def check_rows(content: bytes) -> None:
    """Refuse rows with a formula that fetches or starts something. Raises Unsafe.

    Rows are many, so they are searched as text, in which letters may be written as numbers."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]
    text = content.decode("utf-16" if wide else "utf-8", errors="replace")
    # No office writes comments or instructions between rows; in a formula they would hide it from a search.
    if "<!" in text or text.count("<?") > 1:
        raise Unsafe(BROKEN)
    if text.count("&#") > MOST_ESCAPED:
        raise Unsafe(TOO_MUCH)
    text = unescape(text) if "&#" in text else text.replace("&quot;", '"').replace("&apos;", "'")
    if _FUNCTIONS.search(text) or any(_starts_a_program(formula[1]) for formula in _FORMULA.finditer(text)):
        raise Unsafe(CALLS)


def _starts_a_program(formula: str) -> bool:
    """Whether a formula is of the form "cmd|'/c x'!A1": outside text and names of sheets, nothing else has a bar."""
    return "|" in formula and any("|" in _NAME_OF_SHEET.sub("", part) for part in formula.split('"')[::2])


def check_names(names: Iterator[str]) -> None:
    """Refuse documents with parts that are programs or foreign files. Raises Unsafe."""
    for name in names:
        lower = name.lower()
        if lower.endswith(("vbaproject.bin", "vbadata.xml")) or lower.startswith(("basic/", "scripts/")):
            raise Unsafe(MACROS)
        if "/activex/" in lower or re.search(r"(^|/)(oleobject|activex)\d*\.bin$", lower):
            raise Unsafe(HAS_A_FILE)
        if lower in {"xl/connections.xml", "word/afchunk.dat"} or "/querytables/" in lower:
            raise Unsafe(CALLS)


def check_parts(parts: Iterator[tuple[str, bytes]]) -> None:
    """Refuse documents whose parts act by themselves. Raises Unsafe."""
    reader = _Reader()
    for name, content in parts:
        if is_rows(name):
            check_rows(content)
        if not is_looked_into(name, content):
            continue
        if name.lower() == "[content_types].xml" and b"macroenabled" in content.lower():
            raise Unsafe(MACROS)
        _parse(reader, content)
        if _FIELDS.search("".join(reader.code).replace('"', " ")):
            raise Unsafe(CALLS)
        reader.code.clear()


def _parse(reader: _Reader, content: bytes) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # No document of an office has a document type; with one, a part could grow without end or load others.
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Unsafe(BROKEN) from None
