"""Images are drawn anew, so that nothing is left of a file but its picture."""

import warnings
from io import BytesIO

from commonweal.blocks.forms.files.kinds import Unsafe
from commonweal.blocks.forms.words import msgid

MOST_PIXELS = 30_000_000  # 120 MB while it is being drawn
LONGEST_SIDE = 4096  # enough to read a printed page; larger photographs are made smaller
TOO_LARGE = msgid("This picture is too large. Make it smaller and choose it again")
BROKEN = msgid("We cannot open this picture. Save it again as JPG or PNG and choose it")
# What each format is kept as; an animation keeps its first picture.
KEPT_AS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "JPEG"}


def redraw(content: bytes) -> tuple[bytes, str]:
    """The picture alone, upright, without EXIF, comments, profiles or anything appended; and its media type.

    Raises Unsafe where it is broken or has more than MOST_PIXELS.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=list(KEPT_AS))
            kept_as = KEPT_AS[picture.format or ""]
            # A JPEG can be decoded at a half or a quarter of its size, before it takes any memory.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if picture.width * picture.height > MOST_PIXELS:
                raise Unsafe(TOO_LARGE)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except Unsafe:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unsafe(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, EOFError):
        raise Unsafe(BROKEN) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = upright.convert("RGB" if kept_as == "JPEG" else "RGBA")
    clean.info = {}  # Pillow would write the comment and the colour profile of the original again
    out = BytesIO()
    if kept_as == "JPEG":
        clean.save(out, "JPEG", quality=88)
        return out.getvalue(), "image/jpeg"
    if clean.getchannel("A").getextrema() == (255, 255):
        clean = clean.convert("RGB")
    clean.save(out, "PNG")
    return out.getvalue(), "image/png"
