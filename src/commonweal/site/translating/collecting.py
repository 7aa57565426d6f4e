"""Updates the catalogues of all capabilities from the words in their sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import allauth
import django

from commonweal.kernel.capability import PACKAGE, own_apps
from commonweal.site.translating import catalogue
from commonweal.site.translating.catalogue import Entry
from commonweal.site.translating.extracting import Words, words_of

# Every page has the words of these; others need not have them again.
SHARED = ("web",)
# Our sources are written in it; its catalogues only replace messages of libraries with plainer words.
SOURCE = "en"


@dataclass
class Room:
    """A capability (or the site) and its catalogue in one language. `missing` are words without a translation."""

    name: str
    folder: Path
    language: str
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    missing: list[Words] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / "locale" / self.language / "LC_MESSAGES" / "django.po"

    @property
    def heading(self) -> Entry:
        return self.entries.get(("", "")) or catalogue.heading(
            f"Words of {self.name}.", _plurals(self.language), self.language
        )


def rooms(language: str) -> Iterator[Room]:
    """All capabilities of the package, switched on or not, and the site, with what is translated so far."""
    names = [name.removeprefix("commonweal.").replace(".", "/") for name in own_apps()]
    for name in [*SHARED, *(name for name in names if name not in SHARED), "site"]:
        room = Room(name, PACKAGE / name, language)
        if room.path.exists():
            room.entries = catalogue.read(room.path.read_text(encoding="utf-8"))
        yield room


def _plurals(language: str) -> str:
    return catalogue.PLURALS.get(language, catalogue.PLURALS["en"])


@cache
def said_by_libraries() -> frozenset[tuple[str, str]]:
    """What the words of the libraries that show pages or messages are found by."""
    packages = [Path(str(library.__file__)).parent for library in (allauth, django)]
    paths = [path for package in packages for path in package.rglob("locale/en/LC_MESSAGES/django.po")]
    return frozenset(key for path in paths for key in catalogue.read(path.read_text(encoding="utf-8")))


def collect(language: str) -> list[Room]:
    """Every room with an entry for each of its words, those not yet translated left empty; nothing is written.

    Translations of words that are in neither the room's sources nor the libraries are dropped."""
    shared: set[tuple[str, str]] = set()
    found = []
    for room in rooms(language):
        own = {} if language == SOURCE else words_of(room.folder)
        said = {key: words for key, words in own.items() if key not in shared}
        kept = (said.keys() | said_by_libraries() | {("", "")}) - shared
        room.entries = {key: entry for key, entry in room.entries.items() if key in kept}
        for key, words in said.items():
            wanted = catalogue.number_of_forms(_plurals(language)) if words.plural else 1
            entry = room.entries.get(key)
            if entry is None or entry.words.plural != words.plural or len(entry.forms) != wanted:
                room.entries[key] = entry = Entry(words, [""] * wanted, entry.comments if entry else [])
            if not entry.done:
                room.missing.append(words)
        if room.name in SHARED:
            shared |= set(room.entries) - {("", "")}
        if room.entries:
            room.entries[("", "")] = room.heading
            found.append(room)
    return found


def _files(room: Room) -> dict[Path, bytes]:
    po = catalogue.write(room.entries).encode()
    return {room.path: po, room.path.with_suffix(".mo"): catalogue.compiled(room.entries)}


def is_current(room: Room) -> bool:
    """Whether a room's files are up to date with its sources and translations."""
    return all(path.exists() and path.read_bytes() == content for path, content in _files(room).items())


def save(room: Room) -> None:
    """Write a room's PO and MO files."""
    room.path.parent.mkdir(parents=True, exist_ok=True)
    for path, content in _files(room).items():
        path.write_bytes(content)
