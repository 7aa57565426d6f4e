"""What `check` says about mistakes in the notation: in plain words, at the line of the mistake, with what to write."""

import copy
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from commonweal.kernel import patterns
from commonweal.services.definitions.commands import check
from commonweal.services.definitions.language.assembling import Refused, assemble
from commonweal.services.definitions.language.schema import service_schema
from commonweal.services.definitions.place_files.folder import check_folder, kinds, read_folder
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.source.reading import read_text

EXAMPLES = Path(__file__).resolve().parents[5] / "docs/examples/reference/services/riverton-council"
# What pydantic, the YAML library and the CEL library say by themselves.
RAW = re.compile(
    r"Input should|Value error|Field required|valid (?:string|dictionary|decimal)|<block|<scalar>|Datetimes"
)
WRONG = cycle(
    ["£12", "1,900", 3.25, -1, 10**15, True, None, [], {"a": 1}, "2026-05-02T10:30", "31/12/2026", "", "Ann Lee"]
)


@pytest.fixture(scope="module", autouse=True)
def language():
    """All sections are read, so that their patterns are known."""
    return service_schema()


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ("a: {en: Where, please, is it?, cy: Ble?}", 1, "A comma ended", '"Where, please, is it?"'),
        ("a: {en: Up to £5,000 to mend it., cy: x}", 1, "A comma ended", '"Up to £5,000 to mend it."'),
        ("a: {reference: Act 1990, section 45}", 1, "A comma ended", '"Act 1990, section 45"'),
        ("a: {max: 1,000,000, min: 1}", 1, "A comma ended", "without commas: 1000000."),
        ("a: {2026-04-01: 1,900}", 1, "A comma ended", "without commas: 1900."),
        ("a:\n  - key: x\n      type: y\n", 3, "indented further", "Indent it by 4 blanks"),
        ("a:\n  b:\n    c: 1\n   d: 1\n", 4, "does not fit the indentation", "Begin it below"),
        ("a:\n  b: 1\n  - c\n", 3, "does not fit the indentation", "Begin it below"),
        ('a: "open\nb: 1\nc: "closed"\n', 1, "opened here are closed in a later line", "Close them"),
        ("a: {b: 1\n", 2, "brackets are opened", "Close every {"),
        ("a: {{case.reference}} is yours", 1, "cannot begin with a bracket", '"{{case.reference}} is yours"'),
        ("when: !(bin == 'garden')", 1, "exclamation mark", "\"!(bin == 'garden')\""),
        ("a: *\n", 1, "cannot begin with *", "quotation marks"),
        ("a: {b: , c: 1}\nb: {d: e: 1}", 2, "a colon and a blank", "quotation marks"),
    ],
)
def test_a_mistake_of_yaml_is_named_once_at_its_line(text, line, message, remedy):
    (finding,) = read_text(text).findings

    assert (finding.line, message in finding.message, remedy in finding.remedy) == (line, True, True), finding


def test_a_key_in_braces_may_have_no_value():
    assert read_text("{a: , b: {c: , d: 1}}").document == {"a": None, "b": {"c": None, "d": 1}}


@pytest.mark.parametrize(
    ("regex", "written", "meant"),
    [
        ("(applicant|system|role:", "officer", "role:officer"),
        ("(applicant|system|role:", "role: officer", "role:officer"),
        ("(applicant|system|role:", "resident", "applicant"),
        ("(reason|note|answer", "resaon", "reason"),
        ("(reason|note|answer", "visit_on", "answer.visit_on"),
        ("^[a-z0-9]+(-[a-z0-9]+)*$", "Eastmere Council", "eastmere-council"),
        ("^[a-z][a-z0-9_]{0,59}$", "Due on", "due_on"),
        ("^[a-z_]+(\\.[a-z_]+)+$", "emptied", "case.emptied"),
        ("^[a-z][a-z0-9_]*(\\.", "offered", "state.offered"),
        ("^facts", "income", "facts.income"),
        ("^[1-9][0-9]{0,3} (days", "3 Months", "3 months"),
    ],
)
def test_what_was_meant_by_a_name_that_does_not_fit(regex, written, meant):
    whole = next((known for known in patterns.known() if regex in known), regex)

    assert patterns.meant(whole, written) == meant


