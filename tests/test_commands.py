"""Every command refuses wrong input in words and with an exit code, never with a traceback."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from commonweal.kernel.problems import Invalid
from commonweal.site import command

COMMANDS = sorted(command.command_files())
# Each file is one that somebody may name by mistake.
BROKEN = {
    "empty.csv": b"",
    "bytes.csv": bytes(range(256)) * 20,
    "windows.csv": "postcode;Identifier;Label\nSiân;1;é\n".encode("windows-1252"),
    "quote.csv": b'postcode,area_code,Identifier,Label\nEA1 1AA,"W1,1,a\n',
    "huge.csv": b"postcode,area_code,Identifier,Label\n" + b"x" * 200_000,
    "list.json": b"[1, 2]",
    "deep.json": b"[" * 100_000,
    "null.json": b'{"type": "FeatureCollection", "features": [null, {"geometry": 1}]}',
    "nan.json": b'{"features": [{"properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates": [[["a"]]]}}]}',
    "wrong.yaml": b"a: [",
}
# Commands that read what a path names; for the others a path is where they write.
READERS = {
    "apply",
    "audit",
    "cel-conformance",
    "check",
    "consensus",
    "import areas",
    "import forms",
    "import gazetteer",
    "import lgsl",
    "plan",
    "recount",
    "restore",
}
# Django's own, which has its own options, and says so itself.
FOREIGN = {"manage"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch, capfd):
    """Runs a command as the shell does; gives the exit code and what was told on standard error."""

    def run(*words: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["commonweal", *words])
        with pytest.raises(SystemExit) as left:
            command.main()
        return left.value.code, capfd.readouterr().err

    return run


@pytest.fixture
def broken(tmp_path) -> dict[str, Path]:
    """Paths of files that are of no use, of a folder, and of nothing."""
    paths = {}
    for name, content in BROKEN.items():
        paths[name] = tmp_path / name
        paths[name].write_bytes(content)
    paths["folder"] = tmp_path / "folder"
    paths["folder"].mkdir()
    return paths | {"nothing": tmp_path / "nothing.csv", "long": tmp_path / ("x" * 300)}


def found(name: str) -> click.Command:
    """The command as an object."""
    made = command.CommandGroup().get_command(click.Context(click.Group()), name)
    assert made is not None
    return made


def must_be_refused(code: object, told: str) -> None:
    assert code not in (0, None), told
    assert told.strip()
    assert "Traceback" not in told
    assert max(map(len, told.splitlines())) < 1000


def test_the_table_of_readers_names_commands_that_there_are():
    assert {*READERS, *FOREIGN} <= set(COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in FOREIGN])
def test_an_option_that_a_command_does_not_have_is_refused(typed, name):
    code, told = typed(*name.split(), "--no-such-option")
    must_be_refused(code, told)
    assert "--no-such-option" in told


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in FOREIGN])
def test_one_argument_too_many_or_too_few_is_refused(typed, name, tmp_path):
    arguments = [each for each in found(name).params if isinstance(each, click.Argument)]
    must_be_refused(*typed(*name.split(), *[str(tmp_path / "x")] * (len(arguments) + 1)))
    if any(each.required for each in arguments):
        must_be_refused(*typed(*name.split()))


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("kind", [*BROKEN, "folder", "nothing", "long"])
def test_what_cannot_be_read_is_refused(typed, broken, name, kind):
    arguments = [each for each in found(name).params if isinstance(each, click.Argument)]
    if (name, kind) in {("check", "folder"), ("plan", "folder"), ("apply", "folder")}:
        pytest.skip("a folder is what the command reads, and an empty one is a place without documents")
    must_be_refused(*typed(*name.split(), *[str(broken[kind])] * len(arguments)))


@pytest.mark.parametrize("name", ["backup", "export"])
@pytest.mark.parametrize("kind", ["empty.csv", "long"])
def test_what_cannot_be_written_is_refused(typed, broken, name, kind):
    path = broken[kind] / "below" if kind == "empty.csv" else broken[kind]
    must_be_refused(*typed(name, str(path)))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in FOREIGN])
def test_a_value_that_an_option_does_not_take_is_refused(typed, name, tmp_path):
    for option in found(name).params:
        limited = isinstance(option.type, click.Choice | click.types.IntParamType | click.IntRange)
        if isinstance(option, click.Option) and not option.is_flag and limited:
            code, told = typed(*name.split(), option.opts[0], "no such value", *([str(tmp_path)] * 2))
            must_be_refused(code, told)
            assert option.opts[0] in told


@pytest.mark.parametrize("words", [("nobody",), ("import",), ("import", "nobody"), ("new",), ("manage", "nobody")])
def test_a_command_that_does_not_exist_is_refused(typed, words):
    must_be_refused(*typed(*words))


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "not an address", "--organisation", "x"),
        ("invite", "ann@example.org", "--organisation", "no-such"),
        ("invite", "ann@example.org", "--organisation", "\0"),
        ("new", "block", "../x"),
        ("new", "block", ""),
        ("import", "areas", "x.geojson", "--parent", "../x"),
        ("import", "areas", "x.geojson", "--kind", ""),
        ("schema", "nobody"),
        ("demo", "--no-serve", "--place", "nowhere"),
    ],
)
def test_arguments_that_name_nothing_are_refused(typed, words):
    must_be_refused(*typed(*words))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OperationalError("no\nserver"), "The database cannot do this (no server)."),
        (FileNotFoundError(2, "No such file", "a.csv"), "a.csv: No such file."),
        (OSError("disk full"), "disk full."),
        (Invalid("It is wrong.", remedy="Mend it."), "It is wrong. Mend it."),
    ],
)
def test_faults_of_the_machine_are_told_in_one_line(typed, monkeypatch, fault, words):
    def fails() -> None:
        raise fault

    monkeypatch.setattr(command, "group", fails)
    code, told = typed("doctor")
    assert (code, told.count("\n")) == (1, 1)
    assert told.startswith(f"commonweal: {words}")


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch):
    def fails() -> None:
        raise KeyError("ours")

    monkeypatch.setattr(command, "group", fails)
    with pytest.raises(KeyError):
        command.main()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("invite", "ann@example.org", "--organisation", "x"),
        ("export", "out"),
        ("backup", "out.tar.gz"),
        ("worker", "--once"),
        ("manage", "migrate"),
        ("doctor",),
    ],
)
def test_without_a_database_a_command_says_so(words, tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
    away = {"COMMONWEAL_MODE": "demo", "COMMONWEAL_DATABASE_URL": "postgres://a:b@127.0.0.1:9/none"}
    done = subprocess.run(
        [sys.executable, "-m", "commonweal.site.command", *words],
        cwd=tmp_path,
        env={**kept, **away, "COMMONWEAL_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    # pg_dump speaks for itself.
    assert "database" in (done.stderr + done.stdout).lower() or "connection to server" in done.stderr


def _reads(tree: ast.AST, name: str) -> bool:
    """Whether a file reads a name: as a variable, or as a key of the options that a command takes together."""
    nodes = list(ast.walk(tree))
    variables = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    keys = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return name in variables | keys


@pytest.mark.parametrize("name", sorted(command.command_files()))
def test_every_option_of_a_command_is_read(name):
    tree = ast.parse(command.command_files()[name].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    (entry,) = [one for one in functions if one.name == "command"]
    # A command that reads none of its `**options` by name hands them on as a whole.
    options = entry.args.kwarg.arg if entry.args.kwarg is not None else ""
    by_name = [
        node for node in ast.walk(tree) if isinstance(node, ast.Subscript) and ast.unparse(node.value) == options
    ]
    together = bool(options) and _reads(ast.Module(body=entry.body, type_ignores=[]), options) and not by_name
    body = ast.Module(body=[*entry.body, *(one for one in functions if one is not entry)], type_ignores=[])
    unread = [one.name for one in found(name).params if one.name and not together and not _reads(body, one.name)]
    assert unread == []


def test_root_is_refused_where_the_data_belongs_to_another_user(tmp_path):
    if os.geteuid() == 0:
        command.refuse_root(tmp_path, 0)
        os.chown(tmp_path, 65534, -1)
    with pytest.raises(ImproperlyConfigured, match=f"runuser -u {tmp_path.owner()} -- "):
        command.refuse_root(tmp_path, 0)
    command.refuse_root(tmp_path, tmp_path.stat().st_uid)
    command.refuse_root(tmp_path / "not-there-yet", 0)


def test_every_command_of_a_place_asks_who_runs_it(monkeypatch):
    asked = []
    monkeypatch.setattr(command, "refuse_root", lambda data, user: asked.append((data, user)))
    for name in COMMANDS:
        asked.clear()
        command.group.get_command(click.Context(command.group), name)
        reads_place = dict(command._constants(command.command_files()[name])).get("PLATFORM")
        assert len(asked) == (1 if reads_place else 0), name
