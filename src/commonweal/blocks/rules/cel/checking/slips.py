"""What authors who write in other languages than CEL most often mean, for the remedy of a complaint."""

import re
from collections.abc import Iterable, Mapping

_COMPARE = "Write == to compare."
_DIFFER = "Write != to say that two values differ."
_BOTH = "Write && between conditions that must both hold."
_EITHER = "Write || between conditions of which one must hold."
_NOT = "Write ! before what must not hold."
_CHOOSE = "Write the condition alone, or choose between two values: condition ? one : other."
# What is written, and what to write instead; of several, the one nearest to the place of the complaint counts.
_SLIPS = tuple(
    (re.compile(written, re.IGNORECASE), remedy)
    for written, remedy in (
        (r"===", _COMPARE),
        (r"!==|<>|≠|\bis\s+not\b", _DIFFER),
        (r"=<|≤", "Write <= for less or equal."),
        (r"=>|≥", "Write >= for more or equal."),
        (r"(?<![=<>!])=(?![=<>])|\bis\b(?!\s+not\b)", _COMPARE),
        (r"(?<![\w.])and(?!\w)|(?<!&)&(?!&)", _BOTH),
        (r"(?<![\w.])or(?!\w)|(?<!\|)\|(?!\|)", _EITHER),
        (r"(?<![\w.])(?<!is )not(?!\w)", _NOT),
        (r"[‘’“”]", "Write straight quotation marks: 'like this'."),
        (r"[£$€]", "Write an amount as money('12.50')."),
        (r"\d,\d", "Write the number without a comma: 16000, or 1.5."),
        (r"\d%", "Write a percentage as a number: 0.5 for 50%."),
        (r"\b\d{1,4}\s+working[ _]days?\b", "Write working_days(2)."),
        (r"\b\d{1,4}\s+weeks?\b", "Write days(14) for two weeks."),
        (r"\b\d{1,4}\s+days?\b", "Write days(2)."),
        (r"\b\d{1,4}\s+months?\b", "Write months(2)."),
        (r"\b\d{1,4}\s+years?\b", "Write years(2)."),
        (r"(?<=\d)\s+[a-z]+", "Write the number alone."),
        (r"\b(?:if|then|else)\b", _CHOOSE),
        (r"\{\{", "Write the name without braces."),
    )
)
_WORDS = {"yes": "true", "no": "false", "true": "true", "false": "false", "none": "null"}
_OPERATORS = {"and": _BOTH, "or": _EITHER, "not": _NOT, "if": _CHOOSE}
_FUNCTIONS = {"count": "size", "len": "size", "length": "size", "total": "sum", "days_since": "days_between"}
_TEXT = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""")


def remedy_for_syntax(source: str, column: int) -> str:
    """For an expression that cannot be read at a column; '' where nothing there is known."""
    # What is inside quotation marks means nothing here.
    masked = _TEXT.sub(lambda text: "'" * len(text[0]), source)
    found = [(_distance(slip, column), remedy) for known, remedy in _SLIPS for slip in known.finditer(masked)]
    if found:
        return min(found, key=lambda each: each[0])[1]
    odd = any(_TEXT.sub("", source).count(mark) % 2 for mark in "'\"")
    return "Close the quotation marks; inside '…', write an apostrophe as \\'." if odd else ""


def _distance(slip: re.Match[str], column: int) -> int:
    return max(slip.start() - column, column - slip.end(), 0)


def remedy_for_name(name: str, choices: Mapping[str, Iterable[str]]) -> str:
    """For a name that does not exist: a word for true or false, or an option without its quotation marks. `choices`
    are the options by the names of their questions; '' where it is neither."""
    if name.lower() in _WORDS:
        return f"Write {_WORDS[name.lower()]}."
    if name.lower() in _OPERATORS:
        return _OPERATORS[name.lower()]
    if any(name in options for options in choices.values()):
        return f"Write '{name}' in quotation marks: it is an option."
    return ""


def remedy_for_function(name: str, names: Iterable[str]) -> str:
    """For a function that does not exist; `names` are those that have values. '' where nothing is known."""
    if name in names:
        return f"Write {name} without brackets."
    other = _FUNCTIONS.get(name.lower())
    return f"Write {other}(…)." if other else remedy_for_name(name, {})
