"""PDF, office documents and plain text: refused when they are something else as well, or do something by themselves."""

import re

import structlog

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.files import office, office_reader, pdf_leftovers, pdf_reader, separate_process
from commonweal.blocks.forms.files.kinds import UNKNOWN, Unsafe, has_controls

TAIL = 65_557  # a ZIP directory is at most this far from the end of a file
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|\?xml|\?php|iframe|body|head)", re.IGNORECASE)
_DANGEROUS = re.compile(rb"/(Launch|EmbeddedFile|JavaScript|RichMedia)")
_ACTIVE = msgid("This PDF has a program or another file in it. Print it to a new PDF and choose that")
_INCOMPLETE = msgid("This PDF is not complete. Save it again and choose it")
_REFUSED = {
    pdf_reader.ACTIVE: _ACTIVE,
    pdf_reader.CALLS: msgid(
        "This PDF calls an address or another file by itself. Print it to a new PDF and choose that"
    ),
    pdf_reader.PASSWORD: msgid(
        "This PDF can only be opened with a password. Save it without the password and choose it"
    ),
    pdf_reader.BROKEN: _INCOMPLETE,
    pdf_reader.TOO_MUCH: msgid(
        "This PDF has more in it than we can look through. Print it to a new PDF and choose that"
    ),
}
NO_PDF = msgid("We cannot look through PDFs here at the moment. Choose a photograph of each page instead")
log = structlog.get_logger(__name__)


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that ends early, needs a password, is an archive as well, starts programs, carries files or calls
    others by itself. Raises Unsafe."""
    if b"%%EOF" not in content[-2048:]:
        raise Unsafe(_INCOMPLETE)
    if b"PK\x05\x06" in content[-TAIL:] or _MARKUP.search(content[:1024]):
        raise Unsafe(UNKNOWN)
    # What a reader of another make would find where ours finds nothing: in parts that no longer belong to the document.
    if _DANGEROUS.search(content) or _DANGEROUS.search(pdf_leftovers.unescaped(content)):
        raise Unsafe(_ACTIVE)
    try:
        answer = separate_process.ask("pdf_reader", content)
    except separate_process.Failed as failed:
        log.warning("a PDF could not be looked through", because=str(failed))
        answer = pdf_reader.TOO_MUCH
    except separate_process.Missing:
        log.exception("PDFs cannot be looked through: pikepdf is not installed")
        raise Unsafe(NO_PDF) from None
    if answer != pdf_reader.HARMLESS:
        raise Unsafe(_REFUSED.get(answer, _INCOMPLETE))


def document_kind(content: bytes) -> str:
    """The media type of an office document. Raises Unsafe as `archives.document_kind` does."""
    try:
        answer = separate_process.ask("office_reader", content)
    except separate_process.Failed as failed:
        log.warning("a document could not be looked through", because=str(failed))
        raise Unsafe(office.TOO_MUCH) from None
    if answer.startswith(office_reader.REFUSED):
        raise Unsafe(answer.removeprefix(office_reader.REFUSED).decode())
    return answer.removeprefix(office_reader.KIND).decode()


def plain_text(content: bytes) -> bytes:
    """The text in UTF-8. Raises Unsafe for other content, and for a web page or a script."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unsafe(UNKNOWN)
    if has_controls(text) or _MARKUP.search(text[:4096].encode()):
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
