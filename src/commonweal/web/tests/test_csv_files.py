"""CSV files open right in a spreadsheet, and typed text is never run as a formula."""

import ast
import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import commonweal
from commonweal.web.csv_files import BLANKS, FORMULAS, csv_file, csv_text

SOURCE = Path(commonweal.__file__).parent
# These write files of a format that somebody else laid down, for programs to read; nobody is served them.
FORMATS = ("participation/consensus/mapping/polis_csv", "participation/budgeting/counting/pabulib")


def cells(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_file_says_what_it_is_and_welsh_letters_survive_a_spreadsheet():
    answer = csv_file("tŷ.csv", ["Ward"], [["Tŵr"]])
    assert answer.content == "\ufeffWard\r\nTŵr\r\n".encode()
    assert answer.content.decode("utf-8-sig") == "Ward\r\nTŵr\r\n"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''t%C5%B7.csv"


def test_numbers_stay_numbers_and_nothing_is_empty():
    assert csv_text(["a"], [[-3, 1.5, Decimal("-2.50"), None, ""]]) == "a\r\n-3,1.5,-2.50,,\r\n"


@pytest.mark.parametrize("first", FORMULAS)
@pytest.mark.parametrize("before", ["", " ", "\N{NO-BREAK SPACE}"])
def test_what_a_spreadsheet_would_run_is_shown_instead(first, before):
    typed = f"{before}{first}1+1"
    assert cells(csv_text([typed], [[typed]])) == [[f"'{typed}"]] * 2


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=4))
def test_every_text_comes_back_as_it_was_typed_and_none_begins_a_formula(row):
    for typed, read in zip(row, cells(csv_text(row, []))[0], strict=True):
        assert read.removeprefix("'") == typed.removeprefix("'")
        assert not read.lstrip(BLANKS).startswith(FORMULAS)


def _writes(path):
    """Whether a module writes CSV itself, or names its media type for an answer."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"csv.writer", "csv.DictWriter"}:
            return True
        if isinstance(node, ast.keyword) and node.arg == "content_type" and "csv" in ast.dump(node.value):
            return True
    return False


def test_every_csv_that_people_are_given_is_written_here():
    writing = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and not str(path.relative_to(SOURCE)).startswith(FORMATS) and _writes(path)
    }
    assert writing == {"web/csv_files.py"}
