"""Decision tables with a gap or an overlap are refused with answers that show it, however many rows they have."""

import pytest

from commonweal.services.definitions.proof.checking import check_source

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
parameters: {limit: {values: {2020-01-01: 300}}}
facts:
  total: a + b
  weeks: days_between(day, date('2026-01-01')) / 7
tables:
  t:
    hit: %s
    inputs: {%s}
    outputs: {r: integer}
    rows:
%s
form:
  - page: about
    title: {en: About}
    questions:
      - {key: a, type: integer, min: 0, max: 5000, label: {en: A}}
      - {key: b, type: integer, min: 0, max: 5000, label: {en: B}}
      - {key: x, type: number, min: 0, max: 5000, label: {en: X}}
      - {key: pay, type: money, label: {en: Pay}}
      - {key: day, type: date, label: {en: Day}, earliest: 2000-01-01, latest: 2026-01-01}
      - {key: yes, type: yes_no, label: {en: Yes}}
      - {key: kind, type: choice, label: {en: Kind}, options: [p, q, r]}
      - key: items
        type: repeat
        label: {en: Items}
        each: [{key: weight, type: integer, min: 0, label: {en: Weight}}]
  - page: last
    title: {en: Last}
    when: tables.t.r > 0
    questions: [{key: last, type: yes_no, label: {en: Last}}]
"""


def found(inputs, rows, hit="unique"):
    written = [f"      - {{when: {{{row}}}, then: {{r: {number + 1}}}}}" for number, row in enumerate(rows)]
    findings = check_source(SERVICE % (hit, inputs, "\n".join(written))).findings
    return [finding for finding in findings if finding.code in {"may-have-no-value", "overlap", "never-counts"}]


def bands(count, write=str, step=10):
    """Rows that divide all values from 0 into bands, the last of which has no end."""
    ends = [f'least: ">= {write(number * step)}", most: "< {write((number + 1) * step)}"' for number in range(count)]
    return [*ends, f'least: ">= {write(count * step)}"']


BANDS = {
    "a whole number": ("a", str),
    "a number": ("x", lambda number: f"{number / 4}"),
    "money": ("pay", lambda number: f"money({number})"),
    "a sum of answers": ("facts.total", str),
    "a sum of rows": ("'sum(items.map(i, i.weight))'", str),
}


@pytest.mark.parametrize("column", BANDS)
def test_bands_are_complete_with_each_of_them_and_incomplete_without(column):
    name, write = BANDS[column]
    inputs = f"least: {name}, most: {name}"
    rows = bands(14, write)
    assert found(inputs, rows) == []
    (finding,) = found(inputs, [*rows[:11], *rows[12:]])
    assert "no row matches" in finding.message


@pytest.mark.parametrize("column", ["a whole number", "a sum of answers"])
def test_bands_that_overlap_in_one_value_are_found(column):
    name, write = BANDS[column]
    rows = bands(14, write)
    rows[11] = rows[11].replace('most: "<', 'most: "<=')
    (finding,) = found(f"least: {name}, most: {name}", rows)
    assert "several rows match: 12, 13" in finding.message


def test_the_one_field_of_a_grid_that_is_missing_is_found():
    inputs = "least: a, most: a, low: b, high: b, kind: kind"
    others = [row.replace("least", "low").replace("most", "high") for row in bands(2)]
    pairs = [f"{one}, {other}" for one in bands(3) for other in others]
    rows = [f'{pair}, kind: "{kind}"' for pair in pairs for kind in ("in ['p', 'q']", "'r'")]
    assert found(inputs, rows) == []
    (finding,) = found(inputs, [*rows[:15], *rows[16:]])
    assert "kind is 'r', b is 10, a is 20" in finding.message


def test_a_day_between_two_rows_is_found():
    rows = ["day: \"< date('2015-05-05')\"", "day: \"> date('2015-05-05')\""]
    (finding,) = found("day: day", rows)
    assert "day is 2015-05-05" in finding.message
    assert found("day: day", [rows[0], rows[1].replace(">", ">=")]) == []


def test_a_value_between_two_decimals_is_found():
    (finding,) = found("x: x", ['x: "<= 7.005"', 'x: ">= 7.006"'])
    assert "x is 7.0055" in finding.message
    assert found("a: a", ['a: "<= 7"', 'a: ">= 8"']) == []  # there is no whole number between


def test_a_parameter_is_a_boundary_as_it_is_on_the_day():
    (finding,) = found("a: a", ['a: "< parameters.limit"', 'a: "> parameters.limit"'])
    assert "a is 300" in finding.message


@pytest.mark.parametrize(
    ("rows", "never"),
    [
        (['a: "> 3"', 'a: "> 5"', 'a: "<= 3"'], [1]),
        (['a: "> 5"', 'a: "> 3"', 'a: "<= 3"'], []),
        (["yes: true", 'a: "> 5"', "yes: false"], []),
        (["yes: true", "yes: false", 'a: "> 5"'], [2]),
        (["kind: \"in ['p', 'q']\"", "kind: \"'r'\"", 'kind: "-"'], [2]),
        (["kind: \"'p'\"", "kind: \"!= 'p'\"", "kind: \"'q'\""], [2]),
        (['total: "> 9"', 'total: "> 20"', 'total: "<= 9"'], []),  # of a sum not every value is tried
    ],
)
def test_a_row_before_which_others_match_everywhere_is_reported(rows, never):
    findings = found("a: a, yes: yes, kind: kind, total: facts.total", rows, hit="first")
    assert [(each.code, each.severity) for each in findings] == [("never-counts", "warning")] * len(never)
    assert [each.path[3] for each in findings] == never
