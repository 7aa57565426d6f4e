"""Questions that may have no answer: left blank, or not asked of everybody. What then has no value, or never holds."""

import pytest

from commonweal.blocks.forms.api import FormContext, clean_answers
from commonweal.kernel import clock
from commonweal.services.definitions.proof.checking import check_source

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
legal_basis: {basis: public_task, reference: "Act 1984 s.45"}
retention: {delete_after: 1 years}
%s
form:
  - page: about
    title: {en: About}
    questions:
      - {key: pets, type: yes_no, label: {en: Pets}}
      - {key: dogs, type: integer, min: 0, max: 9, label: {en: Dogs}, when: pets}
      - {key: cats, type: integer, min: 0, max: 9, label: {en: Cats}, required: no}
      - {key: people, type: integer, min: 0, max: 9, label: {en: People}}
      - {key: kind, type: choice, label: {en: Kind}, required: no, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - {key: home, type: address, label: {en: Home}, personal: yes, required: no}
      - {key: beds, type: integer, label: {en: Beds}%s}
      - key: rooms
        type: repeat
        label: {en: Rooms}
        each:
          - {key: width, type: integer, label: {en: Width}, required: no}
          - {key: name, type: text, label: {en: Name}}
          - {key: length, type: integer, label: {en: Length}%s}
  - page: last
    title: {en: Last}
    when: "%s"
    questions: [{key: last, type: yes_no, label: {en: Last}}]
"""
TABLE = """tables:
  t:
    inputs: {n: %s}
    outputs: {r: integer}
    rows: [{when: {n: "< 5"}, then: {r: 1}}, {when: {n: ">= 5"}, then: {r: 2}}]%s
"""


def check(when="true", more="", beds="", length=""):
    return check_source(SERVICE % (more, beds, length, when))


def found(*codes, **parts):
    return [(finding.code, finding.message) for finding in check(**parts).findings if finding.code in codes]


@pytest.mark.parametrize(
    "condition",
    [
        "!given(cats)",
        "cats == null",
        "!given(dogs)",
        "default(kind, 'none') == 'none'",
        "kind != 'a' && kind != 'b'",
        "default(cats, -1) < 0",
        "size(rooms.filter(r, !given(r.width))) > 0",
        "!given(home)",
        "!given(home.area)",
        "default(home.postcode, '') == '' && !given(home.postcode)",
    ],
)
def test_a_condition_that_is_true_only_without_an_answer_is_left_alone(condition):
    assert found("never-true", "out-of-reach", when=condition) == []


@pytest.mark.parametrize("condition", ["given(cats)", "kind == 'a' || kind == 'b'", "rooms.all(r, given(r.width))"])
def test_a_condition_that_is_false_only_without_an_answer_is_not_always_true(condition):
    assert found("always-true", when=condition) == []


@pytest.mark.parametrize("condition", ["name == 'Hall'", "date(name) > today", "double(name) > 1.0"])
def test_nobody_says_of_words_that_they_never_mean_a_day_or_a_number(condition):
    length = f", when: {condition}"
    assert [message for _, message in found("never-true", length=length) if "is never true." in message] == []


@pytest.mark.parametrize("condition", ["!given(people)", "!given(pets)", "default(people, -1) < 0"])
def test_a_question_that_everybody_answers_is_always_there(condition):
    assert [code for code, _ in found("never-true", when=condition)] == ["never-true"]


@pytest.mark.parametrize(
    ("condition", "more", "said"),
    [
        ("tables.t.r > 1", TABLE % ("cats", ""), "cats is not answered"),
        ("tables.t.r > 1", TABLE % ("dogs", ""), "dogs is not answered"),
        ("tables.t.r > 1", TABLE % ("people + cats", ""), "cats is not answered"),
        ("tables.t.r > 1", TABLE % ("size(home.postcode)", ""), "home is not answered"),
        ("100 / (given(home.town) ? 1 : 0) > 1", "", "home is not answered"),
        ("100 / (given(cats) ? 1 : 0) > 1", "", "cats is not answered"),
        ("sum(rooms.map(r, r.width)) > 5", "", "rooms is [{name"),
    ],
)
def test_a_rule_without_a_value_where_an_answer_is_not_there_is_refused(condition, more, said):
    ((_, message),) = found("may-have-no-value", when=condition, more=more)
    assert said in message
    assert "None" not in message


@pytest.mark.parametrize(
    ("condition", "more"),
    [
        ("given(cats) && tables.t.r > 1", TABLE % ("cats", "")),
        ("pets && tables.t.r > 1", TABLE % ("dogs", "")),
        ("tables.t.r > 1", TABLE % ("cats", "\n    otherwise: {r: 0}")),
        ("tables.t.r > 1", TABLE % ("'default(cats, 0)'", "")),
        ("tables.t.r > 1", TABLE % ("people", "")),
        ("sum(rooms.map(r, default(r.width, 0))) > 5", ""),
    ],
)
def test_a_rule_that_says_what_counts_without_the_answer_is_left_alone(condition, more):
    assert found("may-have-no-value", when=condition, more=more) == []


NOT_BLANK = {
    "value > cats": "cats",
    "value > dogs": "dogs",
    "value > people": None,
    "!given(cats) || value > cats": None,
    "value > default(cats, 0)": None,
    "value > 3 || value > cats": None,
}


@pytest.mark.parametrize(
    ("when", "refused"), [("pets", 0), ("pets && people > 2", 0), ("dogs > 2", 0), ("!pets", 1), ("people > 2", 1)]
)
def test_a_requirement_may_read_what_everybody_answers_who_is_asked_for_it(when, refused):
    beds = f", must: [{{when: value > dogs, else: {{en: No}}}}], when: '{when}'"
    assert len(found("refused-beside-blank", beds=beds)) == refused


@pytest.mark.parametrize(("rule", "lacking"), NOT_BLANK.items())
@pytest.mark.parametrize("when", [None, "given(cats) && given(dogs)"])
def test_a_requirement_that_refuses_everything_beside_a_blank_question_is_refused(rule, lacking, when):
    beds = f", must: [{{when: '{rule}', else: {{en: No}}}}]" + (f", when: {when}" if when else "")
    said = [message for _, message in found("refused-beside-blank", beds=beds)]
    assert [lacking] * len(said) == [message.split("'")[1] for message in said]
    assert len(said) == (lacking is not None and when is None)


@pytest.mark.parametrize(
    ("rule", "when", "refused"),
    [
        ("value > width", None, True),
        ("value > width", "given(width)", False),
        ("!given(width) || value > width", None, False),
        ("size(name) > 3", None, False),
        ("value > people", None, False),
    ],
)
def test_the_same_holds_within_a_row(rule, when, refused):
    length = f", must: [{{when: '{rule}', else: {{en: No}}}}]" + (f", when: {when}" if when else "")
    assert bool(found("refused-beside-blank", length=length)) == refused


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        ("!given(width)", True),
        ("default(width, 0) < 3", True),
        ("given(width)", False),
        ("width < 3", False),
        ("width != 3", True),
    ],
)
def test_a_question_of_a_row_is_asked_or_not_where_an_earlier_one_was_left_blank(condition, asked):
    service = check(length=f", when: '{condition}'").service
    today = clock.today()
    form_context = FormContext("en", today, lambda given: service.evaluate(given, on=today))
    answers = {"pets": False, "people": 1, "beds": 1, "rooms": [{"name": "Hall", "length": 4}]}
    cleaned = clean_answers(service.content("form"), answers, form_context, complete=False)
    assert cleaned.answers["rooms"] == [{"name": "Hall", "length": 4} if asked else {"name": "Hall"}]
