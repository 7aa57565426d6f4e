"""Polis folders: what real exports look like is read; what contradicts itself is refused with line and remedy."""

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.polis_csv import ballots as ballots_file
from commonweal.participation.consensus.mapping.polis_csv.reading import read_folder
from commonweal.participation.consensus.mapping.polis_csv.refused import Refused
from commonweal.participation.consensus.mapping.polis_csv.sign import Sign
from commonweal.participation.consensus.mapping.polis_csv.writing import write_folder
from commonweal.participation.consensus.mapping.votes import Ballots

COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def lines(votes: dict[tuple[int, int], int]) -> str:
    return VOTES + "".join(f"{at},d,{s},{p},{v}\n" for at, ((p, s), v) in enumerate(votes.items()))


def final(conversation: Conversation) -> dict[tuple[int, int], int]:
    cast = conversation.table().ballots()
    pairs = zip(cast.participant.tolist(), cast.statement.tolist(), strict=True)
    return dict(zip(pairs, cast.value.tolist(), strict=True))


def test_statements_and_votes_are_read(tmp_path: Path) -> None:
    folder = put(
        tmp_path,
        comments=COMMENTS + '1,d,4,2,1,0,1,"Yes, and no"\n2,d,5,2,0,1,-1,"Two\nlines"\n',
        votes=lines({(7, 4): 1, (7, 5): -1}),
        summary='topic,"Parks, streets"\nurl,https://example.org\nconversation-description,What next?\n',
    )
    conversation = read_folder(folder)
    assert conversation.statements == (Statement(4, "Yes, and no", 1, 2, 1), Statement(5, "Two\nlines", -1, 2, 2))
    assert final(conversation) == {(7, 4): 1, (7, 5): -1}
    assert conversation.topic == "Parks, streets"
    assert conversation.left_out().tolist() == [False, True]


def test_unquoted_text_with_commas_quotes_and_line_breaks_is_read(tmp_path: Path) -> None:
    text = '1,d,4,2,1,0,1,Yes, and "no", she said\nand went on, too\n2,d,5,2,0,1,1,"It" is, well, fine\n'
    conversation = read_folder(put(tmp_path, comments=COMMENTS + text, votes=lines({(7, 4): 1})))
    assert [s.text for s in conversation.statements] == [
        'Yes, and "no", she said\nand went on, too',
        '"It" is, well, fine',
    ]
    assert "unquoted" in conversation.notes[0]


def test_unquoted_text_before_the_last_column_is_read(tmp_path: Path) -> None:
    text = "comment-id,comment-body,moderated\n4,Yes, and no,1\n5,Plain,0\n"
    conversation = read_folder(put(tmp_path, comments=text, votes=lines({(7, 4): 1})))
    assert [(s.text, s.moderated) for s in conversation.statements] == [("Yes, and no", 1), ("Plain", 0)]


def test_inverted_votes_are_found_out_by_the_counts_beside_them(tmp_path: Path) -> None:
    votes = {(p, 4): -1 for p in range(30)} | {(p, 5): 1 for p in range(12)}
    text = COMMENTS + "1,d,4,2,30,0,1,One\n2,d,5,2,0,12,1,Two\n"
    conversation = read_folder(put(tmp_path, comments=text, votes=lines(votes)))
    assert final(conversation) == {key: -vote for key, vote in votes.items()}
    assert "inverted" in conversation.notes[0]


def test_the_sign_can_be_stated(tmp_path: Path) -> None:
    folder = put(tmp_path, votes=lines({(7, 4): 1}))
    assert final(read_folder(folder, Sign.API)) == {(7, 4): -1}
    assert final(read_folder(folder, Sign.EXPORT)) == {(7, 4): 1}


def test_votes_that_fit_neither_sign_are_refused(tmp_path: Path) -> None:
    votes = {(p, 4): 1 for p in range(60)}
    folder = put(tmp_path, comments=COMMENTS + "1,d,4,2,500,400,1,One\n", votes=lines(votes))
    with pytest.raises(Refused, match=r"contradict the declared counts.*--sign"):
        read_folder(folder)


@pytest.mark.parametrize("extra", ["", "xid,", "xid,language,"])
def test_a_matrix_with_or_without_extra_columns_is_read(tmp_path: Path, extra: str) -> None:
    filler = "," * extra.count(",")
    text = f"participant,{extra}group-id,n-comments,n-votes,n-agree,n-disagree,0,2\n5,{filler}1,0,2,1,1,1,-1\n6,{filler},0,1,0,0,,0\n"
    conversation = read_folder(put(tmp_path, participants_votes=text))
    assert final(conversation) == {(5, 0): 1, (5, 2): -1, (6, 2): 0}
    assert conversation.published_groups == {5: "1"}


