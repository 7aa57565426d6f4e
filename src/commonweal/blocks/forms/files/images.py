"""Pictures are drawn anew in a process of their own, so that nothing is left of a file but what it shows."""

import structlog

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.files import image_reader, separate_process
from commonweal.blocks.forms.files.kinds import Unsafe

TOO_LARGE = msgid("This picture is too large. Make it smaller and choose it again")
BROKEN = msgid("We cannot open this picture. Save it again as JPG or PNG and choose it")
PAGES = msgid("This scan has more than {most} pages. Save it as a PDF and choose that")
NO_HEIC = msgid(
    "We cannot read photographs of the kind HEIC here. Save it as JPG and choose that; "
    "telephones take JPG when their camera is set to “most compatible”"
)
_KINDS = {image_reader.JPEG: "image/jpeg", image_reader.PNG: "image/png", image_reader.PDF: "application/pdf"}
log = structlog.get_logger(__name__)


def redraw(content: bytes) -> tuple[bytes, str]:
    """What is kept of a picture, and its media type. Raises Unsafe where it is broken or takes too much to draw."""
    return _drawn("image_reader", content)


def from_heic(content: bytes) -> tuple[bytes, str]:
    """The same for a photograph of the kind HEIC."""
    try:
        return _drawn("heif_reader", content)
    except separate_process.Missing:
        raise Unsafe(NO_HEIC) from None


def _drawn(reader: str, content: bytes) -> tuple[bytes, str]:
    try:
        answer = separate_process.ask(reader, content)
    except separate_process.Failed as failed:
        log.warning("a picture could not be drawn", because=str(failed))
        raise Unsafe(BROKEN) from None
    says, kept = answer[: image_reader.SAYS].strip(), answer[image_reader.SAYS :]
    if says == image_reader.LARGE:
        raise Unsafe(TOO_LARGE)
    if says == image_reader.PAGES:
        raise Unsafe(PAGES, most=image_reader.MOST_PAGES)
    if says not in _KINDS:
        raise Unsafe(BROKEN)
    return kept, _KINDS[says]
