"""Reads and checks the folder that a place is: every kind of document that a capability brings."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from commonweal.kernel.capability import parts
from commonweal.kernel.definition import Finding
from commonweal.kernel.place import Document, Folder, Kind
from commonweal.services.definitions.source.limits import capped
from commonweal.services.definitions.source.marks import Marks
from commonweal.services.definitions.source.reading import MOST_CHARACTERS, Source, read_text

MOST_FILES = 5_000
YAML_ENDINGS = frozenset({".yaml", ".yml"})
# The keys that identify the kind of a file, in its first characters.
FIRST = 2_000
_KEY = re.compile(r"^(service|offered_by|organisation|place):[ \t]+([a-z0-9-]+)[ \t]*\r?$", re.MULTILINE)


def kinds() -> dict[str, Kind]:
    """All kinds of document by key, those that others refer to first."""
    found = [kind for _, module in parts("kinds") for kind in module.KINDS]
    return {kind.key: kind for kind in sorted(found, key=lambda kind: (kind.order, kind.key))}


@dataclass(frozen=True)
class FolderRead:
    """A folder as it was read: its documents, and what kept files from being read."""

    folder: Folder
    findings: tuple[Finding, ...]
    marks: Mapping[str, Marks] = field(default_factory=dict)


def read_folder(root: FilePath) -> FolderRead:
    """Read every document of a folder. Never raises for its content."""
    known = kinds()
    documents: dict[str, dict[str, Document]] = {key: {} for key in known}
    findings: list[Finding] = []
    marks: dict[str, Marks] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        kind = kind_of(name, known)
        if kind is None:
            findings += _stray(path, name, known)
            continue
        source = _read(path, name)
        marks[name] = source.marks
        findings += capped(source.findings)
        if source.document is None:
            continue
        document = Document(kind.key, _name(kind, source, name), name, source.document, source.text)
        findings += _fault_of_name(document, documents[kind.key])
        documents[kind.key].setdefault(document.key, document)
    if not any(documents.values()) and not findings:
        findings.append(
            Finding("empty-folder", "There is no definition in this folder.", _where(known), file=root.name)
        )
    return FolderRead(Folder(documents), tuple(findings), marks)


def _files(root: FilePath) -> list[FilePath]:
    inside = root.resolve()
    found = []
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        # A link that leads out of the folder would let a definition show what is not part of the place.
        if not hidden and path.is_file() and path.resolve().is_relative_to(inside):
            found.append(path)
    return found[:MOST_FILES]


def kind_of(name: str, known: Mapping[str, Kind]) -> Kind | None:
    """The kind of a file by its path in the folder."""
    path = PurePosixPath(name)
    for kind in known.values():
        # A pattern matches from the right, so its number of parts must be compared, too.
        if any(path.match(pattern) and len(path.parts) == len(PurePosixPath(pattern).parts) for pattern in kind.files):
            return kind
    return None


def _read(path: FilePath, name: str) -> Source:
    try:
        if path.stat().st_size > 4 * MOST_CHARACTERS:
            message = f"This file is longer than {MOST_CHARACTERS:,} characters."
            return _unread(name, Finding("too-large", message, "Split it up.", file=name, line=1))
        return read_text(path.read_text(encoding="utf-8-sig"), name)
    except UnicodeDecodeError as error:
        message = f"This file is not UTF-8 text (byte {error.start})."
        return _unread(name, Finding("not-utf8", message, "Save it as UTF-8.", file=name, line=1))
    except OSError as error:
        message = f"This file cannot be read: {error.strerror}."
        return _unread(name, Finding("unreadable", message, "Check its permissions.", file=name, line=1))


def _unread(name: str, finding: Finding) -> Source:
    return Source("", None, Marks(name), (finding,))


def _name(kind: Kind, source: Source, name: str) -> str:
    if not isinstance(source.document, dict):
        return ""
    return kind.name(source.document, name)


def _fault_of_name(document: Document, others: Mapping[str, Document]) -> Iterator[Finding]:
    if not document.key:
        message = f"This file does not name its {document.kind}."
        yield Finding("no-name", message, f"Begin with `{document.kind}: …`.", file=document.path, line=1, column=1)
    elif document.key in others:
        message = f"The {document.kind} '{document.key}' is in {others[document.key].path}, too."
        yield Finding("twice", message, "Keep one of the files.", file=document.path, line=1, column=1)


def _stray(path: FilePath, name: str, known: Mapping[str, Kind]) -> Iterator[Finding]:
    """A finding for a YAML file outside the folders that are read, because it would be ignored silently; other files
    may be anywhere."""
    if PurePosixPath(name).suffix in YAML_ENDINGS:
        place = _belongs_at(path, name, known)
        remedy = f"Move it to {place}." if place else _where(known)
        yield Finding("stray-file", "This file is not in a folder that is read.", remedy, file=name, line=1, column=1)


def _belongs_at(path: FilePath, name: str, known: Mapping[str, Kind]) -> str:
    """Where a file would be read: with another extension, or in the folder that its first keys suggest; '' if
    unknown."""
    renamed = str(PurePosixPath(name).with_suffix(".yaml"))
    if kind_of(renamed, known) is not None:
        return renamed
    with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
        keys = dict(_KEY.findall(file.read(FIRST)))
        if "service" in keys and "offered_by" in keys:
            return f"services/{keys['offered_by']}/{keys['service']}.yaml"
        if "organisation" in keys:
            return f"organisations/{keys['organisation']}.yaml"
        if "place" in keys:
            return "place.yaml"
    return ""


def _where(known: Mapping[str, Kind]) -> str:
    places = [f"{pattern} ({kind.key})" for kind in known.values() for pattern in kind.files]
    return f"Definitions are read from: {', '.join(places)}."


def check_folder(read: FolderRead, kept: Mapping[str, Mapping[str, str]] | None = None) -> list[Finding]:
    """Everything that is wrong with a folder, in the order of its files. `kept` is what the place already has, by kind
    and key; None where there is no database to ask."""
    folder = Folder(read.folder.documents, kept)
    findings = list(read.findings)
    for kind in kinds().values():
        for document in folder.of(kind.key).values():
            findings += capped(read.marks[document.path].place_all(kind.check(document, folder)))
    return sorted(findings, key=lambda finding: (finding.file, finding.line, finding.column or 0))
