"""The commands that need no database: checking a folder or a file, and the schema for editors."""

import json
import os
import subprocess
import sys

import jsonschema_rs
import pytest

from commonweal.services.definitions.language.schema import service_schema
from commonweal.services.definitions.source.reading import read_text
from commonweal.services.definitions.tests.conftest import SAMPLE


def check(*arguments: str, **more: str):
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return subprocess.run(
        [sys.executable, "-m", "commonweal.site.command", "check", *arguments],
        env={**kept, **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_folder_is_checked_where_nothing_is_configured_and_no_database_answers():
    done = check(str(SAMPLE), "--json", COMMONWEAL_DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], said["documents"]) == (0, True, 4)


def test_a_file_with_a_mistake_leaves_with_status_one_and_says_where(tmp_path, text):
    file = tmp_path / "s.yaml"
    file.write_text(text.replace("size(items)", "size(itemz)"))
    done = check(str(file))
    assert done.returncode == 1
    line = next(row for row in done.stderr.splitlines() if ": error:" in row)
    assert line.startswith(f"{file}:")
    assert "itemz" in line
    assert "1 document checked" in done.stderr


def test_the_schema_takes_the_sample_and_refuses_a_mistyped_key(text):
    validator = jsonschema_rs.validator_for(service_schema())
    document = read_text(text).document
    assert validator.is_valid(document)
    assert not validator.is_valid({**document, "tittle": {}})
    assert not validator.is_valid({**document, "form": [{"pge": "x"}]})


@pytest.mark.parametrize("key", ["service", "schema", "offered_by", "title"])
def test_the_schema_needs_what_every_service_needs(text, key):
    document = {name: value for name, value in read_text(text).document.items() if name != key}
    assert not jsonschema_rs.validator_for(service_schema()).is_valid(document)


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["lines", "json"])
def test_warnings_are_left_out_where_that_is_said_in_either_form(tmp_path, text, form):
    file = tmp_path / "s.yaml"
    file.write_text(text.replace("assurance: none", "assurance: none\nhard_close: 2020-01-01"))
    warning = "This closed on 2020-01-01"
    said, quiet = check(str(file), *form), check(str(file), *form, "--quiet")
    assert warning in said.stdout + said.stderr
    assert warning not in quiet.stdout + quiet.stderr
    assert said.returncode == quiet.returncode
