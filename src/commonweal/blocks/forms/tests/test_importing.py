"""Forms of other platforms become ours, or are refused with what we lack."""

import json

import pytest
from click.testing import CliRunner

from commonweal.blocks.forms.commands.import_forms import command
from commonweal.blocks.forms.importers import reading
from commonweal.blocks.forms.importers.reading import import_file
from commonweal.kernel.budget import UsedUp


def xgov(**more):
    return {
        "startPage": "/start",
        "pages": [
            {
                "path": "/start",
                "title": "About you",
                "section": "you",
                "components": [
                    {"type": "YesNoField", "name": "adult", "title": "Are you 18 or over?"},
                    {"type": "SelectField", "name": "count", "title": "How many?", "list": "numbers"},
                    {"type": "Para", "name": "p", "content": "Thank you", "options": {"condition": "many"}},
                ],
                "next": [{"path": "/young", "condition": "isYoung"}, {"path": "/two", "condition": "many"}, {"path": "/summary"}],
            },
            {"path": "/young", "title": "Sorry", "components": [{"type": "Para", "name": "s", "content": "Come back"}]},
            {
                "path": "/two",
                "title": "More",
                "components": [{"type": "TextField", "name": "why", "title": "Why?", "options": {"required": False}}],
                "next": [{"path": "/summary"}],
            },
            {"path": "/summary", "title": "Summary", "controller": "./pages/summary.js", "components": []},
        ],
        "lists": [{"name": "numbers", "items": [{"text": "One", "value": 1}, {"text": "Two", "value": 2}]}],
        "sections": [],
        "conditions": [
            {"name": "isYoung", "value": "you.adult==false"},
            {
                "name": "many",
                "value": {
                    "conditions": [
                        {"field": {"name": "you.count"}, "operator": "is at least", "value": {"type": "Value", "value": "2"}}
                    ]
                },
            },
        ],
        **more,
    }  # fmt: skip


def imported(tmp_path, document):
    path = tmp_path / "form.json"
    path.write_text(json.dumps(document))
    return import_file(path)


def test_an_xgov_form_is_imported_and_runs(tmp_path):
    found = imported(tmp_path, xgov(declaration="<p>All is true.</p>", fees=[{"amount": 1}]))
    assert found.runs, found
    assert [(page["page"], page.get("when")) for page in found.section] == [
        ("start", None),
        ("young", "adult == false"),
        ("two", "!(adult == false) && count == '2'"),
        ("declaration", None),
    ]
    assert found.section[1]["exit"] == {"text": {"en": "Come back"}}
    assert found.section[0]["questions"][2]["when"] == "count == '2'"
    assert found.rehearsal.pages == {"start", "young", "two", "declaration"}
    assert found.rehearsal.stopped > 0
    assert any("fees" in note for note in found.notes)


def moj(**more):
    radios = {
        "_id": "adult_1", "_uuid": "c1", "_type": "radios", "name": "adult_1", "legend": "Are you 18?",
        "items": [
            {"_id": "i1", "_uuid": "i1", "label": "Yes, I am"},
            {"_id": "i2", "_uuid": "i2", "label": "No"},
        ],
        "validation": {"required": True},
    }  # fmt: skip
    text = {
        "_id": "t",
        "_uuid": "c2",
        "_type": "text",
        "name": "why",
        "label": "Why?",
        "validation": {"required": True},
    }
    return {
        "_id": "service.base",
        "_type": "service.base",
        "locale": "cy",
        "pages": [
            {"_uuid": "s", "_id": "s", "_type": "page.start", "body": "Welcome"},
            {"_uuid": "p1", "_id": "p1", "_type": "page.singlequestion", "url": "adult", "components": [radios]},
            {"_uuid": "p2", "_id": "p2", "_type": "page.multiplequestions", "url": "why", "heading": "Pam", "components": [text]},
            {"_uuid": "x", "_id": "x", "_type": "page.exit", "url": "bye", "heading": "Hwyl", "body": "Hwyl fawr"},
            {"_uuid": "c", "_id": "c", "_type": "page.checkanswers"},
        ],
        "flow": {
            "s": {"_type": "flow.page", "next": {"default": "p1"}},
            "p1": {"_type": "flow.page", "next": {"default": "b"}},
            "b": {
                "_type": "flow.branch",
                "next": {
                    "default": "x",
                    "conditionals": [
                        {"_type": "if", "next": "p2", "expressions": [{"operator": "is", "component": "c1", "field": "i1"}]}
                    ],
                },
            },
            "p2": {"_type": "flow.page", "next": {"default": "c"}},
            "x": {"_type": "flow.page", "next": {"default": ""}},
            "c": {"_type": "flow.page", "next": {"default": ""}},
        },
        **more,
    }  # fmt: skip


