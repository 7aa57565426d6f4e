"""The English singular and plural for what commands print; pages use the catalogues, since other languages differ."""


def number_of(number: int, one: str, many: str = "") -> str:
    """A number and what it counts: "1 project", "1,250 projects". `many` is for a plural that is not `one` with an s,
    and for words that go with it: `number_of(3, "file is", "files are")`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
