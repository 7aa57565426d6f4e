"""Tables in CSV files as offices write them: any usual delimiter and encoding, mistakes with line and column."""

from commonweal.kernel.tables.columns import Column, close_headings, with_headings
from commonweal.kernel.tables.reading import ENCODINGS, TableRefused, read_bytes
from commonweal.kernel.tables.table import Cells, Row, Table, Unusable, read_table

__all__ = [
    "ENCODINGS",
    "Cells",
    "Column",
    "Row",
    "Table",
    "TableRefused",
    "Unusable",
    "close_headings",
    "read_bytes",
    "read_table",
    "with_headings",
]
