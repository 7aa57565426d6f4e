"""What is kept of a file, and what is never kept."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from commonweal.blocks.forms.files import archives, image_reader, office_reader, separate_process
from commonweal.blocks.forms.files.kinds import Unsafe, harmless_name
from commonweal.blocks.forms.files.sanitising import make_safe

# The least that is a PDF; readers find its objects without a table of them.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def picture(kind="JPEG", size=(40, 20), mode="RGB", **more):
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **more)
    return out.getvalue()


def zipped(entries, **more):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, **more) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}


def test_a_photograph_loses_its_exif_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "taken at home"
    safe = make_safe(picture(exif=exif), "IMG.JPG")
    assert b"taken at home" not in safe.content
    kept = Image.open(BytesIO(safe.content))
    assert kept.size == (20, 40)
    assert not kept.getexif()
    assert (safe.media_type, safe.name) == ("image/jpeg", "IMG.jpg")


def test_comments_and_text_in_a_picture_are_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "<script>alert(1)</script>")
    assert b"script" not in make_safe(picture("PNG", pnginfo=info), "x.png").content
    assert b"secret" not in make_safe(picture(comment=b"secret"), "x.jpg").content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_what_hangs_behind_a_picture_is_gone(kind):
    safe = make_safe(picture(kind) + zipped(DOCX) + b"<script>", "x.jpg")
    assert b"PK\x03\x04" not in safe.content
    assert b"<script>" not in safe.content


def test_a_picture_keeps_its_transparency():
    safe = make_safe(picture("PNG", mode="RGBA"), "x.png")
    assert Image.open(BytesIO(safe.content)).mode == "RGBA"


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn():
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(Unsafe, match="too large"):
        make_safe(bomb, "x.png")


def test_a_large_photograph_is_made_smaller():
    safe = make_safe(picture(size=(6000, 3000)), "x.jpg")
    assert Image.open(BytesIO(safe.content)).size == (image_reader.LONGEST_SIDE, image_reader.LONGEST_SIDE // 2)


def test_a_broken_picture_is_refused():
    with pytest.raises(Unsafe, match="open this picture"):
        make_safe(picture()[:200], "x.jpg")


def test_documents_are_known_by_what_is_in_them_not_by_their_names():
    assert make_safe(PDF, "letter.docx").name == "letter.pdf"
    assert make_safe(zipped(DOCX), "x.pdf").name == "x.docx"
    assert make_safe(zipped({**DOCX, "xl/workbook.xml": ""} | {}), "x").media_type.endswith("document")
    odt = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
    assert make_safe(odt, "x.odt").name == "x.odt"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00" + b"\0" * 200,
        b"\x7fELF\x02\x01\x01" + b"\0" * 200,
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"   \n<HTML><body onload=alert(1)>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<?php system('id');",
        b"#!/bin/sh\nrm -rf /\n",
        b"\x1f\x8b\x08\x00" + b"\0" * 40,
        b"Rar!\x1a\x07\x00" + b"\0" * 40,
        b"\0\0\0\x18ftypmp42" + b"\0" * 40,
        b"text with\0nul",
        PDF.replace(b"%%EOF", b""),
        b"%PDF-1.4 <html><script>alert(1)</script>\n%%EOF",
        PDF + zipped(DOCX),
        PDF.replace(b"<<>>endobj", b"<</OpenAction<</S/JavaScript/JS(app.alert)>>>>endobj"),
        PDF.replace(b"<<>>endobj", b"<</S/Launch/F(cmd.exe)>>endobj"),
        b"GIF89a/*" + b"\0" * 20 + b"*/=alert(1)",
        zipped({"a.txt": "hello"}),
        zipped({**DOCX, "word/vbaProject.bin": "x"}),
        zipped({**DOCX, "word/run.exe": "x"}),
        zipped({**DOCX, "../../etc/passwd": "x"}),
        zipped({**DOCX, "inner.zip": zipped(DOCX)}),
        b"MZ" + zipped(DOCX),
        zipped(DOCX) + b"<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_other_kinds_polyglots_and_programs_are_refused(content):
    with pytest.raises(Unsafe):
        make_safe(content, "harmless.pdf")


def test_an_archive_that_unpacks_to_much_more_is_refused():
    with pytest.raises(Unsafe, match="unpacks"):
        make_safe(zipped({**DOCX, "word/media/x.xml": b"\0" * 20_000_000}), "x.docx")


def test_an_archive_whose_directory_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 100_000)
    monkeypatch.setattr(separate_process, "ask", lambda reader, content: office_reader.read(content))
    content = bytearray(zipped({**DOCX, "word/big.xml": b"\0" * 500_000}))
    for marker, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = 0
        while (at := content.find(marker, at)) >= 0:
            if int.from_bytes(content[at + offset : at + offset + 4], "little") == 500_000:
                content[at + offset : at + offset + 4] = (5).to_bytes(4, "little")
            at += 4
    with pytest.raises(Unsafe):
        make_safe(bytes(content), "x.docx")


def test_entries_that_share_their_data_are_refused():
    content = bytearray(zipped({**DOCX, "word/a.xml": b"a" * 5000, "word/b.xml": b"a" * 5000}))
    first = content.find(b"PK\x01\x02")
    offsets = []
    while first >= 0:
        offsets.append(first)
        first = content.find(b"PK\x01\x02", first + 4)
    content[offsets[3] + 42 : offsets[3] + 46] = content[offsets[2] + 42 : offsets[2] + 46]
    with pytest.raises(Unsafe, match="unpacks"):
        make_safe(bytes(content), "x.docx")


def test_too_many_entries_are_refused():
    with pytest.raises(Unsafe, match="unpacks"):
        make_safe(zipped({**DOCX, **{f"word/{n}.xml": "x" for n in range(archives.MOST_ENTRIES)}}), "x.docx")


def test_text_is_kept_in_utf8_and_tables_are_told_from_prose():
    assert make_safe("caf\xe9".encode("cp1252"), "x.txt").content == "caf\xe9".encode()
    assert make_safe("llŷn".encode("utf-16"), "x.txt").content == "llŷn".encode()
    assert make_safe(b"a,b\n1,2\n3,4\n", "x.txt").media_type == "text/csv"
    assert make_safe(b"Dear all,\nthe sofa is red.\n", "x.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ann\\My letter.docx", "My letter.pdf"),
        ('a"b\r\nSet-Cookie: x;.pdf', "abSet-Cookie x.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("\u202egnp.exe", "gnp.exe.pdf"),
    ],
)
def test_a_name_is_made_harmless(given, kept):
    assert harmless_name(given, "application/pdf") == kept
