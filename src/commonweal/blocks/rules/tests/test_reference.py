"""The reference page has every operator and function; its examples give what it says."""

import pytest

from commonweal.blocks.rules.api import RuleRefused, build_rules
from commonweal.blocks.rules.cel.checking.signatures import ALL_NAMES, FUNCTIONS, MACROS, OPERATOR_WORDS
from commonweal.blocks.rules.explained import ANSWERS, DAY, KINDS, LITERALS, NOT_ANSWERED, OPERATORS
from commonweal.blocks.rules.explained import FUNCTIONS as EXPLAINED
from commonweal.blocks.rules.reference import CHAPTERS, takes

EXAMPLES = [(term.name, term.example, term.gives) for chapter in CHAPTERS for term in chapter.terms if term.gives]


@pytest.fixture(scope="module")
def rules():
    return build_rules(names=KINDS)


def test_each_operator_and_function_is_explained():
    assert set(EXPLAINED) == set(ALL_NAMES)
    assert set(OPERATORS) == set(OPERATOR_WORDS)
    for table in (EXPLAINED, OPERATORS, LITERALS):
        assert all(said.words.endswith(".") for said in table.values())


@pytest.mark.parametrize(("name", "example", "gives"), EXAMPLES)
def test_an_example_gives_what_the_page_says(rules, name, example, gives):
    evaluate = rules.evaluate(ANSWERS, on=DAY, absent=NOT_ANSWERED)
    found, wanted = evaluate(example), evaluate(gives)
    assert evaluate.failures == []
    assert (found, type(found)) == (wanted, type(wanted))
    assert rules.rule_set.compiled(example).kind == rules.rule_set.compiled(gives).kind
    assert example != gives


@pytest.mark.parametrize("name", ALL_NAMES)
def test_the_example_of_a_function_uses_it_and_a_misspelt_name_is_refused(rules, name):
    example = EXPLAINED[name].example
    assert f"{name}(" in example
    with pytest.raises(RuleRefused):
        rules.rule_set.compiled(example.replace(f"{name}(", f"{name}x("))


@pytest.mark.parametrize("name", OPERATOR_WORDS)
def test_the_example_of_an_operator_uses_it(name):
    assert all(part in OPERATORS[name].example for part in OPERATOR_WORDS[name].split())


def test_what_a_function_takes_is_said_in_words():
    assert takes(FUNCTIONS["year"]) == "date or moment → whole number"
    assert takes(FUNCTIONS["startsWith"]) == "text, text → yes or no"
    assert takes(FUNCTIONS["sum"]) == "list of money, whole number or number → the same kind"
    assert all("→" in takes(forms) for name, forms in FUNCTIONS.items() if name not in MACROS)
