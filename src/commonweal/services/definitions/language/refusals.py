"""Turns what pydantic refuses into findings in plain words, each with a remedy."""

from collections.abc import Callable, Collection, Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.patterns import in_words, meant
from commonweal.kernel.text import shown
from commonweal.services.definitions.language.vocabulary import suggestion
from commonweal.services.definitions.source.keys import Schema, keys_at
from commonweal.services.definitions.source.limits import MOST_FINDINGS

Details = Mapping[str, object]


def findings_of(
    error: ValidationError, document: object, before: Path, schema: Callable[[], Schema]
) -> Iterator[Finding]:
    """One finding for each place that does not fit. `document` is the part that was validated, `before` its path,
    `schema` the JSON Schema of its model, for suggestions."""
    said: set[Path] = set()
    for row in error.errors(include_url=False):
        path = (*before, *_path_in(document, row["loc"], missing=row["type"] == "missing"))
        # A value that fits none of several types is refused once for each; one refusal is enough.
        if path not in said:
            said.add(path)
            # Suggestions are slow to compute, and the first hundred are enough.
            look = len(said) <= MOST_FINDINGS and row["type"] == "extra_forbidden"
            yield _finding(row, path, keys_at(schema(), row["loc"][:-1]) if look else ())


def _path_in(document: object, loc: tuple[int | str, ...], *, missing: bool) -> Path:
    """The location without the tags of unions, which are in no document."""
    path: list[int | str] = []
    here = document
    for place, part in enumerate(loc):
        inside = _inside(here, part)
        if inside is not ABSENT:
            path.append(part)
            here = inside
        elif missing and place == len(loc) - 1:
            path.append(part)
    return tuple(path)


ABSENT = object()


def _inside(here: object, part: int | str) -> object:
    if isinstance(here, Mapping):
        return here.get(part, ABSENT)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return ABSENT


def _finding(row: ErrorDetails, path: Path, known: Collection[str]) -> Finding:
    kind, details = row["type"], row.get("ctx", {})
    name = next((part for part in reversed(path) if isinstance(part, str)), "this")
    if kind == "extra_forbidden":
        return Finding("unknown-key", f"There is no key '{name}' here.", suggestion(name, known), path)
    if kind in {"missing", "union_tag_not_found"}:
        word = name if kind == "missing" else str(details.get("discriminator", "type")).strip("'")
        return Finding("missing-key", f"'{word}' is missing.", f"Add '{word}'.", path)
    if kind in {"union_tag_invalid", "literal_error", "enum"}:
        return _one_of(details, path, row["input"])
    if kind == "value_error":
        return _said_by_the_model(str(details["error"]), name, row["input"], path)
    if kind == "string_pattern_mismatch":
        return _other_pattern(str(details["pattern"]), name, str(row["input"]), path)
    if row["input"] is None:
        kind = "nothing"
    given = shown(row["input"])
    said = WORDS[kind].format(name=name, given=given, **details) if kind in WORDS else f"'{name}' cannot be {given}."
    if row["input"] == name:
        said = said.replace(f"'{name}'", "A key here", 1)
    return Finding("not-fitting", said, REMEDIES.get(kind, "Correct the value."), path)


def _said_by_the_model(error: str, name: str, given: object, path: Path) -> Finding:
    """A model's message has the problem and, after a semicolon, what to write; or only what to write."""
    wrong, _, remedy = error.partition("; ")
    if not remedy and wrong.startswith(("write ", "give ")):
        wrong, remedy = f"'{name}' cannot be {shown(given)}", wrong
    return Finding("not-fitting", _sentence(wrong), _sentence(remedy) if remedy else "Correct the value.", path)


def _other_pattern(pattern: str, name: str, given: str, path: Path) -> Finding:
    asked = in_words(pattern) or f"of the form {pattern}"
    likely = meant(pattern, given)
    subject = "A key here" if name == given else f"'{name}'"
    remedy = f"Write {likely}." if likely else "Write it in that form."
    return Finding("not-fitting", f"{subject} takes {asked}, not {shown(given)}.", remedy, path)


