"""Tables are read as offices write them, or refused with file, line and remedy, never with a traceback."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.tables import Column, TableRefused, Unusable, read_table, with_headings
from commonweal.kernel.tables.reading import LONGEST_CELL
from commonweal.kernel.testing.calls import grows_in_step

COLUMNS = (
    Column("postcode", "postcode", "--postcode", needed=True),
    Column("name", "name", "--name"),
    Column("town", "town", "--town"),
)
ROWS = [["postcode", "name", "town"], ["EA1 2AB", "Siân", "Llan; the upper"], ["EA1 2AC", "5,5", 'the "Old" inn']]


def written(rows, delimiter=",", end="\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def read(tmp_path, content, columns=COLUMNS, **more):
    file = tmp_path / "table.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(file, columns, **more)


def cells(table) -> list[list[str]]:
    return [[row.use()[name] for name in ("postcode", "name", "town")] for row in table]


def refusal(tmp_path, content, columns=COLUMNS, **more) -> str:
    with pytest.raises(TableRefused) as caught:
        read(tmp_path, content, columns, **more)
    assert str(caught.value).startswith(str(tmp_path / "table.csv"))
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_usual_way_of_writing_a_table_gives_the_same_cells(tmp_path, delimiter, end, encoding):
    assert cells(read(tmp_path, written(ROWS, delimiter, end).encode(encoding))) == ROWS[1:]


def test_a_windows_file_is_taken_when_declared_and_refused_with_that_remedy_when_not(tmp_path):
    content = written(ROWS, ";").encode("windows-1252")
    assert cells(read(tmp_path, content, encoding="windows-1252")) == ROWS[1:]
    said = refusal(tmp_path, content)
    assert "line 2: it is not in UTF-8" in said
    assert "--encoding windows-1252" in said


def test_a_byte_order_mark_goes_before_what_was_declared(tmp_path):
    assert cells(read(tmp_path, written(ROWS).encode("utf-8-sig"), encoding="windows-1252")) == ROWS[1:]


def test_the_line_of_a_row_counts_line_ends_in_cells_and_empty_lines(tmp_path):
    table = read(tmp_path, 'sep=;\npostcode;name\n\nEA1;"two\nlines"\n;\nEA2;b\n')
    assert [row.line for row in table] == [4, 7]
    assert table.rows[0].cells["name"] == "two\nlines"


def test_headings_are_found_without_regard_to_capitals_and_blanks(tmp_path):
    table = read(tmp_path, "Post code,NAME\nEA1,a\n")
    assert table.found == {"postcode": "Post code", "name": "NAME"}
    assert table.rows[0].cells["town"] == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (b"postcode,name\n", "no row below"),
        (b"PK\x03\x04rest", "it is a spreadsheet"),
        (b"\x00\x01\x02", "null byte"),
        (b"postcode,name\nEA1,\x00\n", "line 2: it has a null byte"),
        (b'postcode,name\nEA1,a\nEA2,"b\nEA3,c\n', "line 3: it cannot be read as CSV"),
        (b"postcode,name\nEA1," + b"x" * 200_000, "line 2: it cannot be read as CSV"),
        (b"postcode,name,postcode\nEA1,a,EA1\n", "there are 2 columns 'postcode'"),
        (b"poscode,name\nEA1,a\n", "Is 'poscode' meant? Say --postcode poscode."),
        (b"pc,name\nEA1,a\n", "(there are: pc, name). Say --postcode NAME."),
        (b"\xff\xfe\x00", "it is not in UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line_and_a_remedy(tmp_path, content, words):
    assert words in refusal(tmp_path, content)


def test_what_is_no_file_is_refused(tmp_path):
    for file in (tmp_path, tmp_path / "nowhere.csv", tmp_path / ("x" * 300)):
        with pytest.raises(TableRefused):
            read_table(file, COLUMNS)


def test_a_heading_that_somebody_named_must_be_there(tmp_path):
    content = "postcode,ward_code\nEA1,W1\n"
    assert read(tmp_path, content, with_headings(COLUMNS, {"town": None})).found == {"postcode": "postcode"}
    said = refusal(tmp_path, content, with_headings(COLUMNS, {"town": "ward"}))
    assert "there is no column 'ward'" in said
    assert "--town ward_code" in said


def test_one_column_has_one_purpose(tmp_path):
    said = refusal(tmp_path, "postcode,name\nEA1,a\n", with_headings(COLUMNS, {"town": "name"}))
    assert "named for both name and town" in said


def test_an_unused_heading_that_is_close_to_a_missing_column_is_proposed(tmp_path):
    table = read(tmp_path, "postcode,twon\nEA1,Llan\n")
    assert [(column.name, heading) for column, heading in table.perhaps(COLUMNS)] == [("town", "twon")]


@pytest.mark.parametrize(("line", "words"), [("EA1", "1 cells"), ("EA1,a,b", "3 cells")])
def test_a_row_with_another_number_of_cells_is_unusable(tmp_path, line, words):
    table = read(tmp_path, f"postcode,name\n{line}\nEA2,b,\n")
    with pytest.raises(Unusable, match=words):
        table.rows[0].use()
    assert table.rows[1].use()["name"] == "b"


def test_a_cell_that_is_not_of_its_kind_is_reported_with_heading_and_content(tmp_path):
    def number(text: str) -> int:
        if not text.isdecimal():
            raise ValueError("is not a number")
        return int(text)

    row = read(tmp_path, f"postcode,Name\nEA1,{'x' * 80}\n").rows[0].use()
    with pytest.raises(Unusable, match=f"^Name: '{'x' * 60}…' is not a number$"):
        row.read("name", number)
    with pytest.raises(Unusable, match=r"^town: is empty$"):
        row.needed("town", number)


@given(content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_file_is_read_or_refused(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    for start in (b"", b"postcode,name\n", b"postcode;name\r\n"):
        with suppress(TableRefused):
            read(folder, start + content)


safe = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Cc")), max_size=12)


@given(
    rows=st.lists(st.tuples(safe, safe, safe).filter(lambda row: any(cell.strip() for cell in row)), min_size=1),
    delimiter=st.sampled_from(",;\t|"),
)
def test_what_a_program_wrote_is_what_is_read(tmp_path_factory, rows, delimiter):
    table = read(tmp_path_factory.mktemp("any"), written([ROWS[0], *rows], delimiter))
    assert cells(table) == [[cell.strip() for cell in row] for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_it_takes_to_read_a_table_grows_with_its_rows_alone(tmp_path, delimiter):
    def of_rows(size):
        return cells(read(tmp_path, written([ROWS[0], *[ROWS[1]] * size], delimiter)))

    def of_wide_rows(size):
        head = [*ROWS[0], *(f"more{at}" for at in range(size))]
        return cells(read(tmp_path, written([head, [*ROWS[1], *["x"] * size]], delimiter)))

    assert len(of_rows(7)) == 7
    assert grows_in_step(of_rows, 100)
    assert grows_in_step(of_wide_rows, 100)


def test_a_quotation_mark_that_nothing_closes_is_refused_at_the_longest_cell(tmp_path):
    begun = 'postcode,name,town\nEA1 2AB,"' + "x" * LONGEST_CELL + "\nEA1 2AC,Siân,Llan\n" * 10
    assert "line 2" in refusal(tmp_path, begun)
