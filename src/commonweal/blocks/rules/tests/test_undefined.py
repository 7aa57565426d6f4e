"""Answers for which a rule has no value are found, whatever keeps it from having one."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from commonweal.blocks.rules.api import Rules, build_rules
from commonweal.blocks.rules.cel.checking.signatures import FUNCTIONS
from commonweal.blocks.rules.cel.tree import Call, walk
from commonweal.blocks.rules.evaluation import RUN
from commonweal.blocks.rules.proof.undefined import PARTIAL, Finder
from commonweal.blocks.rules.tests.conftest import DAY
from commonweal.kernel.budget import within
from commonweal.kernel.definition import Expression, NoValue
from commonweal.kernel.values import (
    ANY,
    BOOLEAN,
    DATE,
    INTEGER,
    MONEY,
    NUMBER,
    TEXT,
    TIMESTAMP,
    AnswerRange,
    ListOf,
    ValueType,
)

# Answers with which a function may have no value, by their kind.
ANSWERS = {
    TEXT: ["", "soon", "2026-02-30"],
    INTEGER: [0, -1, 10**6, 10**7],
    NUMBER: [0.0, -1.5],
    MONEY: [0, -1, 100],
    BOOLEAN: [True, False],
    DATE: ["1900-01-01", "2026-05-06", "2200-12-31"],
    TIMESTAMP: ["1900-01-01T00:00:00Z", "2200-12-31T23:59:59Z"],
    ListOf(TEXT): [[], ["a"]],
    ListOf(INTEGER): [[], [0, 3]],
    ListOf(NUMBER): [[], [1.5]],
    ListOf(MONEY): [[], [100]],
}
# Expressions in which an operator, or a function that others are written with, is given answers of these kinds.
WRITTEN = [
    ("a / b", INTEGER, INTEGER),
    ("a % b", INTEGER, INTEGER),
    ("a / b", NUMBER, NUMBER),
    ("a / b", MONEY, INTEGER),
    ("a / b", MONEY, NUMBER),
    ("a / b", MONEY, MONEY),
    ("a[b]", ListOf(TEXT), INTEGER),
    ("a + days(b)", DATE, INTEGER),
    ("a + months(b)", DATE, INTEGER),
    ("a - years(b)", DATE, INTEGER),
    ("a + working_days(b)", DATE, INTEGER),
    ("working_days(a)", INTEGER),
    ("date('2026-05-06') + months(a)", INTEGER),
    ("date('2026-05-06') + working_days(a)", INTEGER),
]


def calls() -> Iterator[tuple[str, dict[str, ValueType]]]:
    """Expressions that call each function with answers, and the kinds of these; spans are no answers."""
    for source, *kinds in WRITTEN:
        yield source, dict(zip("ab", kinds, strict=False))
    for name, forms in FUNCTIONS.items():
        for form in forms:
            kinds = [ListOf(TEXT) if kind == ListOf(ANY) else kind for kind in form.takes]
            spans = name in {"months", "years", "working_days", "matches"}
            if not spans and all(kind in ANSWERS for kind in kinds):
                own = "ab"[: len(kinds)]
                source = f"a.{name}({', '.join(own[1:])})" if form.member else f"{name}({', '.join(own)})"
                yield source, dict(zip(own, kinds, strict=True))


def lacks_value(rules: Rules, source: str, names: dict[str, ValueType]) -> bool:
    """Whether the expression has no value for some of the answers."""
    tried = (dict(zip(names, chosen, strict=True)) for chosen in product(*(ANSWERS[kind] for kind in names.values())))
    return any(isinstance(rules.evaluate(answers, on=DAY)(source), NoValue) for answers in tried)


def test_a_function_without_a_value_for_some_answers_is_found_by_the_search():
    partial: set[str] = set()
    missed = []
    for source, names in calls():
        rules = build_rules(names=names)
        if lacks_value(rules, source, names):
            compiled = rules.rule_set.compiled(source)
            partial |= {node.function for node in walk(compiled.tree) if isinstance(node, Call)}
            if next(Finder(rules.rule_set, DAY, {}).without_value(source, compiled), None) is None:
                missed.append((source, names))
    assert missed == []
    assert partial >= set(PARTIAL)


LETTERS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
PAIR = "one == '{one}' && other == '{other}'"
ALONE = {
    "a rule": ("", "100 / ({pair} ? 0 : 1) > 1"),
    "a fact": ('facts: {{part: "100 / ({pair} ? 0 : 1)"}}', "facts.part > 1"),
    "a fact of facts": (
        "facts: {{both: \"{pair}\", part: '100 / (facts.both ? 0 : 1)', half: facts.part / 2}}",
        "facts.half > 1",
    ),
    "a table": (
        "tables:\n  t:\n    hit: first\n    inputs: {{one: one, other: other}}\n    outputs: {{n: integer}}\n"
        "    rows: [{{when: {{one: \"!= '{one}'\"}}, then: {{n: 1}}}}, {{when: {{other: \"!= '{other}'\"}}, then: {{n: 2}}}}]",
        "tables.t.n > 1",
    ),
    "a table with a column of both": (
        "tables: {{t: {{inputs: {{both: \"one + other == '{one}{other}'\"}}, outputs: {{n: integer}}, rows: [{{when: {{both: false}}, then: {{n: 1}}}}]}}}}",
        "tables.t.n > 1",
    ),
}


@pytest.mark.parametrize("where", ALONE)
def test_the_one_pair_of_answers_without_a_value_is_found_among_a_hundred(build, where):
    """What decides is tried with each other as a whole; three more answers are read, and matter to nothing."""
    text, rule = ALONE[where]
    names = {"one": TEXT, "other": TEXT, "paid": BOOLEAN, "old": BOOLEAN, "n": INTEGER}
    for one, other in zip(LETTERS, "ghbjciadfe", strict=True):
        pair = PAIR.format(one=one, other=other)
        rules = build(
            text.format(pair=pair, one=one, other=other), names=names, choices={"one": LETTERS, "other": LETTERS}
        )
        source = f"(paid || !paid) && (old || !old) && n < n + 1 && {rule.format(pair=pair)}"
        found = next(Finder(rules.rule_set, DAY, {}).without_value(source, rules.rule_set.compiled(source)), None)
        assert found is not None
        assert (found.answers["one"], found.answers["other"]) == (one, other)


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("today > date('2999-01-01') && 100 / adults > 1", True),  # as it will be then
        ("today < date('2020-01-01') && 100 / adults > 1", False),  # nobody is asked any more
        ("adults == 0 || (today > date('2018-01-01') && 100 / adults > parameters.past)", False),  # it began since
    ],
)
def test_the_day_of_asking_is_today_or_later(findings, source, refused):
    found = findings("parameters: {past: {values: {2020-01-01: 5}}}", [Expression(("when",), source)], today=DAY)
    assert ("may-have-no-value" in {finding.code for finding in found}) is refused


@pytest.mark.parametrize(
    ("kind", "ends", "literal"),
    [
        (INTEGER, (100, 200), "%d"),
        (MONEY, (100, 200), "money('%d')"),
        (NUMBER, (100.0, 200.0), "%d.0"),
        (DATE, (date(2026, 1, 1), date(2027, 1, 1)), "date('%d-06-01')"),
    ],
    ids=lambda each: getattr(each, "name", None),
)
@pytest.mark.parametrize("complete", [True, False])
def test_a_table_has_rows_for_all_that_can_be_answered_and_needs_none_for_more(build, kind, ends, literal, complete):
    """Its cells mention only what nobody can answer."""
    low, high = (2000, 2050) if kind == DATE else (1, 300)
    cells = [f">= {literal % low}"] if complete else [f"< {literal % low}", f"> {literal % high}"]
    rows = ", ".join(f'{{when: {{a: "{cell}"}}, then: {{n: 1}}}}' for cell in cells)
    rules = build(f"tables: {{t: {{inputs: {{a: a}}, outputs: {{n: integer}}, rows: [{rows}]}}}}", names={"a": kind})
    finder = Finder(rules.rule_set, DAY, {"a": AnswerRange(*ends)})
    found = finder.without_value("tables.t.n", rules.rule_set.compiled("tables.t.n"))
    assert (next(found, None) is None) is complete


@pytest.mark.parametrize(
    "source",
    [
        "born > date('2020-01-01') && born < today",
        "moved > timestamp('2026-01-01T00:00:00Z')",
        "years_between(born, today) > 17",
        "weekday(born) == 1",
    ],
)
def test_a_rule_about_days_is_not_searched_for_texts_that_are_none(build, source):
    rules = build()
    compiled = rules.rule_set.compiled(source)
    with within(10**9) as budget:
        assert list(Finder(rules.rule_set, DAY, {}).without_value(source, compiled)) == []
    assert budget.spent < RUN


def test_nothing_is_tried_where_all_that_a_rule_depends_on_always_has_a_value(build):
    """That is looked at once: a second rule on the same fact costs nothing."""
    rules = build("facts: {part: 100 / adults}")
    finder = Finder(rules.rule_set, DAY, {"adults": AnswerRange(1, 9)})
    spent = []
    for source in ("facts.part > 1", "facts.part > 2"):
        compiled = rules.rule_set.compiled(source)
        with within(10**9) as budget:
            assert list(finder.without_value(source, compiled)) == []
        spent.append(budget.spent)
    assert spent[0] > RUN > spent[1]


@pytest.mark.parametrize(
    "table",
    [
        "hit: unique, inputs: {a: adults}, otherwise: {n: 2}",
        "hit: first, inputs: {a: adults * adults}, otherwise: {n: 2}",
        "hit: collect, inputs: {a: adults * adults}",
    ],
)
def test_a_table_that_needs_no_row_is_not_searched_for_answers_without_one(build, table):
    rules = build(
        f"tables: {{t: {{{table}, outputs: {{n: integer}}, rows: [{{when: {{a: '< 5'}}, then: {{n: 1}}}}]}}}}"
    )
    source = "tables.t.n == tables.t.n"
    compiled = rules.rule_set.compiled(source)
    list(Finder(rules.rule_set, DAY, {}).without_value(source, compiled))  # compiles all that is behind
    finder = Finder(rules.rule_set, DAY, {})
    finder.regions("t")
    with within(10**9) as budget:
        assert list(finder.without_value(source, compiled)) == []
    assert budget.spent < RUN
