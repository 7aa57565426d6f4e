"""A file that cannot be read: where, why, and what to do."""

from __future__ import annotations


class Refused(ValueError):
    """Has the file, the line (None for the file as a whole), the problem and the remedy."""

    def __init__(self, file: str, line: int | None, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {problem} {remedy}")


def shown(value: str, most: int = 40) -> str:
    """A value from a hostile file, short and on one line, for a message."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in value[: most + 1])
    return f"“{plain[:most]}…”" if len(value) > most else f"“{plain}”"
