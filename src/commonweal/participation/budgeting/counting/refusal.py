"""A refusal: bad input is turned away with the file, the line, the reason and the remedy."""

from dataclasses import dataclass


@dataclass
class CountingRefused(Exception):
    """Raised when a file, a rule or a request cannot be counted honestly.

    `line` is the line of the file, counted from 1, or None where no single line is at fault.
    """

    reason: str
    remedy: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.reason}\nWhat to do: {self.remedy}"

    def as_dict(self) -> dict[str, object]:
        """The refusal for programs."""
        return {"error": self.reason, "remedy": self.remedy, "file": self.file, "line": self.line}
