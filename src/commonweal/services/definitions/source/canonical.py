"""The canonical form of a document and its hash: the permanent name of a version."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import rfc8785

PREFIX = "sha256:"
HASH = re.compile(r"sha256:[0-9a-f]{64}")


def canonical(document: Any) -> bytes:
    """The document as RFC 8785 writes it. ValueError for what JSON cannot hold (NaN, integers beyond 2^53)."""
    return rfc8785.dumps(document)


def digest(document: Any) -> str:
    """ "sha256:" and 64 hexadecimal digits."""
    return PREFIX + hashlib.sha256(canonical(document)).hexdigest()


def normal(document: Mapping[str, object]) -> dict[str, object]:
    """The canonical form as plain values: everything is compiled from this, so that documents with the same hash mean
    the same, regardless of notation (12.00 is 12)."""
    plain: dict[str, object] = json.loads(canonical(document))
    return plain


def normal_and_digest(document: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """Both `normal` and `digest`, for which the document is written only once."""
    written = canonical(document)
    return json.loads(written), PREFIX + hashlib.sha256(written).hexdigest()


def short(hash_: str) -> str:
    """The first characters of a hash, enough to tell versions apart on a page."""
    return hash_.removeprefix(PREFIX)[:12]
