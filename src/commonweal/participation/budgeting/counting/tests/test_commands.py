"""`commonweal recount` and `commonweal audit`, as people and programs call them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonweal.participation.budgeting.commands.audit import command as audit
from commonweal.participation.budgeting.commands.recount import command as recount
from commonweal.participation.budgeting.counting import check_ballots, check_certificate
from commonweal.participation.budgeting.counting.exact import add1 as exact_add1
from commonweal.participation.budgeting.counting.fast import add1 as fast_add1


@pytest.fixture
def file(tmp_path: Path, pb: str) -> str:
    path = tmp_path / "votes.pb"
    path.write_text(pb, encoding="utf-8")
    return str(path)


def run(command, *arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_recount_prints_the_report_for_programs(file):
    done = run(recount, file, "--rule", "greedy", "--json")
    data = json.loads(done.stdout)
    assert [(w["project_id"], w["cost"], w["round"], w["votes"]) for w in data["winners"]] == [
        ("park", 600, 1, 3),
        ("tree", 100, 2, 1),
    ]
    assert (data["budget"], data["spent"], data["left"], data["ties"]) == (1000, 700, 300, [])
    assert "1. A project is eligible" in data["rule_text"]


def test_recount_takes_the_rule_of_the_file(file):
    assert "the file states the rule 'greedy'" in run(recount, file).stdout


@pytest.mark.parametrize("completion", ["none", "add1", "add1-early-stop", "utilitarian", "phragmen"])
@pytest.mark.parametrize("counter", ["fast", "exact"])
def test_every_completion_counts(file, completion, counter):
    done = run(recount, file, "--rule", "equal-shares", "--completion", completion, "--counter", counter, "--json")
    assert (done.exit_code, json.loads(done.stdout)["completion"]) == (0, completion)


def test_a_named_rule_does_not_take_the_threshold_of_the_file_and_says_so(file):
    text = Path(file).read_text(encoding="utf-8").replace("rule;greedy", "rule;greedy-threshold")
    Path(file).write_text(text.replace("currency;EUR", "min_project_score_threshold;2"), encoding="utf-8")
    assert len(json.loads(run(recount, file, "--json").stdout)["winners"]) == 1
    named = json.loads(run(recount, file, "--rule", "greedy", "--json").stdout)
    assert (len(named["winners"]), "--threshold 2" in named["notices"][0]) == (2, True)


def test_recount_compares_rules_and_explains(file):
    done = run(recount, file, "--rule", "equal-shares", "--compare", "--voter", "1", "--project", "bench")
    assert "with nothing" in done.stdout
    assert "Of your 2 choices, 1 won." in done.stdout
    assert "Benches" in done.stdout
    assert "would have funded it" in done.stdout


def test_the_certificate_is_written_and_checks_in_programs_of_their_own(file, tmp_path):
    out = tmp_path / "certificate.json"
    run(recount, file, "--rule", "equal-shares", "--completion", "add1", "--certificate", str(out))
    for program, arguments in ((check_certificate, [out]), (check_ballots, [out, file])):
        done = subprocess.run(
            [sys.executable, "-I", "-S", program.__file__, *arguments], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_the_checker_is_short_and_imports_nothing_of_ours():
    text = Path(check_certificate.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    assert "commonweal" not in text


def test_the_checker_says_what_does_not_hold(file, tmp_path):
    out = tmp_path / "certificate.json"
    run(recount, file, "--certificate", str(out))
    out.write_text(out.read_text(encoding="utf-8").replace('"spent": 7', '"spent": 6'), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, check_certificate.__file__, out], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "digest" in done.stderr


def test_the_picture_is_svg_with_words(file, tmp_path):
    out = tmp_path / "count.svg"
    run(recount, file, "--rule", "equal-shares", "--picture", str(out))
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert "A park" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--rule", "greedy", "--completion", "add1"],
        ["--conflict", "park,lake"],
        ["--cap", "category"],
        ["--envelope", "category:none=5"],
        ["--cost-factor", "x"],
        ["--voter", "nobody"],
        ["--project", "none"],
        ["--certificate", "/no/such/folder/out.json"],
    ],
)
def test_a_wrong_request_is_refused_with_a_remedy(file, arguments):
    done = run(recount, file, *arguments)
    assert (done.exit_code, "What to do:" in done.stderr) == (1, True)


def test_a_bad_file_is_refused_for_programs_too(tmp_path):
    done = run(recount, str(tmp_path / "none.pb"), "--json")
    assert (done.exit_code, json.loads(done.stdout)["remedy"]) == (1, "check the name and the permissions")


def test_audit_agrees_with_the_column_of_the_file(file):
    done = run(audit, file, "selected")
    assert (done.exit_code, "is what the rule gives" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"winners": [{"project_id": "park"}, {"project_id": "tree"}], "spent": 700}'),
        ("b.json", '["tree", "park"]'),
        ("c.csv", "project_id;cost;votes\npark;600;3\ntree;100;1\n"),
        ("d.txt", "park\ntree\n"),
    ],
)
def test_audit_reads_what_cities_publish(file, tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(audit, file, str(tmp_path / name)).exit_code == 0


def test_audit_reads_our_own_report(file, tmp_path):
    report = tmp_path / "report.json"
    report.write_text(run(recount, file, "--rule", "equal-shares", "--json").stdout, encoding="utf-8")
    assert run(audit, file, str(report), "--rule", "equal-shares").exit_code == 0


def test_audit_names_each_departure_and_the_rule_that_was_followed(file, tmp_path):
    published = tmp_path / "p.csv"
    published.write_text("project_id;cost;votes\nbench;400.50;2\npark;599;4\n", encoding="utf-8")
    data = json.loads(run(audit, file, str(published), "--json").stdout)
    assert [(d["kind"], d["project_id"]) for d in data["departures"]] == [
        ("not by the rule", "bench"),
        ("missing", "tree"),
        ("cost", "park"),
        ("votes", "park"),
        ("budget", None),
    ]
    assert data["agrees"] is False


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("lake\n", "not in the election"),
        ("park\npark\n", "twice"),
        ("{", "JSON"),
        ('{"winners": 5}', "winners"),
        ('{"winners": [{}]}', "project_id"),
        ("project_id;cost\npark;x\n", "cost"),
        ("[" * 5000, "JSON"),
    ],
)
def test_a_bad_publication_is_refused(file, tmp_path, text, word):
    (tmp_path / "p").write_text(text, encoding="utf-8")
    done = run(audit, file, str(tmp_path / "p"))
    assert (done.exit_code, word in done.stderr, "What to do:" in done.stderr) == (1, True, True)


def test_a_count_with_a_million_steps_does_not_count_a_million_times(file, monkeypatch):
    counts = []

    def counted(module, name):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: counts.append(name) or real(*given))

    for module, name in (
        (exact_add1, "equal_shares"),
        (fast_add1, "bounded_run"),
        (fast_add1, "exact_run"),
        (fast_add1, "same_outcome"),
    ):
        counted(module, name)
    text = Path(file).read_text(encoding="utf-8")
    for cost, large in (("600", "6000000000"), ("400.50", "4005000000"), (";100;", ";1000000000;")):
        text = text.replace(cost, large)
    Path(file).write_text(text.replace("budget;1000", "budget;10000000000"), encoding="utf-8")
    for counter in ("fast", "exact"):
        done = run(recount, file, "--rule", "equal-shares", "--completion", "add1", "--counter", counter, "--json")
        assert json.loads(done.stdout)["steps"] > 10**6
        assert 0 < len(counts) < 400, counter
        counts.clear()
