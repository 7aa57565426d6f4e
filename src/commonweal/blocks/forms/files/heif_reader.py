"""Draws a HEIC photograph in a format that every program can read; runs in a process of its own."""

from importlib import import_module
from io import BytesIO

from commonweal.blocks.forms.files import image_reader

MOST_PIXELS = 60_000_000  # 48 million are what telephones take


def load() -> None:
    """Load the libraries. Raises ImportError."""
    import_module("pi_heif")


def read(content: bytes) -> bytes:
    """The main picture, upright, as an answer of `image_reader`."""
    import pi_heif

    try:
        opened = pi_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=True)
        width, height = opened.size
        if width * height > MOST_PIXELS:
            return image_reader.answer(image_reader.LARGE)
        picture = opened.to_pillow()
    except (ValueError, OSError, RuntimeError, EOFError, SyntaxError):
        return image_reader.answer(image_reader.BROKEN)
    picture.thumbnail((image_reader.LONGEST_SIDE, image_reader.LONGEST_SIDE))
    clean = picture.convert("RGB")
    clean.info = {}
    return image_reader.drawn(clean, image_reader.JPEG)
