"""Every option of every command says what it does, and a test shows that it does it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.core import mail

from commonweal.ground.areas.testing import make_town
from commonweal.ground.organisations.testing import make_organisation
from commonweal.kernel import worker
from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.place import Document
from commonweal.kernel.worker import run_all
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.polis_csv.writing import write_folder
from commonweal.participation.consensus.mapping.votes import Ballots
from commonweal.services.definitions.commands import export
from commonweal.site import command
from commonweal.site.commands import new_block
from commonweal.site.server import serving
from commonweal.site.translating import collecting
from tests.test_commands import COMMANDS, FOREIGN, found

ROOT = Path(__file__).parents[1]
OWN = [name for name in COMMANDS if name not in FOREIGN]
pytestmark = pytest.mark.django_db

BALLOTS = """META
key;value
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost
park;600
lake;600
tree;100
VOTES
voter_id;vote
1;park,tree
2;park
3;lake
4;lake
"""
CASES = """[
 {"file": "own", "section": "s", "name": "right", "expr": "1 + 1", "bindings": {}, "disable_check": false,
  "value": {"int": "2"}},
 {"file": "own", "section": "s", "name": "wrong", "expr": "1 + 2", "bindings": {}, "disable_check": false,
  "value": {"int": "2"}}
]"""


def options(name: str) -> list[click.Option]:
    """The options of a command."""
    return [each for each in found(name).params if isinstance(each, click.Option)]


@cache
def texts() -> tuple[str, ...]:
    """The texts of all files of tests."""
    files = [path for folder in (PACKAGE, ROOT / "tests") for path in folder.rglob("*.py") if "tests" in path.parts]
    return tuple(path.read_text(encoding="utf-8") for path in files)


def naming(name: str) -> str:
    """The text of all test files that run this command: by its module, or as it is typed."""
    file = command.command_files()[name]
    words = [f'"{word}"' for word in name.split()]
    marks = (f"commands.{file.stem}", f"commands import {file.stem}", f'"{name}"')
    return "\n".join(
        text for text in texts() if any(mark in text for mark in marks) or all(word in text for word in words)
    )


@pytest.mark.parametrize("name", OWN)
def test_every_option_is_named_in_a_test_of_its_command(name):
    text = naming(name)
    unnamed = [
        each.opts[0]
        for each in options(name)
        if not any(f'"{written}"' in text for written in (*each.opts, *each.secondary_opts))
    ]
    assert unnamed == [], "add it to CHANGES, or write a test that runs the command with it"


@pytest.mark.parametrize("name", OWN)
def test_every_option_says_what_it_does(name):
    assert [each.opts[0] for each in options(name) if not each.help] == []


@dataclass(frozen=True)
class Change:
    """What a command tells with an option and not without it."""

    words: tuple[str, ...]
    option: tuple[str, ...]
    tells: str


CHANGES = [
    Change(("recount", "votes.pb"), ("--seed", "b"), "decided by lot.\n"),
    Change(("recount", "votes.pb"), ("--threshold", "2"), "the threshold is 2"),
    Change(("recount", "votes.pb"), ("--law",), "1. A project is eligible if"),
    Change(("recount", "votes.pb", "--rule", "equal-shares"), ("--comparison",), "equal shares, comparison step"),
    Change(("recount", "votes.pb", "--rule", "equal-shares"), ("--utility", "score"), " 0.01"),
    Change(("audit", "votes.pb", "lake.txt"), ("--seed", "b"), "is what the rule gives"),
    Change(("audit", "votes.pb", "park.txt"), ("--threshold", "2"), "is what the rule gives"),
    Change(("audit", "votes.pb", "park.txt", "--rule", "equal-shares"), ("--comparison",), "comparison step"),
    Change(("cel-conformance", "cases.json"), ("--failures",), "own/s/wrong: 1 + 2"),
    Change(("consensus", "polis", "--resamples", "0"), ("--sign", "api"), "12 of 12 disagreed"),
    Change(("consensus", "polis", "--resamples", "0"), ("--fewest-votes", "8"), "20 of them fall"),
    Change(("consensus", "polis", "--resamples", "0"), ("--smallest-group", "10"), "fewer than 10"),
    Change(("import gazetteer", "places.csv"), ("--encoding", "windows-1252"), "1 created"),
    Change(("import lgsl", "list.csv"), ("--encoding", "windows-1252"), "1 created"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The files that the commands in the table read."""
    files = {"votes.pb": BALLOTS, "lake.txt": "lake\ntree\n", "park.txt": "park\n", "cases.json": CASES}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "places.csv").write_text("postcode,area_code,address\nEA1 1AA,town/north,Siân\n", "cp1252")
    (tmp_path / "list.csv").write_text("Identifier,Label\n1,Siân\n", "cp1252")
    votes = [(person, at, 1 if at > 5 or person < 12 else -1) for person in range(20) for at in range(8)]
    votes += [(20, at, 1) for at in range(7)]
    statements = tuple(Statement(at, f"Number {at}", 1) for at in range(8))
    write_folder(Conversation(statements, Ballots.of(votes), topic="A square"), tmp_path / "polis")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(name: str, *words: str) -> str:
    """What a command tells on both streams."""
    return CliRunner().invoke(found(name), list(words)).output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("change", CHANGES, ids=lambda each: f"{each.words[0]} {each.option[0]}")