def test_every_pattern_of_the_language_has_words():
    schemas = [kind.schema() for kind in kinds().values() if kind.schema is not None]
    found = {value for schema in schemas for value in _patterns(schema)}

    without = {each for each in found if not patterns.in_words(each) and not each.startswith("^(?!^[-+.]*$)")}

    assert len(found) > 10
    assert without == set()


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for value in schema.values():
            yield from _patterns(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _patterns(value)


@pytest.mark.parametrize("name", ["allotment", "green-bin"])
def test_no_wrong_value_is_refused_in_the_words_of_a_library(name):
    document = read_text((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")).document
    refusals = 0
    for path in list(_scalars(document)):
        broken = copy.deepcopy(document)
        here = broken
        for part in path[:-1]:
            here = here[part]
        here[path[-1]] = next(WRONG)
        try:
            assemble(broken)
        except Refused as refused:
            refusals += 1
            for finding in refused.findings:
                assert not RAW.search(f"{finding.message} {finding.remedy}"), finding
                assert re.search(r"[.?!…]$", finding.remedy), finding
    assert refusals > 50


def _scalars(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if path and not isinstance(value, dict | list) and "examples" not in path:
        yield path
    for key, each in inside:
        yield from _scalars(each, (*path, key))


@pytest.mark.parametrize("value", ["£20000", '"20,000"', "50%", "a lot"])
def test_an_amount_that_is_none_is_told_at_its_own_line(value):
    text = (EXAMPLES / "allotment.yaml").read_text(encoding="utf-8")
    broken = text.replace(
        "income_limit: {unit: GBP, values: {2026-04-01: 20000}",
        f"income_limit:\n    unit: GBP\n    values: {{2026-04-01: {value}}}\n    title: {{en: x}}\n  other: {{values: {{2026-04-01: 1}}",
        1,
    )
    line = next(number for number, words in enumerate(broken.splitlines(), start=1) if value in words)

    (finding,) = check_source(broken).findings

    assert finding.line == line
    assert "is not an amount of GBP" in finding.message
    assert finding.remedy == "Write a number such as 12.50."


def test_a_key_that_does_not_fit_is_called_a_key():
    text = (EXAMPLES / "allotment.yaml").read_text(encoding="utf-8")

    (finding,) = check_source(text.replace("values: {2026-04-01: 20000}", "values: {1 April 2026: 20000}", 1)).findings

    assert finding.message == "A key here must be a day such as 2026-05-02, not '1 April 2026'."
    assert finding.remedy == "Write the year first: 2026-05-02."


@pytest.mark.parametrize(
    ("place", "code", "remedy"),
    [
        ("services/county/green-bin.yaml", "wrong-folder", "Move the file to services/riverton-council, or write"),
        ("services/Riverton Council/bin.yaml", "wrong-folder", "Move the file to services/riverton-council."),
        ("services/riverton-council/bin.yml", "stray-file", "Move it to services/riverton-council/bin.yaml."),
        ("green-bin.yaml", "stray-file", "Move it to services/riverton-council/green-bin.yaml."),
        ("service/bin.yaml", "stray-file", "Move it to services/riverton-council/green-bin.yaml."),
        ("services/riverton-council/bin.yaml", None, ""),
        ("services/bin.yaml", None, ""),
    ],
)
def test_a_service_in_the_wrong_folder_is_refused_with_the_right_one(tmp_path, place, code, remedy):
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((EXAMPLES / "green-bin.yaml").read_text(encoding="utf-8"), encoding="utf-8")

    codes = {"wrong-folder", "stray-file"}
    found = [finding for finding in check_folder(read_folder(tmp_path)) if finding.code in codes]

    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.severity == "error" for finding in found)
    assert all(remedy in finding.remedy for finding in found)


@pytest.mark.parametrize("name", ["organisations/riverton-council.yaml", "place.yaml"])
def test_a_file_of_another_kind_that_is_checked_alone_is_named(name):
    result = CliRunner().invoke(check.command, [str(EXAMPLES.parents[1] / name)])

    assert result.exit_code == 1
    assert "not of a service. Check the folder of the place" in result.output
    assert result.output.count("error:") == 1
