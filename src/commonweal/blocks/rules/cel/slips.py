"""What authors who write in other languages than CEL most often mean, for the remedy of a complaint."""

import re
from collections.abc import Iterable, Mapping

_OPERATORS = {
    "=": "Write == to compare.",
    "===": "Write == to compare.",
    "!==": "Write != to compare.",
    "<>": "Write != to say that two values differ.",
    "and": "Write && between conditions that must both hold.",
    "or": "Write || between conditions of which one must hold.",
    "not": "Write ! before what must not hold.",
}
_WORDS = {"yes": "true", "no": "false", "True": "true", "False": "false", "none": "null", "None": "null"}
# A text, whose content means nothing here; or an operator of another language, as a whole.
_PARTS = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?P<slip>===|!==|<>|(?<![=<>!])=(?!=)|(?<![\w.])(?:and|or|not)(?![\w]))"""
)


def remedy_for_syntax(source: str) -> str:
    """For an expression that cannot be read; '' where it holds no such operator."""
    slips = [match["slip"] for match in _PARTS.finditer(source) if match["slip"]]
    return _OPERATORS[slips[0]] if slips else ""


def remedy_for_name(name: str, choices: Mapping[str, Iterable[str]]) -> str:
    """For a name that does not exist: a word for true or false, or an option without its quotation marks. `choices`
    are the options by the names of their questions; '' where it is neither."""
    if name in _WORDS:
        return f"Write {_WORDS[name]}."
    if name in _OPERATORS:
        return _OPERATORS[name]
    if any(name in options for options in choices.values()):
        return f"Write '{name}' in quotation marks: it is an option."
    return ""
