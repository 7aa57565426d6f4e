"""A place is a folder of documents: a capability declares in `kinds.py`, as `KINDS`, the kinds that it keeps.

`commonweal check | plan | apply | export` go through all kinds that they discover, in their order. A kind never reads
the folder or prints: it is given documents and returns its findings.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Finding
from commonweal.kernel.text import Text


def fingerprint(document: Any) -> str:
    """ "sha256:" and the hash of the document as RFC 8785 writes it. ValueError for what JSON cannot hold."""
    return "sha256:" + hashlib.sha256(rfc8785.dumps(document)).hexdigest()


@dataclass(frozen=True)
class Document:
    """One document of a place. `path` is relative to the folder ("services/eastmere-council/missed-bin.yaml"); `data`
    are plain JSON values; `text` is the content of the file, with its comments."""

    kind: str
    key: str
    path: str
    data: Any
    text: str = ""


@dataclass(frozen=True)
class Folder:
    """The documents that are checked together, by kind and key, and the keys that the place already has.

    `kept` is None where there is no database to ask."""

    documents: Mapping[str, Mapping[str, Document]] = field(default_factory=dict)
    kept: Mapping[str, Mapping[str, str]] | None = None

    def of(self, kind: str) -> Mapping[str, Document]:
        """The documents of a kind by key."""
        return self.documents.get(kind, {})

    def keys(self, kind: str) -> list[str]:
        """All keys of a kind, for suggestions."""
        return sorted({*self.of(kind), *(self.kept or {}).get(kind, {})})


@dataclass(frozen=True)
class Kind:
    """A kind of document that a place consists of.

    files    where its documents are in the folder, as globs ("organisations/*.yaml")
    order    kinds that others refer to come first
    name     (data, path) -> the key by which others call it; '' if the data does not say
    check    everything that is wrong with a document, without a database
    state    key -> fingerprint of what the place has; what differs from it is planned as a change
    print_of (document, folder) -> the fingerprint as `state` would report it; defaults to the data's own
    apply    makes the place have it, within the transaction that applies the whole folder
    export   everything of this kind that the place has
    changes  (document, folder) -> what would change, in words
    schema   JSON Schema for editors
    """

    key: str
    title: Text
    files: Sequence[str]
    name: Callable[[Any, str], str]
    check: Callable[[Document, Folder], Iterable[Finding]]
    state: Callable[[], Mapping[str, str]]
    apply: Callable[[Document, Folder, Acting], None]
    export: Callable[[], Iterable[Document]]
    order: int = 100
    print_of: Callable[[Document, Folder], str] | None = None
    changes: Callable[[Document, Folder], list[str]] | None = None
    schema: Callable[[], Mapping[str, object]] | None = None
