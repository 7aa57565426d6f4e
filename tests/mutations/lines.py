"""Mutations of the text of a file: what happens in an editor, and what makes YAML something else or nothing."""

from collections.abc import Callable
from random import Random

ODD = (
    "\t",
    "\x00",
    "\ufeff",
    "\u2028",
    "\xa0",
    "*",
    "&a ",
    "!!python ",
    "<<: *a",
    "---\n",
    "...\n",
    "? ",
    "%",
    "@",
    "`",
)


def indent(text: str, dice: Random) -> tuple[str, str]:
    """A line begins one or two blanks later, or with a tab."""
    blank = dice.choice((" ", "  ", "\t"))
    return _line(text, dice, lambda line: blank + line, f"{blank!r} before")


def unindent(text: str, dice: Random) -> tuple[str, str]:
    """A line begins one or two blanks earlier."""
    less = dice.choice((1, 2))
    return _line(text, dice, lambda line: line[less:] if line.startswith(" " * less) else line, "less before")


def drop_line(text: str, dice: Random) -> tuple[str, str]:
    """A line is missing."""
    return _line(text, dice, lambda line: "", "without")


def repeat_line(text: str, dice: Random) -> tuple[str, str]:
    """A line is there twice."""
    return _line(text, dice, lambda line: f"{line}\n{line}", "twice")


def drop_mark(text: str, dice: Random) -> tuple[str, str]:
    """A quotation mark, bracket, comma, colon or dash is missing."""
    return _mark(text, dice, lambda mark: "", "without")


def other_mark(text: str, dice: Random) -> tuple[str, str]:
    """A quotation mark, bracket, comma, colon or dash is another one."""
    return _mark(text, dice, lambda mark: dice.choice([each for each in "'\"{}[],:-" if each != mark]), "other")


def odd_character(text: str, dice: Random) -> tuple[str, str]:
    """Something is in the file that no editor shows, or that means something to YAML."""
    at, odd = dice.randrange(len(text)), dice.choice(ODD)
    return text[:at] + odd + text[at:], f"{odd!r} in line {_number(text, at)}"


def cut_off(text: str, dice: Random) -> tuple[str, str]:
    """The file ends before its end."""
    at = dice.randrange(len(text))
    return text[:at], f"cut off in line {_number(text, at)}"


def other_ends(text: str, dice: Random) -> tuple[str, str]:
    """The lines end as on another system."""
    ends = dice.choice(("\r\n", "\r", "\n\n"))
    return text.replace("\n", ends), f"lines end with {ends!r}"


def _line(text: str, dice: Random, change: Callable[[str], str], said: str) -> tuple[str, str]:
    lines = text.split("\n")
    at = dice.choice([number for number, line in enumerate(lines) if line.strip()])
    before, lines[at] = lines[at], change(lines[at])
    return "\n".join(lines), f"{said} line {at + 1}: {before.strip()[:80]!r}"


def _mark(text: str, dice: Random, change: Callable[[str], str], said: str) -> tuple[str, str]:
    at = dice.choice([number for number, letter in enumerate(text) if letter in "'\"{}[],:-"])
    return text[:at] + change(text[at]) + text[at + 1 :], f"{said} {text[at]!r} in line {_number(text, at)}"


def _number(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
