"""Answers for which a rule has no value are found, whatever keeps it from having one."""

from collections.abc import Iterator
from itertools import product

import pytest

from commonweal.blocks.rules.api import World, environment
from commonweal.blocks.rules.cel.signatures import FUNCTIONS
from commonweal.blocks.rules.cel.tree import Call, walk
from commonweal.blocks.rules.tests.conftest import DAY
from commonweal.blocks.rules.undefined import PARTIAL, Finder
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
    ListOf,
    ValueType,
)

# Answers with which a function may have no value, by their kind.
ANSWERS = {
    TEXT: ["", "soon", "2026-02-30"],
    INTEGER: [0, -1, 10**6],
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


def lacks_value(world: World, source: str, names: dict[str, ValueType]) -> bool:
    """Whether the expression has no value for some of the answers."""
    tried = (dict(zip(names, chosen, strict=True)) for chosen in product(*(ANSWERS[kind] for kind in names.values())))
    return any(isinstance(world.evaluate(answers, on=DAY)(source), NoValue) for answers in tried)


def test_a_function_without_a_value_for_some_answers_is_found_by_the_search():
    partial: set[str] = set()
    missed = []
    for source, names in calls():
        world = environment(names=names)
        if lacks_value(world, source, names):
            compiled = world.compiled(source)
            partial |= {node.function for node in walk(compiled.tree) if isinstance(node, Call)}
            if next(Finder(world, DAY, {}).without_value(source, compiled), None) is None:
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
}


@pytest.mark.parametrize("where", ALONE)
def test_the_one_pair_of_answers_without_a_value_is_found_among_a_hundred(build, where):
    """What decides is tried with each other as a whole; three more answers are read, and matter to nothing."""
    text, rule = ALONE[where]
    names = {"one": TEXT, "other": TEXT, "paid": BOOLEAN, "old": BOOLEAN, "n": INTEGER}
    for one, other in zip(LETTERS, "ghbjciadfe", strict=True):
        pair = PAIR.format(one=one, other=other)
        world = build(
            text.format(pair=pair, one=one, other=other), names=names, choices={"one": LETTERS, "other": LETTERS}
        )
        source = f"(paid || !paid) && (old || !old) && n < n + 1 && {rule.format(pair=pair)}"
        found = next(Finder(world, DAY, {}).without_value(source, world.compiled(source)), None)
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
