"""The guides say what is so: their files check, their commands exist, their tests and settings are real."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from commonweal.services.definitions.commands.check import command as check_command
from commonweal.services.definitions.language.schema import service_schema
from commonweal.site.command import command_files
from commonweal.site.operations.checkup import QUESTIONS
from commonweal.site.reference.guide import markdown
from commonweal.site.settings import environment

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *DOCS.glob("decisions/*.md"), *REPOSITORY.glob("*.md")])
EXAMPLES = sorted((DOCS / "examples").glob("*/services"))
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def sources() -> str:
    """All test files as one text."""
    files = [path for folder in ("src", "tests") for path in (REPOSITORY / folder).rglob("test_*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def commands_in(page: Path) -> list[list[str]]:
    """Every `commonweal …` line of a page, split into words."""
    lines = re.findall(r"^    (?:\S*/)?commonweal ([a-z].*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line.partition(" > ")[0].partition("  #")[0]) for line in lines]


@pytest.mark.parametrize("folder", EXAMPLES, ids=name_of)
def test_an_example_of_the_guides_checks_without_a_finding(folder):
    done = CliRunner().invoke(check_command, [str(folder.parent)])
    assert done.exit_code == 0, done.output
    warned = [line for line in done.output.splitlines() if ": warning: " in line]
    # The reference place shows all that can be written, also what no other organisation can be asked for yet.
    assert [line.rpartition(" ")[2] for line in warned] == ["[never-known]"] * (folder.parent.name == "reference")
    assert "0 errors" in done.output


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_blocks_of_yaml_and_python_in_a_page_can_be_read(page):
    for language, source in FENCED.findall(page.read_text(encoding="utf-8")):
        if language == "yaml":
            yaml.safe_load(source)
        if language == "python":
            compile(source, name_of(page), "exec")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_of_a_page_lead_somewhere(page):
    text = re.sub(FENCED, "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def test_every_decision_has_a_number_of_its_own_and_says_it():
    numbers = {}
    for page in sorted(DOCS.glob("decisions/*.md")):
        number = page.name.partition("-")[0]
        assert numbers.setdefault(number, page.name) == page.name
        assert page.read_text(encoding="utf-8").startswith(f"# {int(number)}. "), page.name
    assert len(numbers) > 10


@pytest.mark.parametrize("page", [page for page in PAGES if commands_in(page)], ids=name_of)
def test_commands_of_a_page_exist_with_the_options_that_it_names(page):
    for words in commands_in(page):
        name = " ".join(words[:2]) if " ".join(words[:2]) in command_files() else words[0]
        assert name in command_files(), words
        source = command_files()[name].read_text(encoding="utf-8")
        for word in words:
            if word.startswith("--"):
                assert f'"{word}' in source, (name, word)


def test_every_test_that_the_threat_model_names_exists():
    known = set(re.findall(r"def (test_\w+)", sources()))
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "threat-model.md").read_text(encoding="utf-8")))
    assert len(named) > 50
    assert named - known == set()


def test_every_threat_names_a_test():
    rows = re.findall(r"^\| [STRIDE] \|.*$", (DOCS / "threat-model.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) >= 30
    assert [row for row in rows if "`test_" not in row] == []


def test_the_reference_of_the_language_is_what_the_schema_says():
    written = (DOCS / "definition-language.md").read_text(encoding="utf-8")
    assert written == markdown(service_schema()), "run: commonweal language-guide > docs/definition-language.md"


def test_every_key_of_the_language_is_in_the_reference():
    schema = service_schema()
    written = (DOCS / "definition-language.md").read_text(encoding="utf-8")
    keys = set(schema["properties"])
    for model in schema["$defs"].values():
        for shape in (model, *model.get("anyOf", ())):
            keys |= set(shape.get("properties", {}))
    assert [key for key in sorted(keys) if f"`{key}`" not in written] == []


def test_every_setting_is_in_the_table_of_operations():
    # The settings of the suite are those of a place: loading them has asked for each.
    read = environment.KNOWN
    table = (DOCS / "operations.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`COMMONWEAL_([A-Z_]+)`", table))
    assert len(read) > 30
    assert (read - listed, listed - read) == (set(), set())


def test_everything_that_the_doctor_asks_is_in_the_guide_to_a_real_place():
    said = " ".join((DOCS / "real-place.md").read_text(encoding="utf-8").split())
    assert f"It asks for {', '.join(QUESTIONS)}".lower().replace(", virus", " and virus") in said.lower()


def test_settings_of_the_example_environment_exist():
    example = (REPOSITORY / "deploy" / "commonweal.env.example").read_text(encoding="utf-8")
    table = (DOCS / "operations.md").read_text(encoding="utf-8")
    for name in re.findall(r"^(COMMONWEAL_[A-Z_]+)=", example, re.MULTILINE):
        assert f"`{name}`" in table


def test_the_first_page_is_short_and_its_picture_small():
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) < 60
    assert (DOCS / "pictures" / "home.png").stat().st_size < 200_000


MAP = (DOCS / "architecture.md").read_text(encoding="utf-8").partition("## I want to change")[2].partition("\n## ")[0]
ROWS = [line.strip("| ").split(" | ") for line in MAP.splitlines() if line.startswith("| ")][1:]


def test_the_map_of_the_house_has_thirty_changes_and_names_files_that_exist():
    assert len(ROWS) >= 30
    missing = []
    for change, where in ROWS:
        paths = [path for path in re.findall(r"`([^`]+)`", where) if "/" in path and not path.startswith("jinja2")]
        assert paths, f"{change}: no file is named"
        missing += [f"{change}: {path}" for path in paths if not (REPOSITORY / "src" / "commonweal" / path).exists()]
    assert missing == []
