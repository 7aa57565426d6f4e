"""The positions in a file: line and column of every path of a document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from commonweal.kernel.definition import Finding, Path


@dataclass(frozen=True)
class Mark:
    """Line and column, both from 1. `inside` is where the characters of a one-line scalar begin, 0 if that is unknown
    (block scalars, escapes)."""

    line: int
    column: int
    inside: int = 0


@dataclass(frozen=True)
class Marks:
    """The marks of a document: of its values, and of the keys of its mappings."""

    file: str = ""
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)

    def of(self, path: Path, *, key: bool = False) -> Mark:
        """The mark of a path, or of the nearest thing around it; the first line if there is none."""
        for end in range(len(path), 0, -1):
            part = path[:end]
            found = self.keys.get(part) if key and end == len(path) else None
            found = found or self.values.get(part)
            if found is not None:
                return found
        return Mark(1, 1)

    def place(self, finding: Finding) -> Finding:
        """The finding with file and line; `column` then counts from 1 in that line."""
        if finding.line:
            return finding
        mark = self.of(finding.path, key=finding.code in ABOUT_KEYS)
        column = mark.column
        if finding.column is not None and mark.inside:
            column = mark.inside + finding.column
        return replace(finding, file=finding.file or self.file, line=mark.line, column=column)

    def place_all(self, findings: Iterable[Finding]) -> list[Finding]:
        """All findings with their positions, in the order of the file, without duplicates."""
        placed = {self.place(finding): None for finding in findings}
        return sorted(placed, key=lambda f: (f.file, f.line, f.column or 0, f.code))


# Findings that are about a key itself rather than about its value.
ABOUT_KEYS = frozenset({"unknown-key", "unknown-section", "section-off", "duplicate-key"})


def as_line(finding: Finding) -> str:
    """One line for a terminal: `file:line:column: error: message Remedy (code)`."""
    where = ":".join(str(part) for part in (finding.file, finding.line or "", finding.column or "") if part != "")
    return f"{where}: {finding.severity}: {finding.message} {finding.remedy} [{finding.code}]"


def as_json(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "path": list(finding.path),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
    }
