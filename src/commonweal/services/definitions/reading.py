"""Reads the YAML (or JSON, its subset) of a definition into plain values, with the line and column of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scanner import Scanner

from commonweal.kernel.definition import Finding, Path
from commonweal.services.definitions import yaml_faults
from commonweal.services.definitions.marks import Mark, Marks
from commonweal.services.definitions.scalars import Unspeakable, plain_value

MOST_CHARACTERS = 200_000
MOST_VALUES = 20_000
DEEPEST = 40


@dataclass(frozen=True)
class Source:
    """A file as it was read. `document` is None if it could not be; then `findings` says why."""

    text: str
    document: Any
    marks: Marks
    findings: tuple[Finding, ...] = ()


class Stop(Exception):
    """The rest of the file cannot be read after this."""

    def __init__(self, code: str, message: str, remedy: str, mark: Mark | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.mark = code, message, remedy, mark or Mark(1, 1)


def read_text(text: str, file: str = "") -> Source:
    """Read one document. Never raises: `findings` holds what is wrong."""
    reader = _Reader(file)
    try:
        if len(text) > MOST_CHARACTERS:
            raise Stop("too-large", f"This is longer than {MOST_CHARACTERS:,} characters.", "Split it up.")
        document = reader.read(text)
    except Stop as stop:
        reader.find(stop.code, stop.message, stop.remedy, stop.mark)
        document = None
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
        message, remedy = yaml_faults.in_words(str(error.problem or error.context))
        reader.find("not-yaml", message, remedy, mark)
        document = None
    except YAMLError as error:
        reader.find("not-yaml", f"This is not text that YAML allows: {_short(error)}.", yaml_faults.REMEDY, Mark(1, 1))
        document = None
    marks = Marks(file, reader.values, reader.keys)
    return Source(text, document if not reader.findings else None, marks, tuple(reader.findings))


class _Scanner(Scanner):
    """Refuses brackets that are nested too deep as soon as it comes to them.

    Before the first event it reads on for up to 1,024 characters, and for each token looks at every open bracket."""

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803 - the library's name
        if self.flow_level > DEEPEST:
            at = self.reader.get_mark()
            raise _too_deep(Mark(at.line + 1, at.column + 1))
        super().fetch_flow_collection_start(TokenClass, to_push)


def _too_deep(mark: Mark) -> Stop:
    return Stop("too-deep", f"This is nested more than {DEEPEST} levels deep.", "Flatten it.", mark)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


@dataclass
class _Reader:
    file: str
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    count: int = 0

    def find(self, code: str, message: str, remedy: str, mark: Mark, path: Path = ()) -> None:
        self.findings.append(Finding(code, message, remedy, path, file=self.file, line=mark.line, column=mark.column))

    def read(self, text: str) -> Any:
        yaml = YAML(typ="safe", pure=True)
        yaml.Scanner = _Scanner
        events: Iterator[Event] = yaml.parse(text)
        document: Any = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Stop("two-documents", "A file holds one definition.", "Split it at '---'.", _mark(event))
                document = self.value(next(events), events, (), 0)
        if documents == 0:
            raise Stop("empty", "There is nothing in this file.", "Write a definition, or delete the file.")
        return document

    def value(self, event: Event, events: Iterator[Event], path: Path, depth: int) -> Any:
        if depth > DEEPEST:
            raise _too_deep(_mark(event))
        self.spend(1, event)
        before = self.count
        self.values.setdefault(path, _mark(event))
        if isinstance(event, AliasEvent):
            return self.alias(event)
        assert isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent)
        tag = event.tag
        if tag is not None and tag != "!":
            raise Stop("tag", f"Tags such as {tag} are not part of the language.", "Remove it.", _mark(event))
        anchor = event.anchor
        if anchor:
            self.anchors[anchor] = (None, -1)
        if isinstance(event, MappingStartEvent):
            made: Any = self.mapping(events, path, depth)
        elif isinstance(event, SequenceStartEvent):
            made = self.sequence(events, path, depth)
        else:
            made = self.scalar(event, path)
        if anchor:
            self.anchors[anchor] = (made, self.count - before + 1)
        return made

    def spend(self, values: int, event: Event) -> None:
        self.count += values
        if self.count > MOST_VALUES:
            raise Stop("too-large", f"This holds more than {MOST_VALUES:,} values.", "Split it up.", _mark(event))

    def alias(self, event: AliasEvent) -> Any:
        made, size = self.anchors.get(event.anchor, (None, 0))
        if size <= 0:
            raise Stop(
                "alias", f"*{event.anchor} is used before or inside what it repeats.", "Write it out.", _mark(event)
            )
        # A repetition counts as all that it repeats, so that aliases of aliases cannot grow without bound.
        self.spend(size, event)
        return made

    def mapping(self, events: Iterator[Event], path: Path, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            mark = _mark(event)
            if not isinstance(event, ScalarEvent) or event.tag not in (None, "!"):
                raise Stop("key", "A key must be a word.", "Write the key as plain text.", mark)
            key = event.value
            here = (*path, key)
            if key == "<<":
                raise Stop("merge", "'<<' is not part of the language.", "Write the keys out.", mark)
            if key in made:
                first = self.keys[here].line
                message = f"'{key}' is here twice; the first is in line {first}."
                self.find("duplicate-key", message, "Keep one of them.", mark, here)
            self.keys[here] = mark
            following = next(events)
            if not isinstance(following, ScalarEvent):
                self.values[here] = mark
            made[key] = self.value(following, events, here, depth + 1)
        return made

    def sequence(self, events: Iterator[Event], path: Path, depth: int) -> list[Any]:
        made: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            made.append(self.value(event, events, (*path, len(made)), depth + 1))
        return made

    def scalar(self, event: ScalarEvent, path: Path) -> Any:
        if event.style is not None or event.tag == "!":
            return event.value
        try:
            return plain_value(event.value)
        except Unspeakable as error:
            self.find("number", f"{error}.", "Write it in quotes if it is a name or code.", _mark(event), path)
            return None


def _mark(event: Event) -> Mark:
    start, end = event.start_mark, event.end_mark
    inside = 0
    if isinstance(event, ScalarEvent) and start.line == end.line and event.style in (None, "'", '"'):
        quoted = 1 if event.style else 0
        # Escapes make the written text longer than the value; then only its beginning is known.
        if end.column - start.column == len(event.value) + 2 * quoted:
            inside = start.column + 1 + quoted
    return Mark(start.line + 1, start.column + 1, inside)
