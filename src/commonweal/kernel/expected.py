"""What an example in a definition expects, read as the kind of value that its key wants."""

from collections.abc import Mapping


class OfAnotherKind(Exception):
    """The expectation matches no possible outcome; the message describes what to write."""


def expected_names(expected: object) -> list[str]:
    """Several names, of which one may be written without brackets. Raises OfAnotherKind."""
    found = [expected] if isinstance(expected, str) else expected
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise OfAnotherKind("it must be a list of names, such as [one, other]")
    return found


def expected_values(expected: object) -> Mapping[str, object]:
    """Values by name. Raises OfAnotherKind."""
    if not isinstance(expected, Mapping):
        raise OfAnotherKind("it must be values by name, such as {count: 2}")
    return expected
