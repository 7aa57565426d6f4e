"""The reference page is complete and up to date, and its examples are lines of a place that `check` passes."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from commonweal.blocks.cases import permissions
from commonweal.blocks.cases.language import CaseSection, ClockRule, Retention
from commonweal.blocks.cases.section import scope
from commonweal.blocks.forms.pages.checking import RESERVED
from commonweal.blocks.messages import section as messages
from commonweal.blocks.rules.cel.checking.names import THE_ANSWER
from commonweal.blocks.rules.language import RESERVED as RESERVED_BY_RULES
from commonweal.ground.areas.commands.import_areas import command as import_areas
from commonweal.ground.areas.commands.import_gazetteer import command as import_gazetteer
from commonweal.kernel.journal import FACTS
from commonweal.kernel.reference_page import Term, chapters
from commonweal.kernel.worktime import Unit
from commonweal.services.definitions.commands.plan import command as plan
from commonweal.services.definitions.language.assembling import RULE_SECTIONS
from commonweal.services.definitions.language.base import Retention as RetentionOfService
from commonweal.services.definitions.language.vocabulary import sections_here
from commonweal.services.definitions.place_files.folder import check_folder, kinds, read_folder
from commonweal.services.definitions.proof.examples import OWN
from commonweal.services.definitions.reference import kinds_of_names
from commonweal.site.reference.words import page

DOCS = Path(__file__).parents[1] / "docs"
PLACE = DOCS / "examples" / "reference"
# Files that are loaded by commands of their own, not by `check` and `apply`.
LOADED = {"areas.geojson": [import_areas, "--parent", "riverton"], "gazetteer.csv": [import_gazetteer]}
RETENTIONS = ((Retention, "since"), (RetentionOfService, "from_"))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def terms(title: str) -> dict[str, Term]:
    return {term.name: term for chapter in chapters() if chapter.title == title for term in chapter.terms}


def in_place() -> list[Term]:
    """All terms whose example is a line of the example place."""
    return [term for chapter in chapters() for term in chapter.terms if not term.gives]


def file_of(term: Term) -> Path:
    found = [path for path in sorted(PLACE.rglob("*.*")) if term.example in text_of(path)]
    assert found, f"no file of docs/examples/reference has `{term.example}` in it"
    return found[0]


def test_the_reference_page_is_up_to_date():
    written = text_of(DOCS / "definition-reference.md")
    assert written == page(), "run: commonweal language-reference > docs/definition-reference.md"


def test_each_name_in_expressions_is_on_the_page():
    named = set(terms("Names in expressions"))
    case = scope(CaseSection(states=["open"], start="open"))["case"]
    assert set(kinds_of_names()) | {f"case.{name}" for name in case.fields} <= named
    assert {"today", "value", "parameters.x", "facts.x", "tables.x.y", "given.x"} <= named


def test_each_name_and_event_of_messages_is_on_the_page():
    assert set(terms("Names in messages")) == {f"{{{{{name}}}}}" for name in (*messages.KNOWN, "answers.x", "given.x")}
    assert set(terms("Events that send a message")) == {"case.x", *messages.events()}


def test_each_thing_that_a_workflow_can_say_is_on_the_page():
    awaited = {kind for kind, fact in FACTS.items() if fact.awaited}
    assert set(terms("What a transition waits for")) == {"case.x", "state.x"} | awaited
    assert set(terms("What follows a transition")) == {"message.x", "task.x", "x"}
    who = terms("Who makes a transition")
    assert set(who) == {"applicant", "system", "role:x"}
    assert all(f"`{role}`" in who["role:x"].words for role in permissions.KNOWN_ROLES)
    effects = get_args(ClockRule.model_fields["on_expire"].annotation)
    assert set(terms("Clocks")) >= {f"unit: {unit}" for unit in get_args(Unit)} | {f"on_expire: {x}" for x in effects}
    since = [get_args(model.model_fields[name].annotation) for model, name in RETENTIONS]
    assert set(terms("Periods")) >= {f"from: {word}" for words in since for word in words}


def test_each_key_of_expect_is_on_the_page():
    known = {key for section in sections_here().values() for key in section.expect} | set(OWN)
    assert set(terms("What an example may expect")) == known


def test_each_reserved_word_is_on_the_page():
    first, second = (chapter.intro for chapter in chapters() if chapter.title == "Reserved words")
    assert [word for word in RESERVED if f"`{word}`" not in first] == []
    assert [word for word in RESERVED_BY_RULES if f"`{word}`" not in second] == []


def test_no_question_can_have_a_key_that_means_something_else_in_expressions():
    names = {name.partition(".")[0] for name in kinds_of_names()} | {*RULE_SECTIONS, "today", THE_ANSWER}
    assert (names | set(scope(CaseSection(states=["open"], start="open")))) - RESERVED == set()


def test_each_kind_of_file_is_on_the_page_with_its_keys():
    files = {name.replace("x/y", "*/*").replace("x.", "*.") for name in terms("Files of a place")}
    assert {pattern for kind in kinds().values() for pattern in kind.files[-1:]} <= files | {"parents/*/*.yaml"}
    whole = "\n".join(text_of(path) for path in (PLACE / "place.yaml", *PLACE.glob("organisations/*.yaml")))
    for kind in ("place", "organisation"):
        assert [key for key in kinds()[kind].schema()["properties"] if f"{key}:" not in whole] == []


@pytest.mark.parametrize("term", in_place(), ids=lambda term: term.name)
def test_an_example_is_a_line_of_the_example_place(term):
    assert term.slip not in ("", term.example)
    assert file_of(term).suffix in {".yaml", *(Path(name).suffix for name in LOADED)}


def slipped(folder: Path, file: Path, wrong: Sequence[Term]) -> set[str]:
    """The slips that `check` reports in the lines in which they are, each made in the first line that has room."""
    lines = text_of(file).split("\n")
    made: dict[int, Term] = {}
    for term in wrong:
        at = next((n for n, line in enumerate(lines) if term.example in line and n not in made), None)
        if at is not None:
            lines[at] = lines[at].replace(term.example, term.slip, 1)
            made[at] = term
    (folder / file.relative_to(PLACE)).write_text("\n".join(lines), encoding="utf-8")
    found = check_folder(read_folder(folder))
    told = {finding.line - 1 for finding in found if finding.severity == "error" and file.match(finding.file)}
    return {term.slip for at, term in made.items() if at in told}


@pytest.mark.parametrize(
    "file", [path for path in sorted(PLACE.rglob("*.yaml")) if "parents" not in path.parts], ids=lambda path: path.stem
)
def test_a_mistake_in_an_example_is_refused_in_its_line(file, tmp_path):
    # Several at a time: what cannot be read hides what is wrong with rules, and this what examples expect.
    left = [term for term in in_place() if file_of(term) == file]
    folder = tmp_path / "place"
    others = shutil.ignore_patterns("*.csv", "*.geojson", *(p.name for p in PLACE.glob("services/*/*") if p != file))
    shutil.copytree(PLACE, folder, ignore=others)
    while left:
        told = slipped(folder, file, left)
        assert told, [term.slip for term in left]
        left = [term for term in left if term.slip not in told]


def test_the_example_place_can_be_loaded_and_planned(db, tmp_path):
    for name, (command, *options) in LOADED.items():
        term = next(term for term in in_place() if term.name == name)
        wrong = tmp_path / name
        wrong.write_text(text_of(PLACE / name).replace(term.example, term.slip), encoding="utf-8")
        refused = CliRunner().invoke(command, [str(wrong), *options]).output
        assert "1 refused" in refused or "Error: " in refused, refused
        done = CliRunner().invoke(command, [str(PLACE / name), *options])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(plan, [str(PLACE)])
    assert done.exit_code == 0, done.output
    assert "6 to create" in done.output
