"""Published counts as tables and lists: which line a mistake is on, and what is a header."""

import pytest

from commonweal.participation.budgeting.counting.published import read_published
from commonweal.participation.budgeting.counting.refusal import CountingRefused


@pytest.fixture
def read(election, tmp_path):
    """Read a published count of an election with the projects P0, P1 and P2."""

    def read(text):
        path = tmp_path / "published"
        path.write_bytes(text.encode())
        return read_published(path, election([100, 200, 300], [[0], [1, 2]], 400))

    return read


# Between what is right and the wrong row there are cells with line breaks, empty lines, and ends of all kinds. A
# vertical tab or a line separator ends no line in an editor.
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_mistake_is_on_the_line_on_which_its_row_begins_in_an_editor(read, end):
    lines = [
        "project_id;name;cost",
        'P0;"A park',
        "",
        'with ""swings""";100',
        "",
        ";;",
        "P1;A\vtree\u2028here;200",
        'P2;"A',
        'bench";far',
    ]
    with pytest.raises(CountingRefused) as refused:
        read(end.join(lines) + end)
    assert (refused.value.line, "cost" in str(refused.value)) == (8, True)


@pytest.mark.parametrize(
    "text",
    ["id;round\nP1;1\nP0;2\n", "\n Project , Round \n P1 , 1 \n P0 , 2 \n", '"project_id"\t"round"\n"P1"\t1\nP0\t2\n'],
)
def test_the_column_of_the_project_has_one_of_three_names(read, text):
    found = read(text)
    assert ([winner.id for winner in found.winners], found.ordered) == (["P1", "P0"], True)


def test_a_list_is_no_table_because_its_first_project_has_id_in_its_name(read):
    with pytest.raises(CountingRefused, match="'bridge' is not in the election") as refused:
        read("bridge\nP0\n")
    assert refused.value.line == 1


def test_a_row_that_is_not_selected_is_no_winner(read):
    assert [winner.id for winner in read("id;selected\nP0;0\nP1;1\nP2;\n").winners] == ["P1"]


@pytest.mark.parametrize("text", ["", "\ufeff", " \n", "\ufeff\u00a0\n"])
def test_a_file_without_words_is_empty(read, text):
    with pytest.raises(CountingRefused, match="empty"):
        read(text)
