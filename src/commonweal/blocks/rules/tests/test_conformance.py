"""The conformance cases of the Common Expression Language, run through the engine's door."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonweal.blocks.rules.cel.conformance import passes, run_all
from commonweal.blocks.rules.commands.cel_conformance import command, read_cases

PASSING = 1_634  # of 1,761; the rest need extensions that the library does not have
TOTAL = 1_761


def case(expr, *, check=True, bindings=None, **outcome):
    return {
        "file": "own",
        "section": "own",
        "name": expr,
        "expr": expr,
        "bindings": bindings or {},
        "disable_check": not check,
        "disable_macros": False,
        **outcome,
    }


GOOD = [
    case("1 + 1", value={"int": "2"}),
    case("x / 2.0", bindings={"x": {"double": "3"}}, value={"double": "1.5"}),
    case("[1, 2u]", value={"list": [{"int": "1"}, {"uint": "2"}]}),
    case("{'a': [true]}", value={"map": [[{"string": "a"}, {"list": [{"bool": True}]}]]}),
    case("b'\\x00'", value={"bytes": "00"}),
    case("1 / 0", error="divide by zero"),
    case("1 +", error="syntax"),
    case("x.getSeconds()", bindings={"x": {"duration": "61.5s"}}, value={"int": "61"}),
]
BAD = [
    case("1 + 1", value={"int": "3"}),
    case("1", value={"uint": "1"}),
    case("1 + 1", error="something"),
    case("1 / 0", value={"int": "1"}),
    case("[1]", value={"list": [{"int": "1"}, {"int": "1"}]}),
]


@pytest.mark.parametrize("good", GOOD, ids=lambda case: case["expr"])
def test_a_right_result_passes(good):
    assert passes(good)
    assert passes(good, through_tree=True)


@pytest.mark.parametrize("bad", BAD, ids=lambda case: case["expr"])
def test_a_wrong_result_does_not_pass(bad):
    assert not passes(bad)


def test_the_command_counts_and_fails_below_the_mark(tmp_path):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(GOOD + BAD))
    done = CliRunner().invoke(command, [str(file), "--json"])
    assert done.exit_code == 0
    assert (json.loads(done.output)["passed"], json.loads(done.output)["total"]) == (len(GOOD), len(GOOD + BAD))
    refused = CliRunner().invoke(command, [str(file), "--at-least", "9"])
    assert refused.exit_code == 1
    assert "at least 9" in refused.output


def test_the_command_says_when_the_file_holds_something_else(tmp_path):
    for content in ("{", '{"a": 1}', "[1]"):
        file = tmp_path / "cases.json"
        file.write_text(content)
        done = CliRunner().invoke(command, [str(file)])
        assert done.exit_code == 1
        assert "does not hold conformance cases" in done.output


@pytest.fixture(scope="module")
def cases():
    folder = Path(os.environ.get("COMMONWEAL_REALDATA") or Path(__file__).parents[6] / "shared" / "data")
    file = folder / "cel_conformance.json.zst"
    if not file.exists():
        pytest.skip("the conformance cases are not here")
    return read_cases(file)


@pytest.mark.realdata
@pytest.mark.parametrize("through_tree", [False, True])
def test_no_fewer_conformance_cases_pass_than_before(cases, through_tree):
    report = run_all(cases, through_tree=through_tree)
    assert report.total.total() == TOTAL
    assert report.passed.total() >= PASSING