def _one_of(details: Details, path: Path, given: object) -> Finding:
    listed = str(details.get("expected_tags") or details.get("expected", ""))
    options = [word.strip(" '") for word in listed.replace(" or ", ", ").split(",")]
    if "tag" in details:
        given, path = details["tag"], (*path, str(details.get("discriminator", "'type'")).strip("'"))
    remedy = f"Write {options[0]}." if len(options) == 1 else suggestion(str(given), options)
    return Finding("not-an-option", f"{shown(given)} is not one of the options.", remedy, path)


def _sentence(text: str) -> str:
    text = text.strip().removesuffix(".")
    return f"{text[:1].upper()}{text[1:]}."


WORDS = {
    "nothing": "'{name}' is empty.",
    "string_type": "'{name}' must be text, not {given}.",
    "int_type": "'{name}' must be a whole number, not {given}.",
    "int_parsing": "'{name}' must be a whole number, not {given}.",
    "int_from_float": "'{name}' must be a whole number, not {given}.",
    "number_type": "'{name}' must be a number, not {given}.",
    "float_type": "'{name}' must be a number, not {given}.",
    "float_parsing": "'{name}' must be a number, not {given}.",
    "bool_type": "'{name}' must be yes or no, not {given}.",
    "bool_parsing": "'{name}' must be yes or no, not {given}.",
    "list_type": "'{name}' must be a list, not {given}.",
    "dict_type": "'{name}' must be keys with values, not {given}.",
    "model_type": "'{name}' must be keys with values, not {given}.",
    "model_attributes_type": "'{name}' must be keys with values, not {given}.",
    "date_from_datetime_parsing": "'{name}' must be a day such as 2026-05-02, not {given}.",
    "date_parsing": "'{name}' must be a day such as 2026-05-02, not {given}.",
    "date_from_datetime_inexact": "'{name}' must be a day such as 2026-05-02, not {given}.",
    "datetime_from_date_parsing": "'{name}' must be a day or a moment such as 2026-05-02T09:00, not {given}.",
    "datetime_parsing": "'{name}' must be a day or a moment such as 2026-05-02T09:00, not {given}.",
    "datetime_type": "'{name}' must be a day or a moment such as 2026-05-02T09:00, not {given}.",
    "decimal_type": "'{name}' must be a number, not {given}.",
    "decimal_parsing": "'{name}' must be a number, not {given}.",
    "decimal_max_digits": "'{name}' must be a number with at most {max_digits} digits, not {given}.",
    "finite_number": "'{name}' must be a number, not {given}.",
    "int_parsing_size": "'{name}' must be a smaller number than {given}.",
    "date_type": "'{name}' must be a day such as 2026-05-02, not {given}.",
    "string_too_short": "'{name}' is empty.",
    "string_too_long": "'{name}' is longer than {max_length} characters.",
    "too_short": "'{name}' needs at least {min_length}.",
    "too_long": "'{name}' may have at most {max_length}.",
    "greater_than_equal": "'{name}' must be {ge} or more, not {given}.",
    "greater_than": "'{name}' must be more than {gt}, not {given}.",
    "less_than_equal": "'{name}' must be {le} or less, not {given}.",
    "less_than": "'{name}' must be less than {lt}, not {given}.",
}
REMEDIES = {
    "nothing": "Write a value after the colon, or remove the key.",
    "string_type": "Write it in quotes if it is text.",
    "list_type": "Write it in [ ] or with a '- ' before each item.",
    "dict_type": "Write keys below it, one a line, each followed by a colon.",
    "model_type": "Write keys below it, one a line, each followed by a colon.",
    **dict.fromkeys(
        ("int_parsing", "int_from_float", "float_parsing", "decimal_parsing", "decimal_type"),
        "Write it in digits, with a point before decimals, and without a sign, commas or a unit.",
    ),
    **dict.fromkeys(("date_parsing", "date_from_datetime_parsing"), "Write the year first: 2026-05-02."),
    **dict.fromkeys(("bool_type", "bool_parsing"), "Write yes or no."),
    "number_type": "Write a number.",
    "too_short": "Add what is missing.",
}
