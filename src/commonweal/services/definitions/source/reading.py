"""Reads the YAML (or JSON, its subset) of a definition into plain values, with the line and column of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.written.words import control_in
from commonweal.services.definitions.source.marks import Mark, Marks
from commonweal.services.definitions.source.scalars import Unspeakable, plain_value
from commonweal.services.definitions.source.yaml_faults import (
    DEEPEST,
    Stop,
    explain,
    lines_of,
    quotation,
    too_deep,
    with_comma,
)

MOST_CHARACTERS = 200_000
MOST_VALUES = 20_000
MOST_OF_A_KEY = 200


@dataclass(frozen=True)
class Source:
    """A file as it was read. `document` is None if it could not be read; then `findings` has the reasons."""

    text: str
    document: Any  # plain YAML values, of any kind
    marks: Marks
    findings: tuple[Finding, ...] = ()


def read_text(text: str, file: str = "") -> Source:
    """Read one document. Never raises: `findings` holds what is wrong."""
    reader = _Reader(file)
    try:
        if len(text) > MOST_CHARACTERS:
            raise Stop("too-large", f"This is longer than {MOST_CHARACTERS:,} characters.", "Split it up.")
        document = reader.read(text)
    except (Stop, yaml.YAMLError, UnicodeEncodeError) as error:
        stop = error if isinstance(error, Stop) else explain(text, error)
        reader.find(stop.code, stop.message, stop.remedy, stop.mark)
        document = None
    marks = Marks(file, reader.values, reader.keys)
    return Source(text, document if not reader.findings else None, marks, tuple(reader.findings))


@dataclass
class _Reader:
    file: str
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    anchors: dict[str, tuple[object, int, int]] = field(default_factory=dict)
    count: int = 0
    characters: int = 0
    lines: list[str] = field(default_factory=list)

    def find(self, code: str, message: str, remedy: str, mark: Mark, path: Path = ()) -> None:
        self.findings.append(Finding(code, message, remedy, path, file=self.file, line=mark.line, column=mark.column))

    def read(self, text: str) -> object:
        self.lines = lines_of(text)
        # The parser in C is twenty times as fast as one in Python, and the only one that takes question marks in `{…}`.
        events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        document: object = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Stop("two-documents", "A file holds one definition.", "Split it at '---'.", _mark(event))
                document = self.value(next(events), events, (), 0)
        if documents == 0:
            raise Stop("empty", "This file is empty.", "Write a definition, or delete the file.")
        return document

    def value(self, event: Event, events: Iterator[Event], path: Path, depth: int) -> object:
        if depth > DEEPEST:
            raise too_deep(_mark(event))
        self.spend(1, event)
        before, characters = self.count, self.characters
        self.values.setdefault(path, _mark(event))
        if isinstance(event, AliasEvent):
            return self.alias(event)
        assert isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent)
        tag = event.tag
        if tag is not None and tag != "!":
            raise Stop("tag", "Words cannot begin with an exclamation mark.", self.quoted(_mark(event)), _mark(event))
        anchor = event.anchor
        if anchor:
            self.anchors[anchor] = (None, -1, 0)
        if isinstance(event, MappingStartEvent):
            made: object = self.mapping(events, path, depth)
        elif isinstance(event, SequenceStartEvent):
            made = self.sequence(events, path, depth)
        else:
            made = self.scalar(event, path)
        if anchor:
            self.anchors[anchor] = (made, self.count - before + 1, self.characters - characters)
        return made

    def spend(self, values: int, event: Event, characters: int = 0) -> None:
        self.count += values
        if self.count > MOST_VALUES:
            raise Stop("too-large", f"This holds more than {MOST_VALUES:,} values.", "Split it up.", _mark(event))
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            message = f"With all that it repeats, this is longer than {MOST_CHARACTERS:,} characters."
            raise Stop("too-large", message, "Split it up, or repeat less with *.", _mark(event))

    def alias(self, event: AliasEvent) -> object:
        made, size, characters = self.anchors.get(event.anchor or "", (None, 0, 0))
        if size <= 0:
            raise Stop(
                "alias", f"*{event.anchor} is used before or inside what it repeats.", "Write it out.", _mark(event)
            )
        # A repetition counts as all that it repeats, so that aliases of aliases cannot grow without bound.
        self.spend(size, event, characters)
        return made

    def mapping(self, events: Iterator[Event], path: Path, depth: int) -> dict[str, object]:
        made: dict[str, object] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            mark = _mark(event)
            if not isinstance(event, ScalarEvent) or event.tag not in (None, "!"):
                raise Stop("key", "Words cannot begin with a bracket, which begins a list or keys.",
                           self.quoted(mark), mark)  # fmt: skip
            key = event.value
            here = (*path, key)
            self.spend(0, event, len(key))
            self.look_for_controls(event, here)
            if len(key) > MOST_OF_A_KEY:
                raise Stop("key", f"A key is longer than {MOST_OF_A_KEY} characters.", "Write a shorter one.", mark)
            if key == "<<":
                raise Stop("merge", "'<<' is not part of the language.", "Write the keys out.", mark)
            if key in made:
                first = self.keys[here].line
                message = f"'{key}' is here twice; the first is in line {first}."
                self.find("duplicate-key", message, "Keep one of them.", mark, here)
            self.keys[here] = mark
            following = next(events)
            if self.lacks_colon(event, following):
                raise Stop(
                    "comma", f"A comma ended the words before '{key}'.", self.without_comma(path, made, mark), mark
                )
            if not isinstance(following, ScalarEvent):
                self.values[here] = mark
            made[key] = self.value(following, events, here, depth + 1)
        return made

    def lacks_colon(self, key: ScalarEvent, following: Event) -> bool:
        """Whether a key in { } has no colon: it is the rest of words with a comma in them."""
        if key.style or not (isinstance(following, ScalarEvent) and following.value == "" and not following.style):
            return False
        end = key.end_mark
        assert end, "a parsed event has marks"
        return not self.lines[end.line][end.column :].lstrip().startswith(":")

    def without_comma(self, path: Path, made: dict[str, object], rest: Mark) -> str:
        """The remedy for words that a comma cut in two, of which the rest begins at a mark."""
        before = self.values.get((*path, next(reversed(made), "")))
        start = before if before is not None and before.line == rest.line else rest
        return with_comma(self.lines[start.line - 1][start.column - 1 :])

    def quoted(self, mark: Mark) -> str:
        """The remedy for a line with a value that needs quotation marks."""
        line, column = self.lines[mark.line - 1], mark.column - 1
        while column and line[column - 1] in "{[":
            column -= 1
        return quotation(line[column:])

    def sequence(self, events: Iterator[Event], path: Path, depth: int) -> list[object]:
        made: list[object] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            made.append(self.value(event, events, (*path, len(made)), depth + 1))
        return made

    def look_for_controls(self, event: ScalarEvent, path: Path) -> None:
        """Report a character that is written as an escape and that no page shows and no database stores."""
        control = control_in(event.value)
        if control is not None:
            message = f"There is an invisible character here (U+{ord(control):04X})."
            self.find("control-character", message, "Take it out.", _mark(event), path)

    def scalar(self, event: ScalarEvent, path: Path) -> object:
        self.spend(0, event, len(event.value))
        self.look_for_controls(event, path)
        if event.style or event.tag == "!":
            return event.value
        try:
            return plain_value(event.value)
        except Unspeakable as error:
            self.find("number", f"{error}.", "Write it in quotes if it is a name or code.", _mark(event), path)
            return None


def _mark(event: Event) -> Mark:
    start, end = event.start_mark, event.end_mark
    assert start, "a parsed event has marks"
    assert end
    inside = 0
    if isinstance(event, ScalarEvent) and start.line == end.line and event.style not in {"|", ">"}:
        quoted = 1 if event.style else 0
        # Escapes make the written text longer than the value; then only its beginning is known.
        if end.column - start.column == len(event.value) + 2 * quoted:
            inside = start.column + 1 + quoted
    return Mark(start.line + 1, start.column + 1, inside)
