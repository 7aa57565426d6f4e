"""Pabulib files: what real files do is tolerated, and what cannot be counted is refused with its line and a remedy."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kernel.testing.calls import calls_of, grows_in_step
from commonweal.participation.budgeting.counting.pabulib.meta import stated_rule
from commonweal.participation.budgeting.counting.pabulib.reader import parse_pabulib, read_pabulib
from commonweal.participation.budgeting.counting.pabulib.writer import age_band, write_pabulib
from commonweal.participation.budgeting.counting.refusal import CountingRefused


def refusal(text: str) -> CountingRefused:
    with pytest.raises(CountingRefused) as found:
        parse_pabulib(text, "votes.pb")
    assert found.value.remedy
    assert found.value.file == "votes.pb"
    return found.value


def test_a_file_is_read(pb):
    election = parse_pabulib(pb, "x").election
    assert (election.voters, election.votes, election.budget) == (4, (3, 2, 1), 1_000_000_000)
    assert [p.cost for p in election.projects] == [600_000_000, 400_500_000, 100_000_000]
    assert election.projects[1].name == 'Benches; "new" ones'


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\r\r\n"),
        lambda t: "\ufeff" + t,
        lambda t: t.rstrip("\n"),
        lambda t: t.replace("park,bench", " park , bench "),
        lambda t: t.replace("budget;1000", "Budget;1000.0"),
        lambda t: t.replace("\nVOTES", "\n\nVOTES\n").replace("META", "META;;"),
        lambda t: t.replace(";bench;0;", ";bench;0;;;"),
        lambda t: t.replace("park;600;3;", "park;600;;"),
    ],
)
def test_quirks_of_real_files_change_nothing(pb, change, tmp_path: Path):
    path = tmp_path / "x.pb"
    path.write_text(change(pb), encoding="utf-8", newline="")
    assert read_pabulib(path).election.groups == parse_pabulib(pb, "x").election.groups


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("4;bench;0;\n", "", 5, "cut short"),
        ("3;park,tree;19;K\n4;bench;0;\n", "3;park,tr", 19, "header"),
        ("num_projects;3", "num_projects;4", 4, "3"),
        ("budget;1000", "budget;-5", 6, "amount"),
        ("budget;1000", "budget;0", 6, "budget"),
        ("budget;1000", "budget;1e400", 6, "amount"),
        ("budget;1000\n", "", 1, "budget"),
        ("budget;1000", "budget;1000\nbudget;2000", 7, "twice"),
        ("vote_type;approval", "vote_type;magic", 7, "vote_type"),
        ("park;600;", "park;six hundred;", 12, "cost"),
        ("park;600;", "park;0;", 12, "nothing"),
        ("tree;100", "park;100", 14, "twice"),
        ("park;600;3", "park;600;9", 12, "ballots say 3"),
        ("2;park;71", "2;lake;71", 18, "lake"),
        ("2;park;71", "2;park,park;71", 18, "twice"),
        ("2;park;71", "1;park;71", 18, "two ballots"),
        ("2;park;71;M", "2;park;71;M;x", 18, "cells"),
        ("voter_id;vote", "voter;vote", 15, "voter_id"),
        ("project_id;cost", "project_id;price", 10, "cost"),
        ("PROJECTS\n", "", None, "PROJECTS"),
        ("VOTES\n", "VOTES\nvoter_id;vote;age;sex\nPROJECTS\n", 17, "twice"),
        ("META\n", "HELLO\n", 1, "META"),
        ('"Benches', "Benches", 13, "cells"),
        ("Trees;1", '"Trees;1', 14, "quotation"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_line(pb, old, new, line, word):
    assert old in pb
    error = refusal(pb.replace(old, new, 1))
    assert (error.line, word in str(error)) == (line, True), str(error)


@pytest.mark.parametrize("points", ["1", "1,2,3", "1,-2", "1,x", "1,99999999999", "1,1.5"])
def test_points_that_do_not_fit_the_choices_are_refused(pb, points):
    text = pb.replace("vote_type;approval", "vote_type;cumulative").replace("voter_id;vote;age", "voter_id;vote;points")
    text = text.replace("1;park,bench;34", f"1;park,bench;{points}").replace("2;park;71", "2;park;7")
    assert refusal(text).line == 17


@pytest.mark.parametrize("raw", [b"", b"   \n", b"META\0x", b"\xff\xfe\x00", b"PK\x03\x04" * 50, b"META\n" * 3])
def test_files_of_another_kind_are_refused(tmp_path: Path, raw: bytes):
    path = tmp_path / "x.pb"
    path.write_bytes(raw)
    with pytest.raises(CountingRefused, match="What to do"):
        read_pabulib(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    for path in (tmp_path / "none.pb", tmp_path):
        with pytest.raises(CountingRefused, match="cannot be read"):
            read_pabulib(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "x.pb"
    with path.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(CountingRefused, match="bytes"):
        read_pabulib(path)


# Of an ordinary small file; what is damaged may take no more.
MOST_CALLS = 20_000


@settings(max_examples=200)
@given(st.integers(0, 400), st.text(max_size=8))
def test_random_damage_is_read_or_refused_and_never_anything_else(place: int, noise: str):
    from commonweal.participation.budgeting.counting.tests.conftest import PB

    def read():
        with suppress(CountingRefused):
            parse_pabulib(PB[: place % len(PB)] + noise + PB[place % len(PB) :], "x")

    assert calls_of(read) < MOST_CALLS


@settings(max_examples=100)
@given(st.integers(0, 400))
def test_a_file_cut_anywhere_before_its_last_ballot_is_refused(place: int):
    from commonweal.participation.budgeting.counting.tests.conftest import PB

    def read():
        with pytest.raises(CountingRefused):
            parse_pabulib(PB[: place % (len(PB) - len("4;bench;0;"))], "x")

    assert calls_of(read) < MOST_CALLS


def test_reading_takes_work_by_the_number_of_ballots_alone():
    from commonweal.participation.budgeting.counting.tests.conftest import PB

    head, _, last = PB.rstrip("\n").rpartition("\n")
    ballot = last.partition(";")[2]

    def read(number):
        rows = "\n".join(f"v{at};{ballot}" for at in range(number))
        with suppress(CountingRefused):
            parse_pabulib(f"{head}\n{rows}\n".replace("num_votes;4", f"num_votes;{number + 3}"), "x")

    assert grows_in_step(read, 200)


def test_a_zero_point_is_no_support_but_was_named(pb):
    text = pb.replace("vote_type;approval", "vote_type;cumulative").replace("voter_id;vote;age", "voter_id;vote;points")
    text = (
        text.replace("park,bench;34", "park,bench;3,0")
        .replace("park;71", "park;1")
        .replace("park,tree;19", "park,tree;1,1")
    )
    read = parse_pabulib(text.replace("bench;0;\n", "bench;2;\n"), "x")
    assert read.election.votes == (3, 1, 1)
    assert "1 choice was given no points" in read.notices[0]


def test_ballots_beyond_a_limit_are_counted_and_reported(pb):
    read = parse_pabulib(pb.replace("currency;EUR", "max_length;1"), "x")
    assert (read.election.voters, "more choices" in read.notices[0]) == (4, True)


def test_rank_points_follow_the_places_of_the_paper(pb):
    text = pb.replace("vote_type;approval", "vote_type;ordinal")
    assert parse_pabulib(text, "x").election.scores == (5, 2, 1)
    assert parse_pabulib(text.replace("currency;EUR", "max_length;3"), "x").election.scores == (9, 5, 2)


def test_written_files_read_back_and_hold_ages_in_bands_only(pb):
    voters = pb + "".join(f"{n};tree;{30 + n % 5};F\n" for n in range(5, 30))
    voters = voters.replace("num_votes;4", "num_votes;29").replace("tree;100;1;", "tree;100;26;")
    read = parse_pabulib(voters, "x", keep_voters=True)
    text = write_pabulib(read.election, read.voters)
    again = parse_pabulib(text, "x").election
    assert (again.groups, again.projects, again.published) == (
        read.election.groups, read.election.projects, read.election.published,
    )  # fmt: skip
    assert ";25-34;F" in text
    assert "age;" not in text
    assert ";71" not in text
    assert ";K" not in text
    assert ";65-74;" not in text


def test_the_order_of_voters_is_not_written(pb):
    read = parse_pabulib(pb, "x", keep_voters=True)
    mixed = parse_pabulib(pb.replace("1;park,bench;34;F\n", "") + "1;park,bench;34;F\n", "x", keep_voters=True)
    assert write_pabulib(read.election, read.voters) == write_pabulib(mixed.election, mixed.voters)


@pytest.mark.parametrize(("age", "band"), [("0", "0-15"), ("17", "16-17"), ("34", "25-34"), ("99", "75+"), ("x", "")])
def test_age_bands(age, band):
    assert age_band(age) == band


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("greedy", "greedy"),
        ("greedy-threshold", "greedy"),
        ("greedy-no-skip", "greedy, no skip"),
        ("equalshares/add1", "equal shares, add1"),
        ("equalshares/add1-comparison", "equal shares, add1, comparison step"),
    ],
)
def test_the_rule_that_a_file_states_is_known(name, label):
    assert stated_rule({"rule": name}).label == label


@pytest.mark.parametrize("name", ["unknown", "", "greedy-exclusive", "greedy-custom", "dictator"])
def test_a_rule_that_we_do_not_have_is_not_guessed(name):
    assert stated_rule({"rule": name}) is None


def test_a_file_may_name_its_conflicts():
    assert stated_rule({"rule": "greedy-exclusive", "conflicts": "a, b|c"}).conflicts == (("a", "b"),)
