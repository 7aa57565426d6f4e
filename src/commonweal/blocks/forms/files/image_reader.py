"""Re-encodes a picture, so that nothing of the original file remains; runs in a separate process.

The cost of a picture cannot be estimated from its size: a photograph may be drawn in a million passes, and the tiles of
a scan may all be read from the same place in the file. The module is loaded for each picture, so it imports little."""

import warnings
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 120_000_000  # of memory while a picture is being drawn: 30 million pixels in colour
LONGEST_SIDE = 4096  # enough to read a printed page; larger photographs are made smaller
MOST_PAGES = 50
MOST_SCAN = 240_000_000  # bytes of all drawn pages of a scan: 60 million points in colour, four times that in grey
# Answers: one of these and what is kept, or why nothing is.
JPEG, PNG, PDF = b"jpeg", b"png", b"pdf"
LARGE, BROKEN, PAGES = b"large", b"broken", b"pages"
SAYS = 6  # bytes at the start of an answer
# What each format is kept as; an animation, and a photograph with several pictures (MPO), keep their first picture.
KEPT_AS = {
    "JPEG": JPEG,
    "MPO": JPEG,
    "PNG": PNG,
    "GIF": PNG,
    "WEBP": JPEG,
    "TIFF": PNG,
    "BMP": PNG,
    "AVIF": JPEG,
}
_DEEP = ("I", "F")  # modes of more than eight bits; Pillow cuts them off where it should scale them


class _Refused(Exception):
    """A picture that is not kept; `args[0]` is the answer."""


def load() -> None:
    """Load the libraries. Raises ImportError."""
    import_module("PIL.Image")


def answer(says: bytes, kept: bytes = b"") -> bytes:
    """An answer as one text of bytes."""
    return says.ljust(SAYS) + kept


def read(content: bytes) -> bytes:
    """The picture alone, upright, without EXIF, comments, profiles or anything appended. A scan of several pages
    becomes a PDF of them. LARGE where it takes more than MOST_BYTES."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # MPO is found by the reader of JPEG.
            picture = Image.open(BytesIO(content), formats=[each for each in KEPT_AS if each != "MPO"])
            if picture.format == "TIFF" and getattr(picture, "n_frames", 1) > 1:
                return answer(PDF, _as_pages(picture))
            kept_as = KEPT_AS[picture.format or ""]
            return drawn(_clean(picture, keep_transparency=kept_as == PNG), kept_as)
    except _Refused as refused:
        return answer(refused.args[0])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return answer(LARGE)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, EOFError, IndexError, TypeError):
        return answer(BROKEN)


def drawn(picture: "Image", kept_as: bytes) -> bytes:
    """A clean picture as an answer."""
    out = BytesIO()
    if kept_as == JPEG:
        picture.save(out, "JPEG", quality=88)
    else:
        picture.save(out, "PNG")
    return answer(kept_as, out.getvalue())


def _clean(picture: "Image", *, keep_transparency: bool) -> "Image":
    """One picture of a file, upright and no larger than LONGEST_SIDE, with nothing but its points."""
    from PIL import ImageOps

    # A JPEG can be decoded at a half or a quarter of its size, before it takes any memory.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    depth = 1 if picture.mode in {"1", "L", "P"} else 4
    if picture.width * picture.height * depth > MOST_BYTES:
        raise _Refused(LARGE)
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


def _eight_bits(picture: "Image") -> "Image":
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
        raise _Refused(PAGES)
    pages, held = [], 0
    for number in range(scan.n_frames):
        scan.seek(number)
        grey, shrunk = scan.mode in {"1", "L"}, min(1, LONGEST_SIDE / max(scan.size))
        held += int(scan.width * shrunk * scan.height * shrunk) * (1 if grey else 4)
        if held > MOST_SCAN:
            raise _Refused(LARGE)
        page = _clean(scan, keep_transparency=False)
        pages.append(page.convert("L") if grey else page)
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()
