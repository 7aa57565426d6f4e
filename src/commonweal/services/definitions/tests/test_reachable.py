"""Pages and questions to which no answers lead are reported, also where their own condition can be true."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
form:
  - page: home
    title: {en: Home}
    questions:
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - {key: people, type: integer, min: 1, max: 40, label: {en: People}}
      - {key: pets, type: yes_no, label: {en: Pets}, when: kind == 'a'}
  - page: many
    title: {en: Many}
    when: people > 30
    exit: {text: {en: You cannot go on.}}
  - page: dogs
    title: {en: Dogs}
    when: pets
    questions:
      - {key: dogs, type: integer, min: 0, max: 9, label: {en: Dogs}}
      - {key: called, type: text, label: {en: Names}, when: "%(question)s"}
  - page: last
    title: {en: Last}
    when: "%(page)s"
    questions: [{key: last, type: text, label: {en: Last}}]
"""


def found(page="people > 1", question="dogs > 0"):
    checked = check_source(SERVICE % {"page": page, "question": question}, known=Known(("en",)))
    assert checked.errors == []
    return [finding.path for finding in checked.findings if finding.code == "out-of-reach"]


@pytest.mark.parametrize(
    "page",
    ["people > 1", "pets", "pets && dogs > 3", "kind == 'b' || pets", "called == 'Rex'", "kind == 'a' && people < 5"],
)
def test_a_page_to_which_answers_lead_is_left_alone(page):
    assert found(page) == []


@pytest.mark.parametrize(
    "page",
    [
        "pets && kind == 'b'",  # pets are asked for only with kind a
        "dogs > 3 && kind == 'b'",
        "dogs > 3 && !pets",
        "people > 35",  # the journey ended before
        "called == 'Rex' && dogs == 0",
    ],
)
def test_a_page_to_which_none_lead_is_reported(page):
    assert found(page) == [("form", 3, "when")]


def test_a_question_to_which_none_lead_is_reported():
    assert found(question="kind == 'b' && dogs > 0") == [("form", 2, "questions", 1, "when")]


def test_a_page_to_which_none_lead_is_reported_once_and_not_for_each_of_its_questions():
    text = SERVICE.replace("when: pets\n", "when: pets && kind == 'b'\n") % {
        "page": "people > 1",
        "question": "dogs > 0",
    }
    found = check_source(text, known=Known(("en",))).findings
    assert [finding.path for finding in found if finding.code == "out-of-reach"] == [("form", 2, "when")]


def test_an_example_that_comes_to_the_page_shows_that_answers_lead_there():
    text = SERVICE % {"page": "size(called) > 30 && dogs == 9", "question": "dogs > 0"}
    given = f"{{kind: a, people: 2, pets: true, dogs: 9, called: {'Rex ' * 9}}}"
    example = f"examples:\n  - {{name: e, given: {given}, expect: {{pages: [home, dogs, last]}}}}\n"
    for more, codes in (("", {"out-of-reach"}), (example, set())):
        found = {finding.code for finding in check_source(text + more, known=Known(("en",))).findings}
        assert found & {"out-of-reach", "example-failed"} == codes


OPTIONS = "[{value: a, label: {en: A}}, {value: b, label: {en: B}}, {value: c, label: {en: C}}]"


def _options_found(question):
    text = SERVICE % {"page": "people > 1", "question": "dogs > 0"}
    checked = check_source(text + f"  - {{page: own, title: {{en: Own}}, questions: [{question}]}}\n")
    assert checked.errors == []
    return [finding.path[4:] for finding in checked.findings if finding.code == "out-of-reach"]


@pytest.mark.parametrize(
    ("rule", "reported"),
    [
        ("value != 'b'", [("options", 1)]),
        ("value != 'b' || people > 20", []),
        ("value != 'b' || people > 30", [("options", 1)]),  # the journey ended before
        ("value != 'b' || people > 40", [("options", 1)]),
        ("value == 'c'", [("options", 0), ("options", 1)]),
        ("value != 'b' || dogs > 3", []),
        ("value != 'b' || (pets && kind == 'b')", [("options", 1)]),  # pets are asked for only with kind a
        ("value.matches('^[ab]$') || q == 'c'", []),
    ],
)
def test_an_option_that_nobody_can_choose_is_reported(rule, reported):
    must = f'must: [{{when: "{rule}", else: {{en: No.}}}}]'
    assert _options_found(f"{{key: q, type: choice, label: {{en: Q}}, options: {OPTIONS}, {must}}}") == reported
    each = f"{{key: q, type: choice, label: {{en: Q}}, options: {OPTIONS}, {must}}}"
    rows = (
        f"{{key: w, type: repeat, min: 2, label: {{en: W}}, each: [{{key: v, type: text, label: {{en: V}}}}, {each}]}}"
    )
    assert _options_found(rows) == [("each", 1, *path) for path in reported]


@pytest.mark.parametrize(
    ("rules", "reported"),
    [
        ("min: 2", []),
        ("min: 3", []),
        ("min: 2, none: c", []),
        ("min: 3, none: c", [("options", 0), ("options", 1)]),  # a and b are two
        ("must: [{when: \"!('a' in value) || 'b' in value\", else: {en: No.}}]", []),
        ("must: [{when: \"!('a' in value)\", else: {en: No.}}]", [("options", 0)]),
        ("max: 1, must: [{when: \"!('a' in value) || 'b' in value\", else: {en: No.}}]", [("options", 0)]),
        ("max: 2, must: [{when: \"!('a' in value) || 'c' in value\", else: {en: No.}}]", []),
    ],
)
def test_an_option_beside_which_none_can_be_chosen_is_reported(rules, reported):
    question = f"{{key: q, type: choices, label: {{en: Q}}, options: {OPTIONS}, {rules}}}"
    assert _options_found(question) == reported
    rows = f"{{key: w, type: repeat, min: 2, label: {{en: W}}, each: [{question}]}}"
    assert _options_found(rows) == [("each", 0, *path) for path in reported]


