"""Converts a HEIC photograph into a format that every program can read; runs in a process of its own."""

from importlib import import_module
from io import BytesIO

MOST_PIXELS = 60_000_000  # 48 million are what telephones take


def load() -> None:
    """Load the libraries. Raises ImportError."""
    import_module("pi_heif")


def read(content: bytes) -> bytes:
    """The main picture, upright, as PNG; nothing for what is broken or too large."""
    import pi_heif

    try:
        opened = pi_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=True)
        width, height = opened.size
        if width * height > MOST_PIXELS:
            return b"large"
        picture = opened.to_pillow()
    except (ValueError, OSError, RuntimeError, EOFError, SyntaxError):
        return b""
    out = BytesIO()
    picture.info = {}
    picture.thumbnail((4096, 4096))
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
