"""Decision tables: cells in CEL, three hit policies, missing answers, and what the proof finds."""

import pytest

from commonweal.blocks.rules.tests.conftest import DAY
from commonweal.kernel.definition import Unknown

BAND = """
tables:
  band:
    hit: %s
    inputs: {age: person.age, tenure: tenure}
    outputs: {fee: money, label: text}
    rows:
      - {when: {age: "< 18"}, then: {fee: 0, label: "'child'"}}
      - {when: {age: ">= 18", tenure: "in ['rent', 'other']"}, then: {fee: 12.50, label: "'tenant'"}}
      - {when: {age: ">= 18", tenure: "'own'"}, then: {fee: "money(20) + income", label: "tenure"}}
    otherwise: {fee: 1, label: "'none'"}
facts: {fee: "tables.band.fee * 2"}
"""


def test_the_matching_row_gives_the_output(ask):
    text = BAND % "unique"
    assert ask("tables.band.fee", {"person.age": 17}, text=text) == 0
    assert ask("tables.band.fee", {"person.age": 18, "tenure": "rent"}, text=text) == 1250
    assert ask("tables.band.label", {"person.age": 18, "tenure": "own"}, text=text) == "own"


def test_an_output_may_be_calculated_and_used_in_facts(ask):
    answers = {"person.age": 18, "tenure": "own", "income": 5}
    assert ask("facts.fee", answers, text=BAND % "first") == 4010


def test_missing_answers_show_through(ask):
    assert ask("facts.fee", {}, text=BAND % "first") == Unknown({"person.age"})
    assert ask("facts.fee", {"person.age": 20}, text=BAND % "unique") == Unknown({"tenure"})
    assert ask("facts.fee", {"person.age": 7}, text=BAND % "unique") == 0


def test_no_row_gives_the_otherwise(ask):
    text = BAND.replace("['rent', 'other']", "['rent']") % "first"
    assert ask("tables.band.label", {"person.age": 20, "tenure": "other"}, text=text) == "none"


def test_collect_gives_a_list(ask):
    text = """
tables:
  needs:
    hit: collect
    inputs: {age: person.age}
    outputs: {paper: text}
    rows: [{when: {age: ">= 16"}, then: {paper: "'a'"}}, {when: {age: ">= 18"}, then: {paper: "'b'"}}, {then: {paper: "'c'"}}]
"""
    assert ask("tables.needs.paper", {"person.age": 17}, text=text) == ["a", "c"]
    assert ask("size(tables.needs.paper)", {"person.age": 18}, text=text) == 3


OVERLAP = """
tables:
  t:
    hit: %s
    inputs: {age: person.age}
    outputs: {n: integer}
    rows: [{when: {age: "> 5"}, then: {n: 1}}, {when: {age: "< 10"}, then: {n: 2}}]
"""


def test_two_matching_rows_break_a_unique_table(ask):
    assert "rows match: 1, 2" in ask("tables.t.n", {"person.age": 7}, text=OVERLAP % "unique").because
    assert ask("tables.t.n", {"person.age": 7}, text=OVERLAP % "first") == 1


def test_the_proof_finds_rows_that_overlap(findings):
    (finding,) = [finding for finding in findings(OVERLAP % "unique") if finding.code == "overlap"]
    assert "Rows 1 and 2 both match, for example when person.age is" in finding.message
    assert [finding.code for finding in findings(OVERLAP % "first")] == ["unused"]


def test_the_proof_accepts_rows_that_exclude_each_other(findings):
    assert [finding.code for finding in findings(BAND % "unique")] == ["unused"]


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ('"< 18"', '"< agee"', "unknown-name", ("rows", 0, "when", "age")),
        ('"< 18"', "\"< 'x'\"", "wrong-type", ("rows", 0, "when", "age")),
        ('"< 18"', '"< 0 && person.age > 5"', "never-true", ("rows", 0)),
        ("age: person.age", "age: person.agee", "unknown-name", ("inputs", "age")),
        ("{fee: 12.50, label", "{fee: \"'a'\", label", "wrong-type", ("rows", 1, "then", "fee")),
        ("label: \"'child'\"", "labels: \"'child'\"", "unknown-name", ("rows", 0, "then", "labels")),
        ('when: {age: "< 18"}', 'when: {ages: "< 18"}', "unknown-name", ("rows", 0, "when", "ages")),
        ("otherwise: {fee: 1, label: \"'none'\"}", "otherwise: {fee: 1}", "missing-output", ("otherwise",)),
        ("otherwise: {fee: 1, label", "otherwise: {fee: 1, labels", "unknown-name", ("otherwise", "labels")),
    ],
)
def test_mistakes_in_a_table_are_told_at_their_cell(findings, old, new, code, path):
    assert old in BAND
    found = findings((BAND % "first").replace(old, new))
    assert (code, ("tables", "band", *path)) in [(finding.code, finding.path) for finding in found]


def test_the_column_counts_within_the_cell(findings):
    found = findings((BAND % "first").replace('"< 18"', '"< agee"'))
    assert next(finding.column for finding in found if finding.code == "unknown-name") == 2


def test_a_cycle_through_a_table_is_found(findings):
    text = """
facts: {a: tables.t.n}
tables: {t: {inputs: {x: facts.a}, outputs: {n: integer}, rows: [{when: {x: 1}, then: {n: 2}}]}}
"""
    assert "cycle" in [finding.code for finding in findings(text)]


def test_a_row_that_an_example_matches_is_left_alone(build):
    """Nobody makes up so long a text; an answer that the definition gives as an example shows that there is one."""
    rules = build(
        "tables: {t: {hit: first, inputs: {n: size(tenure)}, outputs: {x: integer}, "
        "rows: [{when: {n: '> 70'}, then: {x: 1}}], otherwise: {x: 2}}}\nfacts: {x: tables.t.x}",
        choices={},
    )
    answers = {"tenure": "long " * 20}
    for examples, codes in (((), {"never-true", "unused"}), ([(answers, rules.evaluate(answers, on=DAY))], {"unused"})):
        assert {finding.code for finding in rules.check(examples=examples)} == codes
