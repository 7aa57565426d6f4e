"""The parts of an import: conditions, the ways from page to page, keys, and the words of a page."""

import pytest

from commonweal.blocks.forms.importers.conditions import FALSE, TRUE, Chosen, Compared, Is, either, every, negation
from commonweal.blocks.forms.importers.graph import END, Graph, Way
from commonweal.blocks.forms.importers.keys import Keys, key_from
from commonweal.blocks.forms.importers.markdown import markdown_from
from commonweal.blocks.forms.importers.reading import STEPS_OF_IMPORT
from commonweal.blocks.forms.importers.refusal import Refused
from commonweal.kernel.budget import UsedUp, within
from commonweal.kernel.testing.calls import calls_of

YES, NO = Is("q", True), Is("q", False)


def test_conditions_are_as_short_as_may_be():
    assert every(TRUE, YES) == YES
    assert every(YES, negation(YES)) == FALSE
    assert either(YES, negation(YES)) == TRUE
    assert either() == FALSE
    assert negation(negation(YES)) == YES


def test_conditions_write_cel_in_which_no_answer_is_null():
    condition = every(Chosen("l", "it's"), either(Compared("n", ">", 2), Is("t", "a\\b")))
    assert condition.cel() == ("(l != null && l.exists(v, v == 'it\\'s')) && ((n != null && n > 2.0) || t == 'a\\\\b')")


def rows(graph):
    return [(row.name, row.when.cel()) for row in graph.rows()]


def test_a_branch_that_comes_together_again_leaves_no_trace_on_what_follows():
    ways = {
        "a": [Way("b", YES), Way("c")],
        "b": [Way("c")],
        "c": [Way("d")],
        "d": [Way(END)],
    }
    graph = Graph("a", ways, {"a": ["q"]}, [])
    assert rows(graph) == [("a", "true"), ("b", "q == true"), ("c", "true"), ("d", "true")]


def test_what_follows_an_exit_needs_no_condition():
    ways = {"a": [Way("bye", NO), Way("b")], "bye": [Way(END)], "b": [Way(END)]}
    graph = Graph("a", ways, {"a": ["q"]}, ["bye"])
    assert rows(graph) == [("a", "true"), ("bye", "q == false"), ("b", "true")]


def test_pages_of_one_branch_share_its_condition():
    ways = {
        "a": [Way("b", YES), Way("x")],
        "b": [Way("c", Is("r", "1")), Way("d")],
        "c": [Way("d")],
        "d": [Way("e")],
        "x": [Way("e")],
        "e": [Way(END)],
    }
    found = dict(rows(Graph("a", ways, {"a": ["q"], "b": ["r"]}, [])))
    assert found["d"] == "q == true"
    assert found["c"] == "q == true && r == '1'"
    assert found["x"] == "!(q == true)"
    assert found["e"] == "true"


def test_a_question_that_comes_later_was_not_answered():
    ways = {"a": [Way("b", Is("later", "x")), Way("c")], "b": [Way("c")], "c": [Way(END)]}
    assert rows(Graph("a", ways, {"c": ["later"]}, [])) == [("a", "true"), ("c", "true")]


@pytest.mark.parametrize(
    ("ways", "reason"),
    [
        ({"a": [Way("b")], "b": [Way("a")]}, "cycle"),
        ({"a": [Way("nowhere")]}, "does not exist"),
    ],
)
def test_cycles_and_loose_ends_are_refused(ways, reason):
    with pytest.raises(Refused, match=reason):
        Graph("a", ways, {}, [])


def test_keys_are_names_for_expressions_and_each_stands_once():
    assert [key_from(w) for w in ("ukPassport", "What is it?", "3jdOpV", "évZ-IJ", "person", "")] == [
        "uk_passport", "what_is_it", "q_3jd_op_v", "ev_z_ij", "person_answer", "q",
    ]  # fmt: skip
    keys = Keys()
    assert [keys.new("name", "first_name"), keys.new("name", "first_name"), keys.new("name", "first_name")] == [
        "name", "first_name", "first_name_2",
    ]  # fmt: skip


def test_html_becomes_markdown_without_programs():
    html = "<h2>Help</h2><p>See <a href='https://example.org'>this</a> <strong>now</strong></p><script>x()</script>"
    assert markdown_from(html) == "## Help\n\nSee [this](https://example.org) **now**"


def diamonds(number):
    """So many branches, each of which comes together only with the next one: the ways through double each time."""
    ways = {"p0": [Way("a0", Is("q0", "x")), Way("b0")]}
    for at in range(number):
        left, right = f"a{at + 1}", f"b{at + 1}"
        ways |= {
            f"a{at}": [Way(left, Is(f"qa{at}", "x")), Way(right)],
            f"b{at}": [Way(right, Is(f"qb{at}", "x")), Way(left)],
        }
    ways |= {f"a{number}": [Way(END)], f"b{number}": [Way("end")], "end": [Way(END)]}
    answered = {name: [f"q{name}" if name != "p0" else "q0"] for name in ways}
    return Graph("p0", ways, answered, []).rows()


def test_ways_that_double_with_each_page_use_up_the_budget_and_nothing_else():
    with within(STEPS_OF_IMPORT // 50) as budget, pytest.raises(UsedUp):
        diamonds(60)
    assert budget.spent > STEPS_OF_IMPORT // 50
    with within(STEPS_OF_IMPORT) as budget:
        assert len(diamonds(4)) > 8
    assert calls_of(lambda: refused(60)) < 60 * STEPS_OF_IMPORT // 50


def refused(number):
    with within(STEPS_OF_IMPORT // 50), pytest.raises(UsedUp):
        diamonds(number)