def test_both_files_of_votes_must_tell_the_same(tmp_path: Path) -> None:
    votes = {(p, 4): 1 for p in range(60)}
    matrix = "participant,4\n" + "".join(f"{p},-1\n" for p in range(60))
    with pytest.raises(Refused, match=r"contradicts votes\.csv in 60 of 60"):
        read_folder(put(tmp_path, votes=lines(votes), participants_votes=matrix))


def test_a_few_votes_between_two_exports_are_noted(tmp_path: Path) -> None:
    votes = {(p, 4): 1 for p in range(60)}
    matrix = "participant,4\n" + "".join(f"{p},{'' if p == 3 else 1}\n" for p in range(60))
    conversation = read_folder(put(tmp_path, votes=lines(votes), participants_votes=matrix))
    assert any("1 vote differs" in note for note in conversation.notes)


def test_votes_without_a_text_are_shown_by_number(tmp_path: Path) -> None:
    folder = put(tmp_path, comments=COMMENTS + "1,d,4,2,1,0,1,One\n", votes=lines({(7, 4): 1, (7, 9): 1}))
    conversation = read_folder(folder)
    assert conversation.statements[1].text == "(statement 9: text not published)"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("votes", "", "votes.csv: is empty"),
        ("votes", "a,b\n1,2\n", "votes.csv, line 1: has no column “comment-id”"),
        ("votes", VOTES, "votes.csv: holds no vote"),
        ("votes", VOTES + "1,d,2,3,1\n1,d,2,3,7\n", "votes.csv, line 3: the vote is “7”"),
        ("votes", VOTES + "1,d,2,3,yes\n", "line 2: vote is “yes”, not a whole number"),
        ("votes", VOTES + "1,d,2,3,1\n1,d,2", "line 3: has 3 fields where the header has 5"),
        ("votes", VOTES + "1,d,2,99999999999999999999,1\n", "line 2: voter-id is"),
        ("votes", VOTES + '1,d,2,3,"1\n', "cannot be read as CSV"),
        ("votes", VOTES + "1,d,2,3,\0\n", "line 2: has a null byte"),
        ("votes", VOTES + "1,d,2,3,1\n" + "x" * 200_000, "cannot be read as CSV"),
        ("votes", "vote,vote,comment-id,voter-id\n1,1,1,1\n", "two columns “vote”"),
        ("comments", COMMENTS + "1,d,4,2,1,0,9,One\n", "comments.csv, line 2: moderated is 9"),
        ("comments", COMMENTS + '1,d,4,2,1,0,1,"One\nline"\n1,d,5,2,1,0,9,"Two\nlines"\n', "line 4: moderated is 9"),
        ("comments", COMMENTS + "1,d,4,2,1,0,1,One\n1,d,4,2,1,0,1,Two\n", "line 3: statement 4 is repeated"),
        ("comments", COMMENTS + "loose words\n", "line 2: begins with “loose words”"),
        ("comments", COMMENTS + f"1,d,4,2,1,0,1,{'x' * 30_000}\n", "has 30000 characters"),
        ("participants_votes", "participant,0\n1,5\n", "line 2: the vote on statement 0 is “5”"),
        ("participants_votes", "participant,0\n1,1\n1,1\n", "line 3: participant 1 is repeated"),
        ("participants_votes", "participant,name\n1,1\n", "has no column of a statement"),
    ],
)
def test_bad_files_are_refused_with_file_and_line(tmp_path: Path, file: str, text: str, message: str) -> None:
    good = {"votes": lines({(7, 4): 1})} if file != "votes" else {}
    folder = put(tmp_path, **{**good, file: text})
    with pytest.raises(Refused) as refused:
        read_folder(folder)
    assert message in str(refused.value)
    assert str(refused.value).rstrip().endswith((".", ")."))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("participants_votes", "participant," + ",".join(f"c{at}" for at in range(300_000)) + "\n"),
        ("comments", COMMENTS + "1,d,4,2,1,0,1,begins\n" + "goes on\n" * 1_000_000),
        ("comments", COMMENTS + '1,d,4,2,1,0,1,"' + '"",' * 500_000),
        ("comments", COMMENTS + "," * 2_000_000),
        ("votes", VOTES + '"' * 1_000_000),
    ],
)
def test_hostile_files_are_refused_at_once(tmp_path: Path, file: str, text: str) -> None:
    good = {"votes": lines({(7, 4): 1})} if file != "votes" else {}
    folder = put(tmp_path, **{**good, file: text})
    began = time.process_time()
    with pytest.raises(Refused):
        read_folder(folder)
    assert time.process_time() - began < 5


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    put(tmp_path, votes=lines({(7, 4): 1}))
    (tmp_path / "comments.csv").write_bytes(COMMENTS.encode() + b"1,d,4,2,1,0,1,ok\n1,d,5,2,1,0,1,\xff\n")
    with pytest.raises(Refused, match=r"comments\.csv, line 3: is not in UTF-8"):
        read_folder(tmp_path)


