"""The command `commonweal consensus`."""

import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from commonweal.participation.consensus.commands.consensus import command
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.polis_csv.writing import write_folder
from commonweal.participation.consensus.mapping.votes import Ballots


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = []
    chance = Random(3)
    for person in range(40):
        for statement in range(9):
            camp = 1 if person < 24 else -1
            vote = camp if statement < 6 else 1
            rows.append((person, statement, -vote if chance.random() < 0.06 else vote))
    statements = tuple(Statement(at, f"Number {at}", 1) for at in range(9))
    write_folder(Conversation(statements, Ballots.of(rows), topic="The market square"), tmp_path / "in")
    return tmp_path / "in"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_it_tells_the_result_in_words_first(folder: Path) -> None:
    result = run(folder, "--resamples", 2)
    assert result.exit_code == 0
    assert result.stdout.startswith("The market square\n\n40 people cast 360 votes on 9 statements.")
    for heading in ("WHAT BRIDGES", "WHAT SETS EACH GROUP APART", "WHAT DIVIDES", "HOW FIRM"):
        assert heading in result.stdout


def test_json_holds_groups_statements_bridges_and_stability(folder: Path) -> None:
    document = json.loads(run(folder, "--json", "--resamples", 2, "--reasons").stdout)
    assert [group["people"] for group in document["groups"]] == [24, 16]
    assert document["participants"]["0"] == "A"
    assert document["participants"]["39"] == "B"
    assert {item["statement"] for item in document["bridging"]} == {6, 7, 8}
    assert document["stability"]["resamples"] == 2
    assert len(document["reasons"]["0"]) <= 5
    counts = document["groups"][0]["statements"][0]["inside"]
    assert counts["wilson_low"] <= counts["share"] <= counts["wilson_high"]


def test_two_runs_print_the_same_bytes(folder: Path) -> None:
    assert run(folder, "--json", "--resamples", 2).stdout == run(folder, "--json", "--resamples", 2).stdout


def test_it_writes_a_page_and_a_picture(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "--html", tmp_path / "out.html", "--svg", tmp_path / "out.svg", "--resamples", 0)
    assert result.exit_code == 0
    assert "The market square" in (tmp_path / "out.html").read_text()
    assert (tmp_path / "out.svg").read_text().startswith("<svg")


def test_it_tells_a_participant_why(folder: Path) -> None:
    result = run(folder, "--participant", 3, "--resamples", 0)
    assert result.stdout.startswith("Participant 3 is in group A; next to it is group B.")


def test_somebody_unknown_is_refused(folder: Path) -> None:
    result = run(folder, "--participant", 4000, "--resamples", 0)
    assert result.exit_code == 1
    assert "has not voted" in result.stderr


def test_bad_input_ends_with_file_line_and_remedy_and_status_1(folder: Path) -> None:
    with (folder / "votes.csv").open("a") as file:
        file.write("1,d,2,3,9\n")
    result = run(folder)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "votes.csv, line 362: the vote is “9”. A vote is -1, 0 or 1." in result.stderr


def test_a_page_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "--html", tmp_path / "no" / "where.html", "--resamples", 0)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("options", [["--reasons"], ["--json", "--participant", 3]])
def test_an_option_that_would_have_no_effect_is_refused(folder: Path, options: list[object]) -> None:
    result = run(folder, *options, "--resamples", 0)
    assert result.exit_code == 2
    assert "--json" in result.stderr
    assert result.stdout == ""
