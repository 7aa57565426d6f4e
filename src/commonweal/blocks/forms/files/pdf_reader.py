"""Finds active content in a PDF: programs, embedded files, addresses it calls; runs in a process of its own.

Names are compared as the PDF library reads them, so that `/J#61vaScript` is `/JavaScript`, and every object is looked
at, whether it is in a compressed stream or not, and whether or not a page uses it."""

import re
from importlib import import_module
from io import BytesIO
from typing import Any

from commonweal.blocks.forms.files import pdf_leftovers

MOST_OBJECTS = 400_000
MOST_PARTS = 4_000_000  # entries of dictionaries and arrays
MOST_ACTS = 100  # that follow each other
MOST_DECODED = 100_000_000  # bytes of one stream that the library itself has to unpack
# Answers.
HARMLESS, ACTIVE, CALLS, PASSWORD, BROKEN, TOO_MUCH = b"harmless", b"active", b"calls", b"password", b"broken", b"much"

# What no paper needs: programs, media players, files inside the file, forms that are programs.
_KEYS = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/EF",
        "/RichMedia",
        "/RichMediaContent",
        "/XFA",
        "/Launch",
    }
)
_TYPES = frozenset({"/EmbeddedFile", "/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D", "/PS"})
_TYPED = ("/Type", "/Subtype")
# What may happen when somebody presses something, and what may happen by itself.
_PRESSED = frozenset(
    {"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Thread", "/Trans", "/GoTo3DView", "/ResetForm", "/URI"}
)
_BY_ITSELF = _PRESSED - {"/URI"}
_ACTIONS = frozenset(
    {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
    | {"/RichMediaExecute", "/GoToDp"}
)
# What a stream has whose content is in another file.
_ELSEWHERE = frozenset({"/F", "/FFilter", "/Ref", "/OPI"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


class _Found(Exception):
    """Something that the PDF must not have; `args[0]` is the answer."""


def load() -> None:
    """Load the libraries. Raises ImportError."""
    import_module("pikepdf")


def read(content: bytes) -> bytes:
    """One of the answers."""
    import pikepdf

    pikepdf.settings.set_qpdf_limits(
        parser_max_nesting=200,
        max_stream_filters=5,
        flate_max_memory=MOST_DECODED,
        run_length_max_memory=MOST_DECODED,
        png_max_memory=MOST_DECODED,
        tiff_max_memory=MOST_DECODED,
        dct_max_memory=MOST_DECODED,
    )
    try:
        # A PDF that has only an owner's password opens without any: its restrictions on printing are not ours.
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                return BROKEN
            _look_through(pdf)
            _look_into_leftovers(content, pdf)
    except _Found as found:
        answer: bytes = found.args[0]
        return answer
    except pikepdf.PasswordError:
        return PASSWORD
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, OverflowError, RuntimeError):
        return BROKEN
    return HARMLESS


def _look_through(pdf: Any) -> None:
    left = MOST_PARTS
    for number, thing in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise _Found(TOO_MUCH)
        left = _look_into(thing, left)
    _look_into(pdf.trailer, left)


def _look_into_leftovers(content: bytes, pdf: Any) -> None:
    import pikepdf

    if pdf_leftovers.acts(content, _KEYS | _ACTIONS, most=MOST_DECODED):
        raise _Found(ACTIVE)
    # Those that the library has read may be encrypted, or packed in another way.
    read = sum(
        isinstance(one, pikepdf.Stream)
        and _name(one.get("/Type")) == "/ObjStm"
        and (pdf.is_encrypted or not pdf_leftovers.can_read(one.read_raw_bytes(), most=MOST_DECODED))
        for one in pdf.objects
    )
    if pdf_leftovers.unreadable(content, most=MOST_DECODED) > read:
        raise _Found(ACTIVE)


def _look_into(thing: object, left: int) -> int:
    """Check an object and its direct parts (objects it refers to are checked on their own); how many parts are left."""
    import pikepdf

    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            inner: list[object] = list(one)
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            inner = _dictionary(one)
        else:
            continue
        left -= len(inner)
        if left < 0:
            raise _Found(TOO_MUCH)
        waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]
    return left


def _dictionary(one: Any) -> list[object]:
    import pikepdf

    is_stream = isinstance(one, pikepdf.Stream)
    entries = dict((one.stream_dict if is_stream else one).items())
    if _KEYS & entries.keys() or any(_name(entries.get(key)) in _TYPES for key in _TYPED):
        raise _Found(ACTIVE)
    if _name(entries.get("/S")) in _ACTIONS:
        raise _Found(ACTIVE)
    if is_stream and _ELSEWHERE & entries.keys():
        raise _Found(CALLS)
    _check_addresses(entries)
    if "/OpenAction" in entries:
        _starts(entries["/OpenAction"])
    for act in (_entries(entries.get("/AA")) or {}).values():
        _starts(act)
    return list(entries.values())


def _entries(value: object) -> dict[str, object] | None:
    """The entries of a dictionary, or of one that a stream has, which some readers take for one; None for others."""
    import pikepdf

    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    return dict(value.items()) if isinstance(value, pikepdf.Dictionary) else None


def _check_addresses(entries: dict[str, object]) -> None:
    """Addresses that are called when somebody presses something, and what they are relative to."""
    kind = _name(entries.get("/S"))
    if kind == "/URI" and not _may_be_pressed(entries.get("/URI")):
        raise _Found(CALLS)
    if kind == "/Thread" and "/F" in entries:
        raise _Found(CALLS)
    base = (_entries(entries.get("/URI")) or {}).get("/Base")
    if base is not None and not _may_be_pressed(base):
        raise _Found(CALLS)


def _name(value: object) -> str:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.Name) else ""


def _starts(first: object) -> None:
    """What happens by itself: going to a page may; calling an address may not."""
    import pikepdf

    waiting, seen = [first], 0
    while waiting:
        one, seen = waiting.pop(), seen + 1
        act = _entries(one)
        # An array is a place in the document to begin at.
        if act is None:
            continue
        kind = _name(act.get("/S"))
        if kind not in _BY_ITSELF or seen > MOST_ACTS:
            raise _Found(ACTIVE if kind in _ACTIONS else CALLS)
        following = act.get("/Next")
        waiting += list(following) if isinstance(following, pikepdf.Array) else [following]


def _may_be_pressed(target: object) -> bool:
    import pikepdf

    if not isinstance(target, pikepdf.String):
        return False
    # Readers skip blanks and control characters.
    address = "".join(each for each in str(target) if each > " ").lower()
    return address.startswith(_SCHEMES) or not (_SCHEME.match(address) or re.match(r"[/\\]{2}", address))
