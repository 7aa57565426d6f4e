"""Mistakes of people who have never written CEL: each is said in plain words, with what to write instead."""

import re

import pytest

from commonweal.kernel.definition import Expression
from commonweal.kernel.values import DATE


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("tenure is 'rent'", "'is' does not belong here.", "Write ==."),
        ("tenure is not 'rent'", "'is' does not belong here.", "Write != "),
        ("tenure == 'rent' OR agreed", "'OR' does not belong here.", "Write || "),
        ("agreed & help", "'&' has no meaning here.", "Write && "),
        ("agreed | help", "'|' has no meaning here.", "Write || "),
        ("income =< rent", "'=<' has no meaning here.", "Write <= "),
        ("income => rent", "'=>' has no meaning here.", "Write >= "),
        ("income ≤ rent", "'≤' has no meaning here.", "Write <= "),
        ("income ≠ rent", "'≠' has no meaning here.", "Write != "),
        ("tenure == ‘rent’", "'‘' has no meaning here.", "straight quotation marks"),
        ("income <= £16000", "'£' has no meaning here.", "money('12.50')"),
        ("adults <= 16,000", "',' does not belong here.", "without a comma"),
        ("rate < 50%", "The expression stops too early", "0.5 for 50%"),
        ("born > today - 2 days", "'days' does not belong here.", "Write days(2)."),
        ("born > today - 2 years", "'years' does not belong here.", "Write years(2)."),
        ("if agreed", "'if' has no meaning here.", "Write the condition alone"),
        ("adults > 8 people", "'people' does not belong here.", "Write the number alone."),
        ("tenure == 'it's'", "'s' does not belong here.", "apostrophe"),
        ("(agreed", "')' is missing.", "Correct it here."),
        ("agreed == Yes", "There is no answer called 'Yes'.", "Write true."),
        ("born == today()", "There is no function called 'today'.", "Write today without brackets."),
        ("count(items) > 1", "There is no function called 'count'.", "Write size(…)."),
        ("limit < 2", "There is no answer called 'limit'.", "Write parameters.limit."),
        ("answers.tenure == 'rent'", "There is no answer called 'answers.tenure'.", "tenure"),
        ("where.tenure == 'rent'", "There is no answer called 'where.tenure'.", "tenure"),
        ("price > income", "There is no answer called 'price'.", "items.map(row, row.price)"),
        ("income > parameters.limit", "cannot be compared", "`unit: GBP` below parameters.limit"),
        ("2026-05-01 < born", "cannot be compared", "date('2026-04-01')"),
    ],
)
def test_a_slip_is_said_once_in_plain_words(findings, source, message, remedy):
    text = "parameters: {limit: {values: {2026-04-01: 5}}}"

    found = findings(text, [Expression(("form", 0, "when"), source)])

    errors = [finding for finding in found if finding.severity == "error"]
    assert len(errors) == 1, errors
    assert message in errors[0].message
    assert remedy.rstrip(".") in errors[0].remedy


def test_a_name_with_a_hyphen_is_one_mistake(findings):
    expression = Expression((), "due-on == today")

    (finding,) = findings(expressions=[expression], names={"due_on": DATE}, choices={})

    assert (finding.message, finding.column) == ("There is no answer called 'due-on'.", 0)
    assert finding.remedy.startswith("Write due_on")


def test_answers_in_a_message_are_written_as_an_example_has_them(findings):
    """Amounts in major units, also inside a row of a repeat group."""
    text = """
tables:
  size:
    inputs: {total: "sum(items.map(i, i.price))"}
    outputs: {word: text}
    rows:
      - {when: {total: "> money('10')"}, then: {word: "'small'"}}
      - {when: {total: "> money('20')"}, then: {word: "'large'"}}
"""
    (overlap,) = [finding for finding in findings(text) if finding.code == "overlap"]

    assert re.search(r"price: \d+\.\d\d\b", overlap.message), overlap.message


@pytest.mark.parametrize(
    ("right", "wrong", "codes"),
    [
        ("{fee: 1, word: \"'a'\"}", "{fee: 1, wrod: \"'a'\"}", ["unknown-name"]),
        ("tenure: \"'own'\"", "tenure: \"'won'\"", ["unknown-option"]),
        ("hit: first", "hit: unique", ["overlap", "overlap"]),
    ],
)
def test_one_mistake_in_a_table_has_one_finding_a_row(findings, right, wrong, codes):
    text = """
tables:
  band:
    hit: first
    inputs: {tenure: tenure, adults: adults}
    outputs: {fee: money, word: text}
    rows:
      - {when: {adults: "> 1"}, then: {fee: 1, word: "'a'"}}
      - {when: {tenure: "'own'"}, then: {fee: 2, word: "'b'"}}
      - {when: {adults: "> 0"}, then: {fee: 3, word: "'c'"}}
    otherwise: {fee: 4, word: "'d'"}
facts: {fee: tables.band.fee, word: tables.band.word}
eligibility: [{key: dear, when: "facts.fee > money('1')", else: {en: No.}}]
"""
    assert [finding.code for finding in findings(text) if finding.severity == "error"] == []

    found = [finding for finding in findings(text.replace(right, wrong, 1)) if finding.code != "unused"]

    assert [finding.code for finding in found] == codes
