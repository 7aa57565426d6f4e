"""Writes the place back into files, such that applying them changes nothing."""

from collections.abc import Iterator

from commonweal.kernel.place import Document
from commonweal.services.definitions.models import KeptText
from commonweal.services.definitions.place_files.folder import kinds
from commonweal.services.definitions.source.writing import written


def export_place() -> Iterator[Document]:
    """Every document of the place with its text: as it was written if it still has the same content, else generated."""
    kept = {(row.kind, row.key): row for row in KeptText.objects.all()}
    for kind in kinds().values():
        state = kind.state()
        for document in kind.export():
            text = kept.get((kind.key, document.key))
            if text is not None and text.print == state.get(document.key):
                yield Document(kind.key, document.key, text.path, document.data, text.text)
            else:
                yield Document(
                    kind.key, document.key, document.path, document.data, document.text or written(document.data)
                )
