"""Tables as CSV files that open right in a spreadsheet, and in which typed text is never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Without it, spreadsheets take UTF-8 for the letters of Windows, and "Tŵr" becomes "TÅµr".
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Text that begins so is a formula to a spreadsheet: https://owasp.org/www-community/attacks/CSV_Injection
FORMULAS: tuple[str, ...] = (*"=+-@\t\r\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
FORMULAS += ("\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")
BLANKS = " \N{NO-BREAK SPACE}"  # spreadsheets take them away in front before they look


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: lines end in CRLF, None is an empty cell, numbers stay numbers, and text that a spreadsheet
    would run as a formula gets an apostrophe before it, so that it is shown as it was typed."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_cell(each) for each in head])
    lines.writerows([_cell(each) for each in row] for row in rows)
    return written.getvalue()


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The table as a download called `name`, in UTF-8 with a byte-order mark."""
    answer = HttpResponse(BYTE_ORDER_MARK + csv_text(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(BLANKS).startswith(FORMULAS):
        return f"'{value}"
    return value
