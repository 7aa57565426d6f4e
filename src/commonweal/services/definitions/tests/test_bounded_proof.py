"""A proof has a budget of work, reports when it is used up, and gives at most a hundred findings."""

from dataclasses import replace
from datetime import date

import pytest

from commonweal.kernel.acting import STRANGER, Acting
from commonweal.kernel.budget import UsedUp, spend, within
from commonweal.kernel.definition import Finding, JourneyState
from commonweal.kernel.problems import NotAllowed, NotSignedIn, TooMany
from commonweal.services.definitions import api
from commonweal.services.definitions.language.base import Example
from commonweal.services.definitions.proof.checking import STEPS_OF_PROOF, check_source
from commonweal.services.definitions.proof.examples import STEP_OF_JOURNEY, pages_of
from commonweal.services.definitions.proof.unknown_names import Known, unknown_names
from commonweal.services.definitions.proof.ways import Ways
from commonweal.services.definitions.source.limits import MOST_CHARACTERS, MOST_FINDINGS, capped
from commonweal.services.definitions.tests.conftest import SERVICE, staff
from commonweal.services.definitions.versions import authoring

HEAD = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
legal_basis: {basis: public_task, reference: X}
"""
EXAMPLES = "examples:\n" + "".join(
    f"  - {{name: e{i}, given: {{q0: true}}, expect: {{eligible: true}}}}\n" for i in range(200)
)


def form(pages, when):
    """Pages of one question each, shown when the ones before were answered so."""
    rows = ["form:"]
    for i in range(pages):
        rows.append(f"  - page: p{i}\n    title: {{en: P}}")
        rows += [f"    when: {when(i)}"] if i else []
        rows.append(f"    questions:\n      - {{key: q{i}, type: yes_no, label: {{en: Q}}}}")
    return "\n".join(rows) + "\n"


def facts(count, value):
    return "facts:\n  f0: q0\n  f1: q0\n" + "".join(f"  f{i}: {value(i)}\n" for i in range(2, count))


HEAVY = {
    "chains of conditions, tried in all examples": HEAD
    + form(130, lambda i: " || ".join(f"q{j}" for j in range(i)))
    + EXAMPLES,
    "many conditions, tried in all examples": HEAD + form(700, lambda i: f"q{i - 1} || q0") + EXAMPLES,
    "facts on facts that nothing bounds": HEAD
    + form(2, lambda i: "facts.f500")
    + facts(501, lambda i: f"facts.f{i - 1} && q0"),
    "long conditions": HEAD + form(50, lambda i: " || ".join([f"q0 == (q{i - 1} && q0)"] * 100)),
    "misspelt names among many": HEAD + form(700, lambda i: f"q{i}x == 1 && q{i}y == 2"),
}


def check(text):
    return check_source(text, known=Known(("en",)))


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_a_proof_that_is_not_finished_is_no_proof(text, monkeypatch):
    assert len(text) < 110_000
    monkeypatch.setattr("commonweal.services.definitions.proof.checking.STEPS_OF_PROOF", STEPS_OF_PROOF // 8)
    checked = check(text)
    assert [finding.code for finding in checked.errors] == ["not-proved"]
    assert not checked.good
    assert checked.steps >= STEPS_OF_PROOF // 8


def test_facts_that_read_two_others_each_are_walked_once(monkeypatch):
    monkeypatch.setattr("commonweal.services.definitions.proof.checking.STEPS_OF_PROOF", 200_000)
    text = HEAD + form(2, lambda i: "facts.f60") + facts(61, lambda i: f"facts.f{i - 1} == facts.f{i - 2}")
    assert "not-proved" not in {finding.code for finding in check(text).findings}


def test_the_work_is_counted_and_not_timed(text):
    assert check(text).steps == check(text).steps > 1000


@pytest.fixture(scope="module")
def plain():
    """A service of forty pages without conditions: nothing is counted there for evaluating."""
    kinds = "      - {key: kinds, type: choices, label: {en: Q}, options: [a, b]}\n"
    return check(HEAD + form(40, lambda i: "q0").replace("    when: q0\n", "") + kinds).service


def test_each_journey_that_is_tried_costs_as_much_as_its_form_is_long(plain):
    with within(10_000) as budget:
        Ways(plain, date(2026, 5, 3)).with_answers({}, (), ())
    assert budget.spent >= 2 * 40


def test_each_step_of_an_example_and_each_answer_in_it_is_counted(plain):
    day = date(2026, 5, 3)
    with within(10_000) as budget:
        steps = list(pages_of(plain, JourneyState(answers={}, on=day), plain.evaluate({}, on=day)))
    assert budget.spent >= 40 * STEP_OF_JOURNEY
    assert len(steps) > 40
    spent = []
    for many in (1, 50):
        example = Example(name="e", given={"kinds": ["a"] * many}, expect={"eligible": True})
        service = replace(plain, base=plain.base.model_copy(update={"examples": [example]}))
        with within(10_000) as budget:
            assert list(unknown_names(service, Known(("en",)))) == []
        spent.append(budget.spent)
    assert spent[1] - spent[0] == 2 * 49  # each is looked up among the options, and for what nobody can see


def test_the_services_of_the_demo_need_a_small_part_of_the_budget():
    from commonweal.kernel.capability import PACKAGE
    from commonweal.services.definitions.place_files.folder import read_folder
    from commonweal.services.definitions.place_files.service_kind import known_in

    folder = read_folder(PACKAGE.parents[1] / "places" / "eastmere").folder
    from commonweal.services.definitions.proof.checking import check_document

    steps = {key: check_document(each.data, known=known_in(folder)).steps for key, each in folder.of("service").items()}
    assert len(steps) > 8
    assert all(0 < each < STEPS_OF_PROOF / 4 for each in steps.values()), steps


def test_at_most_a_hundred_unknown_keys_are_reported():
    for text in (
        HEAD + "".join(f"k{i}: 1\n" for i in range(3_000)),
        HEAD + "form:\n  - page: p\n    title: {en: P}\n" + "".join(f"    k{i}: 1\n" for i in range(3_000)),
    ):
        findings = check(text).findings
        assert len(findings) == MOST_FINDINGS + 1
        assert findings[-1].code == "and-more"
        assert findings[-1].message == f"There are {3_000 - MOST_FINDINGS} more."


def test_keys_that_stand_twice_are_told_up_to_a_hundred():
    findings = check(HEAD + "a: 1\n" * 3_000).findings
    assert (len(findings), findings[-1].message) == (MOST_FINDINGS + 1, f"There are {2_999 - MOST_FINDINGS} more.")


def test_a_mistake_is_not_hidden_behind_a_hundred_warnings():
    text = HEAD + form(200, lambda i: "q0") + "channels: [web]\nhard_close: 2020-01-01\n"
    findings = check(text.replace("key: q199", "key: q198")).findings
    assert any(finding.severity == "error" for finding in findings[:MOST_FINDINGS])


def some(count, severity):
    """So many findings, one in each line."""
    return [
        Finding(severity, f"{number}", "", severity=severity, file="s", line=number) for number in range(1, count + 1)
    ]


def test_warnings_are_left_out_before_mistakes_and_the_last_line_says_how_many_and_of_what_kind():
    mistakes, warnings = some(30, "error"), some(150, "warning")
    *kept, more = capped([*warnings, *mistakes])
    assert kept == [*warnings[:70], *mistakes]
    assert (more.code, more.message, more.severity) == ("and-more", "There are 80 more.", "warning")
    assert (more.file, more.line) == ("s", 30)
    *kept, more = capped([*warnings, *some(150, "error")])
    assert {finding.severity for finding in kept} == {"error"}
    assert (len(kept), more.message, more.severity, more.line) == (100, "There are 200 more.", "error", 100)


def test_as_many_as_may_be_said_are_said_as_they_are():
    for findings in (some(100, "error"), some(100, "warning")):
        assert list(capped(findings)) == findings
    assert len(capped(some(1, "error") * 150)) == MOST_FINDINGS + 1


@pytest.mark.parametrize("text", ["a: " + "9" * 150_000, "a: {b, " + "c" * 150_000 + "}", "x: !" + "b" * 150_000])
def test_what_is_long_is_not_repeated_whole(text):
    for finding in check(HEAD + text + "\n").findings:
        assert len(finding.message) <= MOST_CHARACTERS
        assert len(finding.remedy) <= MOST_CHARACTERS


def test_long_words_of_a_finding_are_cut():
    (kept,) = capped([Finding("x", "m" * 5_000, "r" * 5_000, file="s", line=3)])
    assert kept.message == "m" * (MOST_CHARACTERS - 1) + "…"
    assert kept.remedy.endswith("r…")
    assert (kept.code, kept.file, kept.line) == ("x", "s", 3)


def test_steps_outside_a_budget_are_free_and_inside_they_end():
    spend(10**12)
    with within(10) as budget:
        spend(10)
        assert budget.left == 0
        with pytest.raises(UsedUp):
            spend(1)


@pytest.mark.django_db
def test_only_staff_and_programs_of_definitions_check_texts(place, text, editor):
    resident = Acting("person:00000000-0000-0000-0000-000000000009")
    other = Acting("key:1", organisation=place.id, scopes=frozenset({"cases:read"}))
    with pytest.raises(NotSignedIn):
        api.check_text(text, acting=STRANGER)
    for acting in (resident, other):
        with pytest.raises(NotAllowed):
            api.check_text(text, acting=acting)
    program = Acting("key:2", organisation=place.id, scopes=frozenset({"definitions:write"}))
    for acting in (program, editor, staff(place.id, "officer")):
        assert api.check_text(text, acting=acting, service=SERVICE).good


@pytest.mark.django_db
def test_an_organisation_has_so_many_proofs_a_minute_and_fewer_long_ones(place, editor, text, monkeypatch):
    heavy = HEAVY["facts on facts that nothing bounds"]
    monkeypatch.setattr("commonweal.services.definitions.proof.checking.STEPS_OF_PROOF", 20_000)
    monkeypatch.setattr(authoring, "STEPS_OF_PROOF", 20_000)
    from datetime import UTC, datetime

    from commonweal.kernel.clock import standing_at

    with standing_at(datetime(2026, 5, 3, 10, tzinfo=UTC)):
        for _ in range(2):
            api.check_text(heavy, acting=editor)
        with pytest.raises(TooMany):
            api.check_text(heavy, acting=editor)
        with pytest.raises(TooMany):
            api.save_draft(service=SERVICE, source=text, acting=editor)


def test_forty_nine_thousand_unknown_keys_are_refused_in_one_sentence():
    """What was once answered with 22 MB of findings is not read at all."""
    findings = check(HEAD + "".join(f"k{i}:\n" for i in range(49_000))).findings
    assert [finding.code for finding in findings] == ["too-large"]
    assert len(findings[0].message) < 100
