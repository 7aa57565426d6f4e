"""Finds active content in the compressed objects of a PDF that one reader uses and another does not see.

Where a table of objects is damaged, or there are several, readers choose differently: what the PDF library takes for a
remainder may be the document that a browser shows. So every object stream in the file is read, used or not."""

import re
import zlib
from collections.abc import Collection, Iterator

# The name that marks an object stream; each letter may be escaped.
_MARK = re.compile(rb"/(?:O|#4[Ff])(?:b|#62)(?:j|#6[Aa])(?:S|#53)(?:t|#74)(?:m|#6[Dd])(?![A-Za-z0-9])")
_BEGINS = re.compile(rb"stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# An object stream begins with the numbers of its objects and where each of them is.
_NUMBERS = re.compile(rb"\s*\d+\s+\d+\s")


def acts(content: bytes, names: Collection[str], *, most: int) -> bool:
    """Whether one of the `names` is in an object stream, of which at most so many bytes are unpacked."""
    name = b"|".join(re.escape(each.encode()) for each in names)
    pattern = re.compile(rb"(?:" + name + rb")(?![A-Za-z0-9])")
    return any(text is not None and pattern.search(unescaped(text)) for text in _object_streams(content, most))


def unescaped(content: bytes) -> bytes:
    """The content with every `#4A` as the letter that it is, as readers see names."""
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), content)


def unreadable(content: bytes, *, most: int) -> int:
    """How many object streams are encrypted, or packed in another way than usual."""
    return sum(text is None for text in _object_streams(content, most))


def can_read(packed: bytes, *, most: int) -> bool:
    """Whether the content of an object stream can be read as it is in the file."""
    return _text(packed, most) is not None


def _object_streams(content: bytes, most: int) -> Iterator[bytes | None]:
    """The text of each object stream; None where it cannot be read."""
    for mark in _MARK.finditer(content):
        begins = _BEGINS.search(content, mark.end())
        yield _text(content[begins.end() :], most) if begins else None


def _text(packed: bytes, most: int) -> bytes | None:
    if _NUMBERS.match(packed[:100]):
        return packed[: packed.find(b"endstream")]
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, most)
    except zlib.error:
        return None
    return text if _NUMBERS.match(text[:100]) and not unpacking.unconsumed_tail else None
