"""A newcomer adds a block by one command, and edits no other file."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commonweal.site.skeleton import fault_in_name

REPOSITORY = Path(__file__).parents[1]
SERVICE = """\
service: umbrellas
schema: 1
offered_by: eastmere-council
title: {en: Ask for an umbrella, cy: Gofyn am ymbarél}
lost_property: {words: {en: We look for it., cy: Rydym yn chwilio amdano.}, when: person.age >= 18}
examples:
  - {name: a grown-up, given: {person: {age: 30}}, expect: {lost_property: true}}
  - {name: a child, given: {person: {age: 8}}, expect: {lost_property: false}}
"""


def run(copy: Path, *arguments: str, expected: int = 0, **more: str) -> str:
    """What a program of the copy says; `more` are variables of its environment."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**kept, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1", **more},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


def command(copy: Path, *arguments: str, expected: int = 0, **more: str) -> str:
    return run(copy, "-m", "commonweal.site.command", *arguments, expected=expected, **more)


def prints(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the package in which a newcomer has just run the command."""
    folder = tmp_path_factory.mktemp("newcomer")
    ignored = shutil.ignore_patterns("__pycache__", "tests", "data", "vendor")
    shutil.copytree(REPOSITORY / "src", folder / "src", ignore=ignored)
    # Skeletons hold a folder `tests` of their own, which the pattern above leaves out.
    skeletons = Path("src/commonweal/site/skeletons")
    shutil.copytree(REPOSITORY / skeletons, folder / skeletons, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    before = prints(folder)
    command(folder, "new", "block", "lost_property")
    after = prints(folder)
    assert {path: after[path] for path in before} == before
    new = {path for path in after if path not in before}
    assert all(path.startswith("src/commonweal/blocks/lost_property/") for path in new)
    return folder


@pytest.mark.slow
def test_it_appears_on_its_page_in_the_api_and_in_the_language(copy):
    said = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "src/commonweal/blocks/lost_property")
    assert "3 passed" in said or said.startswith("...")


def test_its_section_is_checked_and_its_examples_run(copy, tmp_path):
    file = tmp_path / "umbrellas.yaml"
    file.write_text(SERVICE)
    assert "0 errors" in command(copy, "check", str(file))
    file.write_text(SERVICE.replace("words:", "wrods:"))
    assert "Did you mean 'words'?" in command(copy, "check", str(file), expected=1)
    file.write_text(SERVICE.replace("lost_property: false", "lost_property: true"))
    assert "The example 'a child' fails" in command(copy, "check", str(file), expected=1)
    assert '"lost_property"' in command(copy, "schema")


def test_it_is_in_the_style_of_the_house(copy):
    folder = "src/commonweal/blocks/lost_property"
    run(copy, "-m", "ruff", "check", "--no-cache", folder)
    run(copy, "-m", "ruff", "format", "--no-cache", "--check", folder)


def test_switched_off_it_is_gone_from_the_language(copy, tmp_path):
    file = tmp_path / "umbrellas.yaml"
    file.write_text(SERVICE)
    said = command(copy, "check", str(file), expected=1, COMMONWEAL_CAPABILITIES_OFF="blocks.lost_property")
    assert "belongs to the lost_property block, which is switched off in this place" in said


@pytest.mark.parametrize("name", ["forms", "portal", "Lost", "lost-property", "1st", "a" * 31, "../x", "x__y", ""])
def test_a_name_that_cannot_be_is_refused_with_the_reason(name):
    assert fault_in_name(name, "", REPOSITORY / "src" / "commonweal")


def test_a_refused_name_writes_nothing_and_leaves_with_status_one(copy):
    assert "cannot be the name of a block" in command(copy, "new", "block", "forms", expected=1)
