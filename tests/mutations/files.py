"""A small file of each media type that a form may ask for."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf", "text/plain": "txt"}


def _picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), "#8a6d4b").save(content, kind)
    return content.getvalue()


FILES = {
    "image/png": _picture("PNG"),
    "image/jpeg": _picture("JPEG"),
    "application/pdf": _picture("PDF"),
    "text/plain": b"Words on paper",
}


def sent_file(media_type: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(f"file.{ENDINGS[media_type]}", FILES[media_type], media_type)
