"""Images are re-encoded, so that nothing is left of a file but its picture."""

import logging
import warnings
from io import BytesIO
from typing import Any

from commonweal.blocks.forms.files import apart
from commonweal.blocks.forms.files.kinds import Unsafe
from commonweal.blocks.forms.words import msgid

MOST_BYTES = 120_000_000  # of memory while a picture is being drawn: 30 million pixels in colour
LONGEST_SIDE = 4096  # enough to read a printed page; larger photographs are made smaller
MOST_PAGES = 50
MOST_SCAN = 240_000_000  # bytes of all drawn pages of a scan: 60 million points in colour, four times that in grey
TOO_LARGE = msgid("This picture is too large. Make it smaller and choose it again")
BROKEN = msgid("We cannot open this picture. Save it again as JPG or PNG and choose it")
PAGES = msgid("This scan has more than {most} pages. Save it as a PDF and choose that")
NO_HEIC = msgid(
    "We cannot read photographs of the kind HEIC here. Save it as JPG and choose that; "
    "telephones take JPG when their camera is set to “most compatible”"
)
# What each format is kept as; an animation, and a photograph with others beside it (MPO), keeps its first picture.
KEPT_AS = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "PNG": "PNG",
    "GIF": "PNG",
    "WEBP": "JPEG",
    "TIFF": "PNG",
    "BMP": "PNG",
    "AVIF": "JPEG",
}
_DEEP = ("I", "F")  # modes of more than eight bits; Pillow cuts them off where it should scale them
log = logging.getLogger(__name__)


def redraw(content: bytes, *, kept_as: str = "") -> tuple[bytes, str]:
    """The picture alone, upright, without EXIF, comments, profiles or anything appended; and its media type. A scan of
    several pages becomes a PDF of them. `kept_as` is JPEG or PNG where that does not follow from what it is.

    Raises Unsafe where it is broken or takes more than MOST_BYTES."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # MPO is found by the reader of JPEG.
            picture = Image.open(BytesIO(content), formats=[each for each in KEPT_AS if each != "MPO"])
            if picture.format == "TIFF" and getattr(picture, "n_frames", 1) > 1:
                return _as_pages(picture), "application/pdf"
            kept_as = kept_as or KEPT_AS[picture.format or ""]
            clean = _clean(picture, keep_transparency=kept_as == "PNG")
    except Unsafe:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unsafe(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, EOFError, IndexError, TypeError):
        raise Unsafe(BROKEN) from None
    out = BytesIO()
    if kept_as == "JPEG":
        clean.save(out, "JPEG", quality=88)
        return out.getvalue(), "image/jpeg"
    clean.save(out, "PNG")
    return out.getvalue(), "image/png"


def from_heic(content: bytes) -> bytes:
    """A photograph of the kind HEIC as one that `redraw` takes. Raises Unsafe."""
    try:
        answer = apart.ask("heif_reader", content)
    except apart.Missing:
        raise Unsafe(NO_HEIC) from None
    except apart.Failed as failed:
        log.warning("a HEIC photograph could not be read: %s", failed)
        raise Unsafe(BROKEN) from None
    if answer == b"large":
        raise Unsafe(TOO_LARGE)
    if not answer:
        raise Unsafe(BROKEN)
    return answer


def _clean(picture: Any, *, keep_transparency: bool) -> Any:
    """One picture of a file, upright and no larger than LONGEST_SIDE, with nothing but its points."""
    from PIL import ImageOps

    # A JPEG can be decoded at a half or a quarter of its size, before it takes any memory.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    depth = 1 if picture.mode in {"1", "L", "P"} else 4
    if picture.width * picture.height * depth > MOST_BYTES:
        raise Unsafe(TOO_LARGE)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith(_DEEP):
        upright = _eight_bits(upright)
    elif upright.mode == "1":
        upright = upright.convert("L")
    elif upright.mode in {"P", "PA"}:
        upright = upright.convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = upright.convert("RGBA" if keep_transparency else "RGB")
    clean.info = {}  # Pillow would write the comment and the colour profile of the original again
    if keep_transparency and clean.getchannel("A").getextrema() == (255, 255):
        clean = clean.convert("RGB")
    return clean


def _eight_bits(picture: Any) -> Any:
    """Sixteen bits a point hold shades that eight cannot: they are scaled, not cut off."""
    import numpy as np
    from PIL import Image

    shades = np.asarray(picture, dtype="float32")
    if picture.mode.startswith("I;16"):
        shades = shades / 257
    elif shades.max() > 255 or shades.min() < 0 or picture.mode == "F":
        shades = (shades - shades.min()) * (255 / max(float(np.ptp(shades)), 1e-6))
    return Image.fromarray(shades.clip(0, 255).astype("uint8"))


def _as_pages(scan: Any) -> bytes:
    """The pages of a scan as a PDF. They are held together until it is written, so they share MOST_SCAN bytes, and
    each is counted before it is drawn."""
    if scan.n_frames > MOST_PAGES:
        raise Unsafe(PAGES, most=MOST_PAGES)
    pages, held = [], 0
    for number in range(scan.n_frames):
        scan.seek(number)
        grey, shrunk = scan.mode in {"1", "L"}, min(1, LONGEST_SIDE / max(scan.size))
        held += int(scan.width * shrunk * scan.height * shrunk) * (1 if grey else 4)
        if held > MOST_SCAN:
            raise Unsafe(TOO_LARGE)
        page = _clean(scan, keep_transparency=False)
        pages.append(page.convert("L") if grey else page)
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()
