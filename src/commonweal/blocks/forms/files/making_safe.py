"""From what was sent to what is kept."""

from commonweal.blocks.forms.files.archives import document_kind
from commonweal.blocks.forms.files.documents import check_pdf, looks_like_table, plain_text
from commonweal.blocks.forms.files.images import from_heic, redraw
from commonweal.blocks.forms.files.kinds import SafeFile, harmless_name, recognise


def make_safe(content: bytes, name: str) -> SafeFile:
    """The file as it may be kept. Raises Unsafe for what we cannot make sure of."""
    family = recognise(content)
    if family == "image":
        content, media_type = redraw(content)
    elif family == "heic":
        content, media_type = redraw(from_heic(content), kept_as="JPEG")
    elif family == "pdf":
        check_pdf(content)
        media_type = "application/pdf"
    elif family == "zip":
        media_type = document_kind(content)
    else:
        content = plain_text(content)
        table = name.lower().endswith(".csv") or looks_like_table(content)
        media_type = "text/csv" if table else "text/plain"
    return SafeFile(content, media_type, harmless_name(name, media_type))