def test_an_option_changes_what_its_command_tells(change):
    make_town()
    name, *words = change.words
    assert change.tells not in run(name, *words)
    assert change.tells in run(name, *words, *change.option)


def test_through_tree_writes_each_case_back_before_it_runs(folder, monkeypatch):
    from commonweal.blocks.rules.cel import conformance

    asked = []
    monkeypatch.setattr(conformance, "passes", lambda _case, *, through_tree: asked.append(through_tree) or True)
    run("cel-conformance", str(folder / "cases.json"))
    run("cel-conformance", str(folder / "cases.json"), "--through-tree")
    assert asked == [False, False, True, True]


def test_export_overwrites_another_text_only_where_it_is_forced(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "export_place", lambda: [Document("place", "place", "place.yaml", {}, "ours\n")])
    (tmp_path / "place.yaml").write_text("theirs\n", encoding="utf-8")
    assert "Give --force" in run("export", str(tmp_path))
    assert (tmp_path / "place.yaml").read_text(encoding="utf-8") == "theirs\n"
    run("export", str(tmp_path), "--force")
    assert (tmp_path / "place.yaml").read_text(encoding="utf-8") == "ours\n"


def test_an_invitation_is_written_in_the_language_that_is_named():
    make_organisation("council")
    run("invite", "sian@example.org", "--organisation", "council", "--language", "cy")
    run_all()
    assert "gwahodd" in mail.outbox[-1].subject


def test_a_new_block_has_the_title_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(new_block, "PACKAGE", tmp_path)
    run("new block", "found_things", "--title", "Things that were found")
    assert "Things that were found" in (tmp_path / "blocks/found_things/apps.py").read_text(encoding="utf-8")


def test_the_server_gets_its_threads_and_its_log(monkeypatch):
    given = []
    monkeypatch.setattr(serving, "refuse_wrong_key", lambda: None)
    monkeypatch.setattr(serving, "gunicorn", lambda **settings: given.append(settings))
    run("serve", "--no-prepare", "--threads", "7", "--log")
    run("serve", "--no-prepare")
    assert [(each["threads"], each["log"]) for each in given] == [(7, True), (4, False)]


def test_the_worker_tells_of_each_task_where_that_is_wanted(monkeypatch):
    monkeypatch.setattr(worker.WorkerLoop, "loop", lambda self: self.tell("done a.task"))
    monkeypatch.setattr("commonweal.site.server.serving.keep_private", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("commonweal.kernel.timeouts.use", lambda _limits: None)
    assert run("worker") == ""
    assert run("worker", "--verbose") == "done a.task\n"


@pytest.fixture
def catalogue(monkeypatch) -> list[object]:
    """A catalogue that lacks nothing and is out of date until it is saved; the list of those that were."""
    saved: list[object] = []
    room = collecting.Room("web", Path("web"), "cy")
    monkeypatch.setattr(collecting, "collect", lambda _language: [room])
    monkeypatch.setattr(collecting, "save", saved.append)
    monkeypatch.setattr(collecting, "is_current", lambda _room: bool(saved))
    return saved


def test_checking_translations_changes_nothing(catalogue: list[object]):
    told = run("translations", "--check", "--json")
    assert "web/locale/cy/LC_MESSAGES/django.po" in told
    assert catalogue == []
    assert '"stale": []' in run("translations", "--json")
    assert catalogue
