"""Options after which another question refuses every answer are reported; those that lead to some end are left alone."""

import pytest

from commonweal.services.definitions.proof import stuck_options
from commonweal.services.definitions.proof.checking import STEPS_OF_PROOF, check_source
from commonweal.services.definitions.proof.stuck_options import WALKS

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
form:
  - page: first
    title: {en: First}
    questions:
      - {key: kind, type: choice, label: {en: Kind}, options: [%(options)s]}
      - {key: people, type: integer, min: 1, max: 40, label: {en: People}}
      - {key: pets, type: yes_no, label: {en: Pets}, when: kind == 'a'}
      - {key: uses, type: choices, label: {en: Uses}, options: [%(options)s]}
%(same)s
%(pages)s
"""
OPTIONS = ", ".join(f"{{value: {value}, label: {{en: {value.upper()}}}}}" for value in "abc")
ROW = f"{{key: sort, type: choice, label: {{en: Sort}}, options: [{OPTIONS}]}}"
EXIT = "  - page: bye\n    title: {en: Bye}\n    when: %s\n    exit: {text: {en: Bye.}}"
FACTS = "facts: {small: \"kind == 'a'\", big: people > 12}\n"
KIND, USES = ("form", 0, "questions", 0, "options"), ("form", 0, "questions", 3, "options")


def question(rule, settings="type: yes_no", key="late"):
    must = f'must: [{{when: "{rule}", else: {{en: No.}}}}]' if rule else ""
    return f"      - {{key: {key}, label: {{en: Late}}, {settings}, {must}}}"


def page(rule, settings="type: yes_no", key="late", when=""):
    start = f"  - page: {key}\n    title: {{en: Late}}\n"
    condition = f'    when: "{when}"\n' if when else ""
    return start + condition + "    questions:\n" + question(rule, settings, key)


def group(each, settings="", key="rows"):
    return f"  - page: {key}\n    title: {{en: Rows}}\n    questions:\n      - {{key: {key}, type: repeat, label: {{en: R}}, {settings} each: [{each}]}}"


def of_row(rule, settings="type: yes_no"):
    return f'{{key: own, label: {{en: Own}}, {settings}, must: [{{when: "{rule}", else: {{en: No.}}}}]}}'


def found(*pages, same="", more="", code="out-of-reach"):
    text = SERVICE % {"options": OPTIONS, "same": same, "pages": "\n".join(pages)}
    checked = check_source(text + more)
    assert checked.errors == []
    return [finding for finding in checked.findings if finding.code == code]


REPORTED = {
    "on a later page": ([page("kind != 'c'")], [(*KIND, 2)]),
    "of two requirements": ([page("kind != 'c'"), page("kind != 'a'", key="last")], [(*KIND, 0), (*KIND, 2)]),
    "with its own answer": ([page("kind == 'c' ? value > 50 : value > 5", "type: integer, max: 50")], [(*KIND, 2)]),
    "with an answer out of limits": ([page("kind != 'c' || people > 40")], [(*KIND, 2)]),
    "with an answer that only another option has": ([page("kind == 'b' || pets")], [(*KIND, 2)]),
    "together with another requirement": (
        [page("kind != 'c' || people > 30"), page("kind != 'c' || people < 9", key="last")],
        [(*KIND, 2)],
    ),
    "through a condition": ([page("people < 9"), page("people > 20", key="last", when="kind == 'c'")], [(*KIND, 2)]),
    "through facts": ([page("facts.small && value", when="kind != 'b'")], [(*KIND, 2)]),
    "of a text": ([page("kind != 'c'", "type: text, pattern: '[A-Z]{3}[0-9]'")], [(*KIND, 2)]),
    "of a file": ([page("kind != 'c'", "type: file, personal: no")], [(*KIND, 2)]),
    "of rows": (
        [group("{key: n, type: integer, label: {en: N}}", "must: [{when: \"kind != 'c'\", else: {en: No.}}],")],
        [(*KIND, 2)],
    ),
    "in a row": ([group(of_row("kind != 'c'"))], [(*KIND, 2)]),
    "of a number of rows": (
        [
            group(
                "{key: n, type: integer, label: {en: N}}",
                "max: \"kind == 'c' ? 2 : 9\", must: [{when: size(rows) > 2, else: {en: No.}}],",
            )
        ],
        [(*KIND, 2)],
    ),
    "of several choices": ([page("!('b' in uses)")], [(*USES, 1)]),
    "within a row": (
        [group(ROW + ", " + of_row("sort != 'c'"))],
        [("form", 1, "questions", 0, "each", 0, "options", 2)],
    ),
    "of rows on a later page": (
        [group(ROW), page("!rows.exists(r, r.sort == 'c')")],
        [("form", 1, "questions", 0, "each", 0, "options", 2)],
    ),
    "after an exit for others": ([EXIT % "kind == 'a'", page("kind != 'c'")], [(*KIND, 2)]),
}


@pytest.mark.parametrize("name", REPORTED)
def test_an_option_after_which_a_question_takes_no_answer_is_reported(name):
    pages, paths = REPORTED[name]
    findings = found(*pages, more=FACTS if "facts" in name else "")
    assert [finding.path for finding in findings] == paths
    assert {finding.severity for finding in findings} == {"warning"}
    assert all(finding.message.startswith("No answers were found with which") for finding in findings)
    assert all(finding.message.endswith("can be chosen.") for finding in findings)
    assert all("Look at the requirements of '" in finding.remedy for finding in findings)
    assert all(finding.line for finding in findings)


def test_a_requirement_on_the_same_page_counts_and_is_named():
    (finding,) = found(same=question("kind != 'c'"))
    assert finding.path == (*KIND, 2)
    assert finding.remedy == "Look at the requirements of 'late', or remove the option."


LEFT = {
    "the question is left blank": [page("kind != 'c'", "type: yes_no, required: no")],
    "the question is not asked then": [page("kind != 'c'", when="kind != 'c'")],
    "another answer makes up for it": [page("kind != 'c' || people > 30")],
    "its own answer makes up for it": [page("kind != 'c' || value", "type: yes_no")],
    "its own number makes up for it": [page("kind != 'c' || value == people + 2", "type: integer")],
    "an answer that only this option has": [page("kind != 'a' || pets")],
    "an exit comes before": [EXIT % "kind == 'c'", page("kind != 'c'")],
    "an exit for some comes before": [EXIT % "kind == 'c' && people > 20", page("kind != 'c'")],
    "nobody guesses the text": [page("kind != 'c' || value.matches('^q[0-9]{7}$')", "type: text")],
    "nobody guesses the number": [page("value * value == 1369", "type: integer", when="kind == 'c'")],
    "the group of rows is left blank": [group(of_row("kind != 'c'"), "required: no,")],
    "many rows make up for it": [group("{key: n, type: integer, label: {en: N}}", 'must: [{when: "kind != \'c\' || size(rows) > 5", else: {en: No.}}],')],
    "another row makes up for it": [group(ROW), page("rows.exists(r, r.sort == 'a')")],
    "another of several": [page("!('b' in uses) || 'a' in uses")],
    "a fact makes up for it": [page("kind != 'c' || facts.big")],
    "somebody of that age": [page("kind != 'c' || person.age > 60")],
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_an_option_with_which_somebody_comes_to_an_end_is_left_alone(name):
    assert found(*LEFT[name], more=FACTS if "fact" in name else "") == []


def test_a_criterion_that_does_not_hold_ends_the_journey():
    criterion = "eligibility: [{key: c, when: \"kind != 'c'\", else: {en: No.}}]\n"
    assert found(page("kind != 'c'"), more=criterion) == []


def test_an_example_shows_an_option_that_the_walks_do_not_find():
    rule = "kind != 'c' || people * people == 841"
    example = "examples: [{name: e, given: {kind: c, people: 29, late: yes}, expect: {pages: [first, late]}}]\n"
    for more, paths in (("", [(*KIND, 2)]), (example, [])):
        assert [finding.path for finding in found(page(rule), more=more)] == paths


def test_the_walks_of_a_service_are_limited(monkeypatch):
    monkeypatch.setattr(stuck_options, "MOST_WALKS", WALKS - 1)
    assert found(page("kind != 'c'")) == []


def test_a_form_without_requirements_between_questions_is_not_walked(monkeypatch):
    monkeypatch.setattr(stuck_options, "_Search", None)
    assert found(page("value", when="kind == 'a'"), page("value > 3", "type: integer", key="last")) == []


def test_the_work_is_bounded_for_many_options_and_requirements():
    """What walks cost is counted, and an option that is not stuck takes few of them."""
    steps = [check_source(SERVICE % {"options": OPTIONS, "same": "", "pages": page(rule)}).steps
             for rule in ("value", "kind != 'c' || value")]  # fmt: skip
    assert 0 < steps[1] - steps[0] < 20_000
    many = ", ".join(f"{{value: v{number}, label: {{en: V{number}}}}}" for number in range(300))
    rules = [page(f"kind != 'v{number}' && !('v{number}' in uses)", key=f"late{number}") for number in range(20)]
    checked = check_source(SERVICE % {"options": f"{OPTIONS}, {many}", "same": "", "pages": "\n".join(rules)})
    assert checked.steps < STEPS_OF_PROOF / 2
    assert "out-of-reach" in {finding.code for finding in checked.findings}