def test_a_moj_service_is_imported_in_its_language_and_runs(tmp_path):
    found = imported(tmp_path, moj())
    assert found.runs, found
    assert [(page["page"], page.get("when")) for page in found.section] == [
        ("adult", None),
        ("bye", "!(adult_1 == 'yes_i_am')"),
        ("why", None),
    ]
    assert found.section[2]["title"] == {"cy": "Pam"}
    assert 0 < found.rehearsal.stopped < 40


def without(document, path, value):
    *parents, last = path
    target = document
    for part in parents:
        target = target[part]
    target[last] = value
    return document


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (without(xgov(), ("pages", 0, "components", 0, "type"), "FlashCard"), "a type of question that we lack"),
        (without(xgov(), ("pages", 2, "repeatField"), "you.count"), "repeated by a number"),
        (without(xgov(), ("pages", 0, "title"), "Hello {{ name }}"), "words with answers"),
        (without(xgov(), ("lists",), []), "list of options"),
        (without(xgov(), ("conditions",), []), "not in the file"),
        (without(xgov(), ("pages", 2, "next"), [{"path": "/start"}]), "cycle"),
        (without(xgov(), ("pages", 2, "next"), [{"path": "/gone"}]), "does not exist"),
        (without(xgov(), ("conditions", 0, "value"), "you.adult.includes('x')"), "language that we do not read"),
        (without(moj(), ("flow", "b", "next", "conditionals", 0, "expressions", 0, "operator"), "rhymes"), "operator"),
        (without(moj(), ("pages", 2, "components", 0, "_type"), "signature"), "type of question"),
        (without(moj(), ("pages", 2, "components", 0, "validation"), {"pattern": "(?=a)b"}), "RE2"),
        (without(moj(), ("pages",), []), "no start page"),
        (without(moj(), ("pages", 1, "components"), 7), "shape"),
    ],
)
def test_what_we_lack_is_named(tmp_path, document, reason):
    found = imported(tmp_path, document)
    assert not found.runs
    assert reason in f"{found.reason} {found.detail}"


def test_a_file_of_no_platform_is_left_alone(tmp_path):
    assert imported(tmp_path, {"pages": []}) is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "not valid JSON (Expecting property name enclosed in double quotes: line 1 column 2"),
        (b"", "not valid JSON"),
        (b'{"a": "\xff"}', "not valid JSON"),
        (b"[" * 200_000, "not valid JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path, raw, says):
    (tmp_path / "form.json").write_bytes(raw)
    done = CliRunner().invoke(command, [str(tmp_path / "form.json")])
    assert done.exit_code == 1
    assert "refused   form.json: the file cannot be read" in done.stderr
    assert says in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_with_a_byte_order_mark_is_read(tmp_path, encoding):
    (tmp_path / "form.json").write_bytes(json.dumps(xgov(), ensure_ascii=False).encode(encoding))
    found = import_file(tmp_path / "form.json")
    assert found is not None
    assert found.runs


def test_the_command_writes_yaml_that_reads_back_as_the_form(tmp_path):
    from ruamel.yaml import YAML

    from commonweal.blocks.forms.pages.page import read_form

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.json").write_text(json.dumps(xgov()))
    (tmp_path / "in" / "two.json").write_text(json.dumps(moj(pages=[])))
    done = CliRunner().invoke(command, [str(tmp_path / "in"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "xgov: 1 of 1 form imported and run" in done.output
    assert "moj: 0 of 1" in done.output
    assert "refused   two.json: it has no start page" in done.stderr
    written = YAML(typ="safe").load((tmp_path / "out" / "one.yaml").read_text())
    assert [page.page for page in read_form(written["form"])] == ["start", "young", "two"]
    again = CliRunner().invoke(command, [str(tmp_path / "in"), "--out", str(tmp_path / "out")])
    assert again.exit_code == 1
    assert "exists already" in again.stderr


def test_the_command_fails_when_nothing_could_be_imported(tmp_path):
    (tmp_path / "two.json").write_text(json.dumps(moj(pages=[])))
    done = CliRunner().invoke(command, [str(tmp_path), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)[0]["reason"] == "it has no start page"


@pytest.mark.parametrize("wrong", [UsedUp, RecursionError])
def test_a_form_that_branches_too_much_is_refused_with_the_reason(tmp_path, monkeypatch, wrong):
    def read(_document):
        raise wrong

    path = tmp_path / "form.json"
    path.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(reading.xgov, "recognises", lambda _document: True)
    monkeypatch.setattr(reading.xgov, "read", read)
    found = import_file(path)
    assert (found.runs, found.reason) == (False, "it branches more than we can follow")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "form.json"
    with path.open("wb") as file:
        file.truncate(reading.MOST_BYTES + 1)
    assert import_file(path).reason == "it is larger than we read"