def test_no_folder_and_no_votes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is no folder"):
        read_folder(tmp_path / "nothing")
    with pytest.raises(Refused, match="is missing"):
        read_folder(tmp_path)


def test_too_many_statements_are_refused(tmp_path: Path) -> None:
    folder = put(tmp_path, votes=lines({(1, s): 1 for s in range(5001)}))
    with pytest.raises(Refused, match="5001 statements"):
        read_folder(folder)


def test_a_long_file_is_read_at_once_with_the_same_result(tmp_path: Path, monkeypatch) -> None:
    votes = {(p, s): (p * s) % 3 - 1 for p in range(50) for s in range(20)}
    folder = put(tmp_path, votes=lines(votes))
    carefully = final(read_folder(folder))
    monkeypatch.setattr(ballots_file, "SHORT", 10)
    monkeypatch.setattr(ballots_file, "_carefully", None)
    assert final(read_folder(folder)) == carefully == votes


@pytest.mark.parametrize("wrong", ["1,d,2,3,4\n", "1,d,2,3\n", "1,d,2,x,1\n", "1,d,2,3,1,1\n", '1,"d,e",2,3,5\n'])
def test_a_bad_line_in_a_long_file_is_still_named(tmp_path: Path, monkeypatch, wrong: str) -> None:
    monkeypatch.setattr(ballots_file, "SHORT", 10)
    folder = put(tmp_path, votes=lines({(p, 1): 1 for p in range(40)}) + wrong)
    with pytest.raises(Refused, match=r"votes\.csv, line 42"):
        read_folder(folder)


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), min_size=1, max_size=40)
CAST = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.sampled_from([-1, 0, 1])), min_size=1, max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, min_size=5, max_size=5), CAST)
def test_what_is_written_is_read_back(tmp_path_factory, texts: list[str], rows: list[tuple[int, int, int]]) -> None:
    folder = tmp_path_factory.mktemp("polis")
    statements = tuple(Statement(at, text, at % 3 - 1, at, 1000 * at) for at, text in enumerate(texts))
    before = Conversation(statements, Ballots.of(rows), topic="T, t", published_groups={rows[0][0]: "1"})
    write_folder(before, folder)
    after = read_folder(folder)
    assert after.statements == before.statements
    assert final(after) == final(before)
    assert after.published_groups == before.published_groups
    assert after.topic == before.topic


def test_our_own_groups_can_be_written(tmp_path: Path) -> None:
    conversation = Conversation((Statement(1, "One"),), Ballots.of([(4, 1, 1), (5, 1, -1)]))
    write_folder(conversation, tmp_path, groups={4: 0, 5: 1})
    assert read_folder(tmp_path).published_groups == {4: "0", 5: "1"}
    # A spreadsheet takes UTF-8 for the letters of Windows where a file does not begin so.
    assert {path.read_bytes()[:3] for path in tmp_path.glob("*.csv")} == {b"\xef\xbb\xbf"}


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory, junk: bytes) -> None:
    folder = tmp_path_factory.mktemp("junk")
    for name, head in (("votes", VOTES), ("comments", COMMENTS), ("participants-votes", "participant,0\n")):
        (folder / f"{name}.csv").write_bytes(head.encode() + junk)
    message = ""
    try:
        read = len(read_folder(folder).ballots)
    except Refused as refused:
        read, message = 0, refused.remedy
    assert bool(read) != bool(message)


def test_values_are_small_whole_numbers(tmp_path: Path) -> None:
    assert read_folder(put(tmp_path, votes=lines({(7, 4): 1}))).ballots.value.dtype == np.int8
