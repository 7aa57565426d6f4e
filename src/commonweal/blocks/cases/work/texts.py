"""What people write into cases: there must be some, and not a book."""

from commonweal.kernel.problems import Invalid, filled

LONGEST = 20_000


def storable(text: str) -> bool:
    """Whether every database can keep it: no null characters, no halves of characters."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def written(text: str, *, field: str, ask: str, longest: int = LONGEST) -> str:
    """The words without space around them. Raises Invalid, naming the field, where there are none or too many."""
    words = text.strip()
    if not words:
        raise Invalid("Something is missing.", fields={field: ask})
    if len(words) > longest:
        raise Invalid("This is too long.", fields={field: filled("Write %(most)s characters or fewer.", most=longest)})
    if not storable(words):
        raise Invalid("This cannot be stored.", fields={field: "Remove the characters that cannot be printed."})
    return words
