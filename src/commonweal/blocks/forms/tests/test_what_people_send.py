"""Files as telephones, scanners and offices really write them are taken, or refused with cause and remedy."""

from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from commonweal.blocks.forms.files import heif_reader, image_reader, separate_process
from commonweal.blocks.forms.files.kinds import EXTENSIONS, Unsafe, has_controls
from commonweal.blocks.forms.files.sanitising import make_safe
from commonweal.blocks.forms.questions.file import STORABLE, offered_types
from commonweal.blocks.forms.tests.test_sanitising import DOCX, PDF, zipped

HEIC = Path(__file__).with_name("photo.heic").read_bytes()
RED = (255, 0, 0)


def drawing(mode="RGB", size=(64, 48)):
    """White, with a red corner at the top left."""
    drawn = Image.new("RGB", size, "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=RED)
    return drawn.convert(mode)


def saved(kind, picture=None, **how):
    out = BytesIO()
    (picture or drawing()).save(out, kind, **how)
    return out.getvalue()


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: to be turned by 90 degrees
    return exif


def deep(kind):
    """Sixteen bits of grey, dark at the top left."""
    shades = np.full((48, 64), 65_535, dtype="uint16")
    shades[:24, :32] = 1000
    return saved(kind, Image.fromarray(shades))


def boxes(brand, *more):
    inside = b"ftyp" + brand + b"\0\0\0\0" + b"".join(more)
    return (len(inside) + 4).to_bytes(4, "big") + inside + b"\0" * 64


# The pictures: what was sent, under which name, what it is kept as, and the size of it.
PICTURES = {
    "a JPEG": (saved("JPEG"), "IMG_0001.JPG", "image/jpeg", (64, 48)),
    "a JPEG of several pictures": (saved("MPO", save_all=True, append_images=[drawing()]), "IMG.jpg", "image/jpeg", (64, 48)),
    "a progressive JPEG": (saved("JPEG", progressive=True), "a.jpeg", "image/jpeg", (64, 48)),
    "a JPEG for print": (saved("JPEG", drawing("CMYK")), "a.jpg", "image/jpeg", (64, 48)),
    "a grey JPEG": (saved("JPEG", drawing("L")), "a.jpg", "image/jpeg", (64, 48)),
    "a turned JPEG": (saved("JPEG", exif=turned()), "a.jpg", "image/jpeg", (48, 64)),
    "a JPEG of a browser": (saved("JPEG"), "download.jfif", "image/jpeg", (64, 48)),
    "a JPEG called PNG": (saved("JPEG"), "photo.png", "image/jpeg", (64, 48)),
    "a photograph of an iPhone": (HEIC, "IMG_0001.HEIC", "image/jpeg", (48, 64)),
    "a photograph of an iPhone called JPG": (HEIC, "IMG_0001.jpg", "image/jpeg", (48, 64)),
    "an AVIF": (saved("AVIF"), "a.avif", "image/jpeg", (64, 48)),
    "a PNG": (saved("PNG", drawing("RGBA")), "Screenshot 1.PNG", "image/png", (64, 48)),
    "a PNG of sixteen bits": (deep("PNG"), "a.png", "image/png", (64, 48)),
    "a PNG of few colours": (saved("PNG", drawing("P")), "a.png", "image/png", (64, 48)),
    "a PNG called JPG": (saved("PNG"), "a.jpg", "image/png", (64, 48)),
    "a moving WebP": (saved("WEBP", save_all=True, append_images=[drawing()]), "a.webp", "image/jpeg", (64, 48)),
    "a moving GIF": (saved("GIF", save_all=True, append_images=[drawing("L")]), "a.gif", "image/png", (64, 48)),
    "a scan": (saved("TIFF", compression="tiff_lzw"), "scan.TIF", "image/png", (64, 48)),
    "a fax": (saved("TIFF", drawing("1"), compression="group4"), "fax.tiff", "image/png", (64, 48)),
    "a scan of sixteen bits": (deep("TIFF"), "scan.tif", "image/png", (64, 48)),
    "a scan for print": (saved("TIFF", drawing("CMYK")), "scan.tif", "image/png", (64, 48)),
    "a bitmap": (saved("BMP"), "paint.bmp", "image/png", (64, 48)),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_of_cameras_and_scanners_are_taken(name):
    content, called, media_type, size = PICTURES[name]
    safe = make_safe(content, called)
    kept = Image.open(BytesIO(safe.content))
    assert (safe.media_type, kept.size) == (media_type, size)
    assert kept.format == {"image/jpeg": "JPEG", "image/png": "PNG"}[media_type]
    assert safe.name.endswith("." + EXTENSIONS[media_type])
    assert safe.name.count(".") == 1
    assert not kept.getexif()


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_the_one_that_was_sent(name):
    content, called, _, size = PICTURES[name]
    kept = Image.open(BytesIO(make_safe(content, called).content)).convert("RGB")
    left, right = (5, 5), (size[0] - 5, 5)
    corner, other = (right, left) if size == (48, 64) else (left, right)  # a turned picture has its corner on the right
    red, green, _ = kept.getpixel(corner)
    grey = "grey" in name or "fax" in name or "sixteen" in name
    assert green < 130 if grey else (red > 200 and green < 80)
    assert min(kept.getpixel(other)) > 225


def test_the_location_is_removed_from_photographs_of_telephones():
    assert b"taken at home" in HEIC
    assert b"taken at home" not in make_safe(HEIC, "IMG.HEIC").content


def test_a_scan_of_several_pages_keeps_them_all():
    import pikepdf

    scan = saved("TIFF", drawing("1"), save_all=True, append_images=[drawing(), drawing("L", (48, 64))])
    safe = make_safe(scan, "scan.tiff")
    assert (safe.media_type, safe.name) == ("application/pdf", "scan.pdf")
    assert len(pikepdf.open(BytesIO(safe.content)).pages) == 3


def in_this_process(reader, content):
    """As `separate_process.ask`, where a test changes a bound."""
    return {"heif_reader": heif_reader, "image_reader": image_reader}[reader].read(content)


def in_many_passes(times):
    """A photograph of 16 million pixels that is drawn in as many passes more, each of a few bytes."""
    photo = saved("JPEG", Image.new("RGB", (4000, 4000), "grey"), progressive=True)
    end = photo.rindex(b"\xff\xda")
    return photo[:-2] + photo[end:-2] * times + photo[-2:]


def test_a_photograph_that_would_be_drawn_for_hours_is_refused(monkeypatch):
    monkeypatch.setattr(separate_process, "ask", partial(separate_process.ask, seconds=1))
    with pytest.raises(Unsafe, match="Save it again"):
        make_safe(in_many_passes(20_000), "photo.jpg")


def test_a_scan_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(image_reader, "MOST_PAGES", 2)
    monkeypatch.setattr(separate_process, "ask", in_this_process)
    scan = saved("TIFF", save_all=True, append_images=[drawing(), drawing()])
    with pytest.raises(Unsafe, match=r"more than {most} pages\. Save it as a PDF"):
        make_safe(scan, "scan.tiff")
    monkeypatch.setattr(image_reader, "MOST_PAGES", 3)
    assert make_safe(scan, "scan.tiff").media_type == "application/pdf"


def test_a_picture_may_take_so_much_memory_in_colour_and_a_grey_one_has_four_times_the_points(monkeypatch):
    monkeypatch.setattr(separate_process, "ask", in_this_process)
    monkeypatch.setattr(image_reader, "MOST_BYTES", 4 * 64 * 48)
    assert make_safe(saved("PNG"), "a.png").media_type == "image/png"
    monkeypatch.setattr(image_reader, "MOST_BYTES", 4 * 64 * 48 - 1)
    with pytest.raises(Unsafe, match="too large"):
        make_safe(saved("PNG"), "a.png")
    assert make_safe(saved("PNG", drawing("L")), "a.png").media_type == "image/png"


def test_the_pages_of_a_scan_share_what_memory_they_may_take_and_are_counted_before_they_are_drawn(monkeypatch):
    drawn, draw = [], image_reader._clean
    monkeypatch.setattr(separate_process, "ask", in_this_process)
    monkeypatch.setattr(image_reader, "_clean", lambda page, **how: drawn.append(page.size) or draw(page, **how))
    colour = saved("TIFF", save_all=True, append_images=[drawing(), drawing()])
    grey = saved("TIFF", drawing("1"), save_all=True, append_images=[drawing("L"), drawing("L")])
    monkeypatch.setattr(image_reader, "MOST_SCAN", 3 * 64 * 48)
    assert make_safe(grey, "scan.tiff").media_type == "application/pdf"
    monkeypatch.setattr(image_reader, "MOST_SCAN", 3 * 4 * 64 * 48)
    assert make_safe(colour, "scan.tiff").media_type == "application/pdf"
    monkeypatch.setattr(image_reader, "MOST_SCAN", 2 * 4 * 64 * 48 - 1)
    drawn.clear()
    with pytest.raises(Unsafe, match="too large"):
        make_safe(colour, "scan.tiff")
    assert drawn == [(64, 48)]


def test_the_chooser_of_a_browser_offers_what_becomes_a_kind_that_is_taken():
    offered = offered_types(["image/jpeg", "application/pdf"])
    assert {"image/jpeg", "application/pdf", ".heic", "image/webp"} <= set(offered)
    assert ".tif" not in offered
    assert offered_types(["application/pdf"]) == ["application/pdf"]
    assert offered_types(["image/*"]) == ["image/*", ".heic", ".heif"]


TABLE, TEXT = "Name;Größe\nAnn;1\nBen;2\n", '{"name": "Siân", "number": 1}\n'

# Texts: what was sent, under which name, what it is kept as, and the text in it.
TEXTS = {
    "a CSV of a spreadsheet": (TABLE.encode("utf-8-sig"), "a.CSV", "text/csv", TABLE),
    "a CSV in Windows' letters": (TABLE.encode("cp1252"), "a.csv", "text/csv", TABLE),
    "a CSV in sixteen bits": (TABLE.replace(";", "\t").encode("utf-16"), "a.txt", "text/csv", TABLE.replace(";", "\t")),
    "a CSV with other ends of lines": (b"a,b\r\n1,2\r\n", "a.csv", "text/csv", "a,b\r\n1,2\r\n"),
    "a JSON with a mark": (TEXT.encode("utf-8-sig"), "a.json", "text/plain", TEXT),
    "a JSON": (TEXT.encode(), "a.json", "text/plain", TEXT),
    "a JSON in sixteen bits": (TEXT.encode("utf-16"), "a.json", "text/plain", TEXT),
    "a note": ("Annwyl Siân,\n".encode(), "note.txt", "text/plain", "Annwyl Siân,\n"),
    "a note that begins like a bitmap": (b"BMW outside number 4", "note.txt", "text/plain", "BMW outside number 4"),
    "a note that begins like a program": (b"MZ is what we call it.", "a.txt", "text/plain", "MZ is what we call it."),
    "a message": (b"From: ann@example.org\nSubject: Bins\n\nHello\n", "a.eml", "text/plain", "From: ann@example.org\nSubject: Bins\n\nHello\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_taken_whatever_letters_they_are_in(name):
    content, called, media_type, text = TEXTS[name]
    safe = make_safe(content, called)
    assert (safe.media_type, safe.content.decode()) == (media_type, text)


def test_a_text_has_no_control_characters_but_tabs_and_breaks():
    taken = {each for each in map(chr, range(32)) if not has_controls(f"a{each}b")}
    assert taken == {"\t", "\n", "\r", "\f"}
    assert not has_controls("Annwyl Siân\x7f")
    for each in "\0\x1f":
        with pytest.raises(Unsafe):
            make_safe(f"a{each}b".encode("utf-16"), "a.txt")


# What is refused: with the words that say why, and what to do.
REFUSED = {
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "letter.doc", "old kind.*Save it as DOCX"),
    "rich text": (rb"{\rtf1\ansi Hello}", "letter.rtf", "RTF.*Save it as DOCX or PDF"),
    "a presentation": (zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "a.pptx", "presentations.*PDF"),
    "a document of a Mac": (zipped({"Index/Document.iwa": "x"}), "a.pages", "other programs.*PDF"),
    "an archive": (zipped({"a.txt": "x"}), "a.zip", "archives.*PDF"),
    "a film of an iPhone": (boxes(b"qt  "), "IMG_0001.MOV", "films.*Choose a photograph"),
    "a film": (boxes(b"isom", b"mp42"), "a.mp4", "films.*Choose a photograph"),
    "a recording": (b"ID3\x04" + b"\0" * 99, "a.mp3", "recordings.*Choose"),
    "half a photograph of an iPhone": (HEIC[:500], "IMG.HEIC", "Save it again as JPG"),
    "a broken scan": (b"II*\0" + b"\xff" * 40, "a.tif", "Save it again as JPG"),
    "nothing": (b"", "a.pdf", "empty"),
    "half a PDF": (PDF[:60], "a.pdf", "not complete"),
    "a document with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "secret.docx", "Save it as DOCX"),
    "a page of the web": (b"<!DOCTYPE html><p>x", "a.html", "Choose a photograph"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_with_cause_and_remedy(name):
    content, called, words = REFUSED[name]
    with pytest.raises(Unsafe, match=words):
        make_safe(content, called)


def test_without_the_library_the_refusal_says_how_to_send_the_photograph(monkeypatch):
    def missing(reader, content):
        raise separate_process.Missing(reader)

    monkeypatch.setattr(separate_process, "ask", missing)
    with pytest.raises(Unsafe, match=r"HEIC.*JPG"):
        make_safe(HEIC, "IMG.HEIC")


def test_a_photograph_that_would_fill_the_memory_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr(heif_reader, "MOST_PIXELS", 3_000)
    monkeypatch.setattr(separate_process, "ask", in_this_process)
    with pytest.raises(Unsafe, match="too large"):
        make_safe(HEIC, "IMG.HEIC")
    with pytest.raises(Unsafe, match="too large"):
        make_safe(saved("BMP", Image.new("1", (20_000, 20_000))), "a.bmp")


def test_a_bilevel_scan_of_a_page_at_600_dots_an_inch_is_taken():
    page = Image.new("1", (4960, 7016), 1)
    safe = make_safe(saved("TIFF", page, compression="group4"), "scan.tif")
    assert max(Image.open(BytesIO(safe.content)).size) == image_reader.LONGEST_SIDE


def test_everything_that_is_kept_can_be_asked_for():
    assert set(EXTENSIONS) == set(STORABLE)
    assert make_safe(zipped(DOCX), "LETTER.DOCX").name == "LETTER.docx"
