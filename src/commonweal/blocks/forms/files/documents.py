"""PDF and plain text: refused when they are something else as well."""

import re

from commonweal.blocks.forms.files.kinds import UNKNOWN, Unsafe
from commonweal.blocks.forms.words import msgid

TAIL = 65_557  # a ZIP directory can stand at most this far from the end of a file
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|\?xml|\?php|iframe|body|head)", re.IGNORECASE)
_DANGEROUS = re.compile(rb"/(Launch|EmbeddedFile|JavaScript|RichMedia)")


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that ends early, is an archive as well, starts programs or carries files. Raises Unsafe."""
    if b"%%EOF" not in content[-2048:]:
        raise Unsafe(msgid("This PDF is not complete. Save it again and choose it"))
    if b"PK\x05\x06" in content[-TAIL:] or _MARKUP.search(content[:1024]):
        raise Unsafe(UNKNOWN)
    if _DANGEROUS.search(content):
        raise Unsafe(msgid("This PDF has a program or another file in it. Print it to a new PDF and choose that"))


def plain_text(content: bytes) -> bytes:
    """The text in UTF-8. Raises Unsafe for what is no text, or is a web page or a script."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unsafe(UNKNOWN)
    if any(ord(c) < 32 and c not in "\t\n\r\f" for c in text) or _MARKUP.search(text[:4096].encode()):
        raise Unsafe(UNKNOWN)
    if text.startswith("#!"):
        raise Unsafe(UNKNOWN)
    return text.encode()


def looks_like_table(text: bytes) -> bool:
    """Whether a text is rows of the same number of fields, as CSV is."""
    lines = [line for line in text.decode().splitlines()[:50] if line.strip()]
    for mark in (",", ";", "\t"):
        counts = {line.count(mark) for line in lines if line.count('"') % 2 == 0}
        if len(lines) > 1 and counts and min(counts) > 0 and len(counts) <= 2:
            return True
    return False
