"""Questions and forms in which somebody would be stuck, and parameters that a later value makes useless, are found."""

import pytest

from commonweal.services.definitions.proof.checking import check_source

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
retention: {delete_after: 1 years}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: pets, type: yes_no, label: {en: Pets}}
      - {key: people, type: integer, min: 0, max: 200, label: {en: People}}
      - {key: asked, label: {en: Asked}, %s}
%s
"""
CASE = """case:
  states: [received, {key: done, final: true, title: {en: Done}}]
  start: received
  transitions: {finish: {from: received, to: done, by: role:officer, title: {en: Finish}}}
"""
ROWS = "type: repeat, each: [{key: name, type: text, label: {en: Name}}]"
PLAIN = "type: yes_no"


def found(asked=PLAIN, more=""):
    findings = check_source(SERVICE % (asked, more)).findings
    wanted = {
        "takes-no-answer",
        "form-limits",
        "form-pattern",
        "form-no-question",
        "out-of-reach",
        "may-have-no-value",
        "mixed-parameter",
    }
    return [finding for finding in findings if finding.code in wanted]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (f"{ROWS}, max: people", "people is 0"),
        (f"{ROWS}, max: people - 5", "people is"),
        (f"{ROWS}, min: people", "people is"),  # 101 of them and more
        (f"{ROWS}, min: people, max: 3", "people is"),
        (f"{ROWS}, max: people, when: people > 0", None),
        (f"{ROWS}, max: people, required: no", None),
        (f"{ROWS}, max: 'max(people, 1)'", None),
        (f"{ROWS}, min: 'people < 50 ? people : 50'", None),
        (f"{ROWS}, min: 2, max: 'people > 2 ? people : 2'", None),
    ],
)
def test_a_group_whose_rows_depend_on_an_answer_takes_some_beside_each(asked, said):
    findings = found(asked)
    assert [(each.code, each.severity) for each in findings] == [("takes-no-answer", "error")] * (said is not None)
    assert said is None or f"accepts no answer when {said}" in findings[0].message


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("type: number, decimals: 0, min: 0.5, max: 0.7", "form-limits"),
        ("type: number, decimals: 2, min: 0.001, max: 0.009", "form-limits"),
        ("type: number, decimals: -1", "form-limits"),
        ("type: money, min: 0.001, max: 0.009", "form-limits"),
        ("type: money, currency: JPY, min: 0.5, max: 0.9", "form-limits"),
        ("type: repeat, each: [{key: words, type: content, text: {en: Words}}]", "form-no-question"),
        ("type: declaration, must: [{when: '!value', else: {en: No}}]", "takes-no-answer"),
        ("type: text, pattern: ' [a-z]+'", "form-pattern"),
        ("type: text, pattern: '[a-z]  [a-z]'", "form-pattern"),
        ("type: text, pattern: '[a-z] [a-z]'", None),
        ("type: text, pattern: ' ?[a-z]+'", None),
        (r"type: text, pattern: '\D+[^A-Za-z0-9 -]'", None),
        ("type: number, decimals: 0, min: 0.5, max: 1", None),
        ("type: number, decimals: 2, min: 0.001, max: 0.01", None),
        ("type: number, min: 0.5, max: 0.7", None),
        ("type: declaration, must: [{when: value, else: {en: No}}]", None),
    ],
)
def test_a_question_without_any_answer_is_refused(asked, code):
    assert [finding.code for finding in found(asked)] == ([code] if code else [])


def exits(*conditions):
    pages = [f'  - {{page: e{number}, title: {{en: E}}, {when}exit: {{text: {{en: E}}}}}}\n'
             for number, when in enumerate(f"when: '{each}', " if each else "" for each in conditions)]  # fmt: skip
    return "".join(pages)


@pytest.mark.parametrize(
    ("conditions", "stuck"),
    [
        (["pets", "!pets"], True),
        (["people > 4", "people < 9"], True),
        ([""], True),
        (["people < 300"], True),
        (["pets", "people > 4"], False),
        (["people > 4", "people < 4"], False),
        ([], False),
    ],
)
def test_a_form_that_nobody_can_send_is_reported_where_cases_are_made_of_it(conditions, stuck):
    pages = exits(*conditions)
    said = [finding for finding in found(more=pages + CASE) if "can be sent" in finding.message]
    assert [(finding.code, finding.severity) for finding in said] == [("out-of-reach", "warning")] * stuck
    assert [finding for finding in found(more=pages) if "can be sent" in finding.message] == []


def test_an_example_shows_that_a_form_can_be_sent():
    pages = exits('size(asked) != 23 || !asked.contains("ox")')
    given = f"{{pets: no, people: 1, asked: {'ox' * 11}x}}"
    example = f"examples: [{{name: e, given: {given}, expect: {{pages: [about]}}}}]\n"
    for more, stuck in (("", 1), (example, 0)):
        said = [finding.message for finding in found("type: text", pages + CASE + more)]
        assert sum("can be sent" in each for each in said) == stuck


@pytest.mark.parametrize(
    ("values", "rule", "codes"),
    [
        ("2020-01-01: 1, 2099-01-01: 0", "people / parameters.p > 1", ["may-have-no-value"]),
        ("2020-01-01: [1], 2099-01-01: []", "min(parameters.p) < people", ["may-have-no-value"]),
        ("2020-01-01: 1, 2099-01-01: 2", "people / parameters.p > 1", []),
        ("2020-01-01: 1, 2099-01-01: '2'", "people > parameters.p", ["mixed-parameter"]),
        ("2020-01-01: [1, 'a']", "people in parameters.p", ["mixed-parameter"]),
        ("2020-01-01: [1], 2099-01-01: 2", "people in parameters.p", ["mixed-parameter"]),
        ("2020-01-01: 1, 2099-01-01: 2.5", "people > parameters.p", []),
    ],
)
def test_every_value_of_a_parameter_is_looked_at(values, rule, codes):
    more = f"  - page: last\n    title: {{en: L}}\n    when: {rule}\n    questions: [{{key: last, type: yes_no, label: {{en: L}}}}]\n"
    assert [finding.code for finding in found(more=f"{more}parameters: {{p: {{values: {{{values}}}}}}}\n")] == codes


@pytest.mark.parametrize(
    "asked",
    [
        "type: date, latest: today today",
        "type: date, earliest: tomorrow",
        "type: date, latest: 'today + 90000 years'",
        "type: date, earliest: 2026-05-02, latest: 2026-05-01",
        "type: integer, min: 5, max: 4",
        "type: text, min_length: 5, max_length: 4",
        "type: text, pattern: '('",
        "type: money, min: 5, max: 4",
        "type: choices, options: [{value: a, label: {en: A}}], min_choices: 2",
        f"{ROWS}, min: 5, max: 4",
    ],
)
def test_a_question_with_limits_that_mean_nothing_is_the_only_mistake(asked):
    """Rules are tried with answers that go through the form, which such a question cannot take."""
    rule = 'facts:\n  share: {value: "100 / people"}\n  later: {value: "asked == asked ? 1 : 0"}\n' + CASE
    findings = [each for each in check_source(SERVICE % (asked, rule)).findings if each.severity == "error"]
    assert {each.path[:2] for each in findings} == {("form", 0)}
