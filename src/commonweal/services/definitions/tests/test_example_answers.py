"""What examples give: amounts in pounds, yes and no as words, and nothing that the form would refuse."""

import pytest

from commonweal.services.definitions.proof.checking import check_source

SERVICE = """
service: hall
schema: 1
offered_by: town
title: {en: Book the hall}
guests: yes
retention: {delete_after: 1 year}
legal_basis: {basis: public_task, reference: "Act 1"}
form:
  - page: all
    questions:
      - {key: cost, type: money, label: {en: Fee}, min: 10, max: 5000}
      - {key: member, type: yes_no, label: {en: Are you a member?}}
      - {key: starts, type: date, label: {en: When?}, latest: 2027-12-31}
      - {key: at, type: time, label: {en: What time?}}
      - {key: guests, type: integer, label: {en: How many?}, max: 80}
      - {key: room, type: choice, label: {en: Which room?}, options: [{value: big, label: {en: Big}}, {value: small, label: {en: Small}}]}
      - {key: extras, type: choices, label: {en: Extras}, options: [{value: tea, label: {en: Tea}}, {value: light, label: {en: Light}}]}
      - {key: home, type: address, label: {en: Address}, personal: yes}
      - {key: who, type: person, label: {en: Who?}, ask: [name, email], personal: yes}
      - {key: plan, type: file, label: {en: Plan}, when: facts.large}
      - {key: agreed, type: declaration, label: {en: I agree}}
      - key: people
        type: repeat
        label: {en: People}
        personal: yes
        each:
          - {key: name, type: text, label: {en: Name}}
          - {key: works, type: yes_no, label: {en: Works?}}
          - {key: income, type: money, label: {en: Income}, when: works}
facts:
  incomes: "sum(people.map(p, default(p.income, money('0'))))"
  large: cost > money('100')
eligibility:
  - {key: small, when: cost < money('4000') && facts.incomes < money('1000000'), else: {en: Too much.}}
examples:
  - name: a booking
    on: 2026-05-06
    given:
      cost: 150.50
      member: yes
      starts: 2026-06-01
      at: 14:30
      guests: 20
      room: big
      extras: [tea]
      home: {line1: 1 Mill Lane, postcode: EA2 1AA}
      who: {name: Ann Lee, email: ann@home.example}
      plan: {upload: plan}
      agreed: yes
      people: [{name: Ann, works: yes, income: 1200.50}, {name: Ben, works: no}]
    expect: {facts: {incomes: 1200.50, large: yes}, eligible: yes}
  - {name: a rich one, given: {cost: 50, people: [{name: Ann, works: yes, income: 2000000}]}, expect: {eligible: no}}
"""


def test_amounts_are_in_pounds_and_yes_and_no_are_words():
    checked = check_source(SERVICE)

    assert [finding.message for finding in checked.findings] == []
    assert [example.passed for example in checked.examples] == [True, True]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("cost: 150.50", "cost: £150.50", "such as 12.50"),
        ("cost: 150.50", 'cost: "1,500.50"', "without commas"),
        ("cost: 150.50", "cost: 150.505", "such as 12.50"),
        ("cost: 150.50", "cost: 15050", "£5,000.00 or less"),
        ("cost: 150.50", "cost: 5", "£10.00 or more"),
        ("member: yes", "member: perhaps", "Write yes or no."),
        ("starts: 2026-06-01", "starts: 1 June 2026", "such as 2026-05-02"),
        ("starts: 2026-06-01", "starts: 2026-02-31", "such as 2026-05-02"),
        ("starts: 2026-06-01", "starts: 2028-06-01", "31 December 2027 or an earlier date"),
        ("at: 14:30", "at: half past two", "such as 14:30"),
        ("guests: 20", "guests: twenty", "Write a whole number"),
        ("guests: 20", "guests: 200", "80 or less"),
        ("room: big", "room: Big", "Did you mean 'big'?"),
        ("extras: [tea]", "extras: tea", "Write a list"),
        ("home: {line1: 1 Mill Lane, postcode: EA2 1AA}", "home: 1 Mill Lane", "{line1: 1 Mill Lane"),
        ("who: {name: Ann Lee, email: ann@home.example}", "who: Ann Lee", "{name: Ann Lee}"),
        ("email: ann@home.example}", "email: ann}", "email address"),
        ("agreed: yes", "agreed: of course", "Write yes"),
        ("people: [{name: Ann, works: yes, income: 1200.50}, {name: Ben, works: no}]", "people: [Ann, Ben]", "{key: answer}"),
        ("income: 1200.50", "income: £1200.50", "'income'"),
        ("works: no}]\n", "works: nobody}]\n", "'works'"),
    ],
)  # fmt: skip
def test_an_answer_that_the_form_would_refuse_is_found_once_at_its_line(right, wrong, said):
    text = SERVICE.replace(right, wrong, 1)
    line = next(number for number, words in enumerate(text.splitlines(), start=1) if wrong.splitlines()[0] in words)

    findings = check_source(text).findings

    assert [finding.line for finding in findings] == [line], findings
    assert said in f"{findings[0].message} {findings[0].remedy}"


def test_an_answer_in_a_repeat_group_is_found_by_its_key():
    text = SERVICE.replace("works: no}]\n", "wokrs: no}]\n", 1)

    findings = check_source(text).findings

    assert [(finding.code, "works" in finding.remedy) for finding in findings] == [("example-unknown-answer", True)]


ODD = ["[{a: 1}, {b: 2}]", "[1, a]", "[[a], [b]]", "[yes, 2]", "{a: 1}", "{a: [1, b]}", "3", "yes", "''", "[null, a]"]


@pytest.mark.parametrize(
    "word", ["because", "eligible", "facts", "messages", "missing", "opens", "pages", "tasks", "odd"]
)
def test_whatever_is_expected_fails_in_plain_words(text, word):
    for odd in ODD:
        expected = text.replace("expect: {eligible: false, because: [in_area]}", f"expect: {{{word}: {odd}}}")
        findings = [finding for finding in check_source(expected).findings if finding.line == 148]
        assert findings, (word, odd)
        assert all("{'" not in finding.message for finding in findings), findings


def test_an_answer_of_another_kind_is_reported_at_the_example_and_not_as_a_mistake_of_the_rules():
    example = "examples: [{name: e, given: {name: [x, y]}, expect: {pages: [about]}}]\n"
    assert [finding.code for finding in check_source(GUESSED % RARE + example).errors] == ["example-refused-answer"]


RARE = "size(name) == 23 && name.contains('ox')"
GUESSED = f"""service: s
schema: 1
offered_by: o
title: {{en: S}}
form:
  - {{page: about, questions: [{{key: name, type: text, label: {{en: Name}}}}]}}
  - {{page: last, when: "{RARE}", questions: [{{key: last, type: text, required: no, label: {{en: Last}}}}]}}
eligibility:
  - {{key: c, when: "%s", else: {{en: No.}}}}
"""


@pytest.mark.parametrize(("rule", "code"), [(RARE, "never-true"), (f"!({RARE})", "always-true")])
def test_an_example_shows_that_a_rule_is_not_what_the_search_takes_it_for(rule, code):
    """No text is tried that the condition and the criterion tell apart from others; the example has one."""
    example = f"examples: [{{name: e, given: {{name: {'ox' * 11}x}}, expect: {{pages: [about, last]}}}}]\n"
    guesses = {"never-true", "always-true"}
    for more, found in (("", {"never-true", code}), (example, set())):
        checked = check_source(GUESSED % rule + more)
        assert checked.errors == []
        assert {finding.code for finding in checked.findings} & guesses == found