TWO = ["'b' in value && 'd' in value"]
BETWEEN = ", ".join(f"{{key: {key}, type: integer, min: 5, max: 9, label: {{en: R}}}}" for key in "rstu")
QUESTIONS = {
    "a number between two": ("{key: q, type: integer, label: {en: Q}, must: [%s]}", ["value > 5", "value < 9"]),
    "a number that is both": ("{key: q, type: integer, label: {en: Q}, must: [%s]}", ["value > 5", "value < 3"]),
    "a number that is both, if any": (
        "{key: q, type: integer, required: false, label: {en: Q}, must: [%s]}",
        ["value > 5", "value < 3"],
    ),
    "money of exactly": ("{key: q, type: money, label: {en: Q}, must: [%s]}", ["value == money('12.34')"]),
    "a day of work": ("{key: q, type: date, label: {en: Q}, must: [%s]}", ["weekday(value) < 6"]),
    "an hour that is none": ("{key: q, type: number, max: 3, label: {en: Q}, must: [%s]}", ["q > 3.0"]),
    "beside another": ("{key: q, type: integer, label: {en: Q}, must: [%s]}", ["value > people"]),
    "a square that no number was tried for": (
        "{key: q, type: integer, label: {en: Q}, must: [%s]}",
        ["value * value == 1369"],
    ),
    "two of many": ("{key: q, type: choices, max: 2, label: {en: Q}, options: [a, b, c, d, e], must: [%s]}", TWO),
    "four of eight": (
        "{key: q, type: choices, label: {en: Q}, options: [a, b, c, d, e, f, g, h], must: [%s]}",
        ["'a' in value && 'c' in value && 'e' in value && 'g' in value", "!('b' in value || 'd' in value)"],
    ),
    "as many as three": ("{key: q, type: choices, min: 3, label: {en: Q}, options: [a, b, c, d, e, f]}%.0s", []),
    "rows of numbers between two": ("{key: q, type: repeat, min: 4, label: {en: Q}, each: [" + BETWEEN + "]}%.0s", []),
    "rows up to some": ("{key: q, type: repeat, max: parameters.some, label: {en: Q}, each: [%s]}", []),
    "rows up to none": ("{key: q, type: repeat, max: parameters.none, label: {en: Q}, each: [%s]}", []),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_takes_no_answer_is_refused(name):
    question, rules = QUESTIONS[name]
    must = ", ".join(f'{{when: "{rule}", else: {{en: No.}}}}' for rule in rules)
    text = SERVICE % {"page": "people > 1", "question": "dogs > 0"} + "      - "
    text += question % (must or "{key: of_row, type: integer, label: {en: R}}")
    text = text.replace("questions: [{key: last, type: text, label: {en: Last}}]\n", "questions:\n")
    text += "\nparameters: {some: {values: {2020-01-01: 2}}, none: {values: {2020-01-01: 0}}}\n"
    wrong = check_source(text, known=Known(("en",))).errors
    at = ("form", 3, "questions", 0)
    refused = {
        "a number that is both": [("takes-no-answer", at)],
        "an hour that is none": [("takes-no-answer", at)],
        "rows up to none": [("form-limits", (*at, "max"))],  # the form sees that by itself
    }
    assert [(finding.code, finding.path) for finding in wrong] == refused.get(name, [])


@pytest.mark.parametrize(("limit", "paths"), [(5, [("form", 3, "when")]), (15, [])])
def test_a_page_behind_a_criterion_that_ends_the_journey_is_reported(limit, paths):
    """Also where an example goes there: its pages are those whose conditions hold."""
    rest = f"""
eligibility:
  - {{key: few, when: people <= {limit}, else: {{en: Too many.}}}}
examples:
  - {{name: many, given: {{kind: b, people: 20}}, expect: {{eligible: no}}}}
  - {{name: few, given: {{kind: b, people: 3}}, expect: {{eligible: yes}}}}
"""
    checked = check_source(SERVICE % {"page": "people > 10", "question": "dogs > 0"} + rest, known=Known(("en",)))

    assert checked.errors == []
    assert [finding.path for finding in checked.findings if finding.code == "out-of-reach"] == [
        *([("form", 1, "when")]),
        *paths,
    ]


def test_rows_of_which_every_number_is_refused_are_reported():
    rule = '{when: "size(q) > 3 && size(q) < 2", else: {en: No.}}'
    each = "each: [{key: r, type: integer, label: {en: R}}]"
    group = f"      - {{key: q, type: repeat, label: {{en: Q}}, must: [{rule}], {each}}}\n"
    text = SERVICE % {"page": "people > 1", "question": "dogs > 0"}
    text = text.replace("questions: [{key: last, type: text, label: {en: Last}}]\n", f"questions:\n{group}")
    found = check_source(text, known=Known(("en",))).findings
    reported = {finding.path: finding.severity for finding in found if finding.code == "takes-no-answer"}
    assert reported == {("form", 3, "questions", 0): "warning"}
