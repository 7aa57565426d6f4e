"""From what was sent to what is kept."""

from commonweal.blocks.forms.files import memory_limit
from commonweal.blocks.forms.files.documents import check_pdf, document_kind, looks_like_table, plain_text
from commonweal.blocks.forms.files.images import from_heic, redraw
from commonweal.blocks.forms.files.kinds import SafeFile, harmless_name, recognise


def make_safe(content: bytes, name: str) -> SafeFile:
    """The file as it may be kept. Raises Unsafe for what we cannot make sure of, and memory_limit.Busy."""
    family = recognise(content)
    if family == "text":
        content = plain_text(content)
        table = name.lower().endswith(".csv") or looks_like_table(content)
        media_type = "text/csv" if table else "text/plain"
    else:
        with memory_limit.slot():
            content, media_type = _opened(family, content)
    return SafeFile(content, media_type, harmless_name(name, media_type))


def _opened(family: str, content: bytes) -> tuple[bytes, str]:
    """What is kept of a file that has to be unpacked or drawn, which takes many times its size in memory."""
    if family == "image":
        return redraw(content)
    if family == "heic":
        return from_heic(content)
    if family == "pdf":
        check_pdf(content)
        return content, "application/pdf"
    return content, document_kind(content)
