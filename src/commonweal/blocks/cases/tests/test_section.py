"""The section `case:`: what is read, what is refused, what examples can expect."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.events import CaseFact
from commonweal.blocks.cases.language import CaseSection, write_out_order
from commonweal.blocks.cases.proof.section import findings
from commonweal.blocks.cases.section import SECTIONS, expect_opens, expect_tasks, expressions
from commonweal.blocks.cases.testing import CONTENT
from commonweal.kernel.definition import ExampleRun, Unknown
from commonweal.kernel.journal import FACTS

ACTIONS = Path(workflow.__file__).parent / "actions"
BULKY = {
    "states": ["received", "scheduled", "collected", "could_not_collect"],
    "start": "received",
    "transitions": {
        "schedule": {"from": "received", "to": "scheduled", "by": "role:officer"},
        "collect": {
            "from": "scheduled",
            "to": "collected",
            "by": "role:crew",
            "requires": ["answer.collected_photo"],
        },
        "fail": {
            "from": "scheduled",
            "to": "could_not_collect",
            "by": "role:crew",
            "then": ["message.could_not_collect"],
        },
        "rebook": {"from": "could_not_collect", "to": "received", "by": ["role:officer", "applicant"]},
    },
    "tasks": [
        {"key": "check-photo", "in": "received", "for": "role:officer", "when": "items.exists(i, i.kind == 'fridge')"}
    ],
    "clocks": [
        {
            "key": "collect_by",
            "start": "case.opened",
            "duration": 10,
            "unit": "working_days",
            "pause_in": ["could_not_collect"],
            "warn_at": "80%",
            "on_expire": "escalate",
        }
    ],
    "outcomes": {"collected": {"retention": {"delete_after": "24 months", "from": "closed"}}},
}
SINCE_BY_OUTCOME = {"collected": "opened", "lost": "closed"}
DOCUMENT = {"messages": {"could_not_collect": {}}}


def changed(path, value, content=BULKY):
    """The content with one value replaced; the value None takes the key away."""
    (key, *rest) = path
    copy = list(content) if isinstance(content, list) else dict(content)
    if rest:
        copy[key] = changed(rest, value, content[key])
    elif value is None:
        del copy[key]
    else:
        copy[key] = value
    return copy


def codes(content, document=DOCUMENT):
    found = list(findings(CaseSection.model_validate(content), document))
    assert all(finding.remedy and finding.message for finding in found)
    return {finding.code for finding in found if finding.severity == "error"}


def test_the_case_section_of_the_bulky_waste_service_is_sound():
    assert codes(BULKY) == set()


def test_states_that_every_case_can_come_to_may_be_among_those_of_a_service():
    """A service may give them titles of its own."""
    assert codes({**BULKY, "states": [*BULKY["states"], "withdrawn", "duplicate"]}) == set()


def test_the_small_service_of_the_tests_is_sound():
    assert codes(CONTENT, {"messages": {"refused": {}}}) == set()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("start",), "nowhere", "case-unknown-state"),
        (("transitions", "schedule", "to"), "nowhere", "case-unknown-state"),
        (("transitions", "schedule", "from"), ["received", "nowhere"], "case-unknown-state"),
        (("clocks", 0, "pause_in"), ["nowhere"], "case-unknown-state"),
        (("tasks", 0, "in"), "nowhere", "case-unknown-state"),
        (("outcomes", "nowhere"), {}, "case-unknown-state"),
        (("states",), [*BULKY["states"], "island"], "case-unreachable-state"),
        (("transitions", "rebook"), None, "case-dead-end"),
        (("outcomes", "collected"), {}, "case-no-retention"),
        (("outcomes",), {}, "case-never-ends"),
        (("tasks", 0, "for"), "role:wizard", "case-unknown-role"),
        (("transitions", "schedule", "on"), "booking.confirmed", "case-unknown-trigger"),
        (("clocks", 0, "start"), "payment.paid", "case-unknown-trigger"),
        (("clocks", 0, "on_expire"), "grant", "case-unknown-transition"),
        (("transitions", "fail", "then"), ["message.unheard"], "case-unknown-effect"),
        (("transitions", "fail", "then"), ["booking.rebook"], "case-unknown-effect"),
        (("transitions", "fail", "then"), ["task.unheard"], "case-unknown-effect"),
        (("transitions", "fail", "then"), ["rebok"], "case-unknown-effect"),
        (("states",), [*BULKY["states"], "received"], "case-double-key"),
        (("transitions", "fail", "requires"), ["reason", "note", "reason"], "case-double-key"),
        (("reopen",), {"to": "collected"}, "case-reopen-closed"),
        (("transitions", "moved"), {"from": "received", "to": "scheduled", "by": "role:crew"}, "case-name-taken"),
        (("transitions", "schedule", "by"), "system", "case-never-happens"),
        (
            ("transitions", "lost"),
            {"from": "collected", "to": "received", "by": "role:crew"},
            "case-way-out-of-outcome",
        ),
    ],
)
def test_each_mistake_is_found_and_named(path, value, code):
    assert code in codes(changed(path, value))


@pytest.mark.parametrize(
    ("role", "severity", "says"), [("oficer", "error", "Did you mean 'officer'?"), ("wizard", "warning", "")]
)
def test_a_role_that_looks_like_one_of_every_organisation_is_refused(role, severity, says):
    content = changed(("transitions", "schedule", "by"), f"role:{role}")
    found = next(f for f in findings(TypeAdapter(CaseSection).validate_python(content), DOCUMENT) if role in f.message)
    assert (found.code, found.severity) == ("case-own-role", severity)
    assert found.remedy.startswith(says or "Give it a title under `roles:`")


def test_a_fact_of_a_block_that_is_not_installed_is_refused_by_name_with_what_to_do():
    content = changed(("transitions", "schedule", "on"), "booking.confirmed")
    found = next(f for f in findings(CaseSection.model_validate(content), DOCUMENT) if f.code == "case-unknown-trigger")
    assert "booking.confirmed" in found.message
    assert "Install the block" in found.remedy
    assert found.path == ("transitions", "schedule", "on")


def test_only_what_a_case_is_told_can_be_waited_for():
    refused = {kind for kind in FACTS if "case-unknown-trigger" in codes(changed(("clocks", 0, "start"), kind))}
    assert refused == {kind for kind, fact in FACTS.items() if not fact.awaited}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ACTIONS.glob("*.py"))
    told = set(re.findall(r"happened\(work, (\w+)\.type\)", sources)) | {"CaseOpened"}
    assert told == {fact.__name__ for fact in FACTS.values() if issubclass(fact, CaseFact) and fact.awaited}


def test_transitions_stand_in_the_order_that_is_given_the_others_after_them():
    section = CaseSection.model_validate({**BULKY, "order": ["rebook", "fail"]})
    assert list(section.transitions) == ["rebook", "fail", "schedule", "collect"]


def test_the_order_that_is_written_is_written_out_unless_it_is_that_of_the_alphabet():
    assert write_out_order(BULKY, None)["order"] == ["schedule", "collect", "fail", "rebook"]
    by_name = {**BULKY, "transitions": dict(sorted(BULKY["transitions"].items()))}
    assert write_out_order(by_name, None) == by_name
    assert write_out_order({**BULKY, "order": sorted(BULKY["transitions"])}, None) == BULKY


def test_an_order_written_out_is_kept_when_the_keys_are_sorted():
    stored = json.loads(json.dumps(write_out_order(BULKY, None), sort_keys=True))
    assert list(CaseSection.model_validate(stored).transitions) == list(BULKY["transitions"])
    assert write_out_order(stored, None) == stored


def test_an_overlay_keeps_the_order_below_without_what_it_took_out_and_adds_its_own_last():
    below = write_out_order(BULKY, None)
    laid = {key: rule for key, rule in below["transitions"].items() if key != "collect"}
    laid["again"] = below["transitions"]["rebook"]
    settled = write_out_order({**below, "transitions": laid}, below)
    assert settled["order"] == ["schedule", "fail", "rebook", "again"]


@pytest.mark.parametrize("wrong", [{"transitions": ["a"]}, {"order": "a"}, {"order": [1]}, {"order": [["a"]]}])
def test_what_is_no_order_is_left_for_the_check_to_refuse(wrong):
    content = {**BULKY, **wrong}
    assert write_out_order(content, None) == content
    with pytest.raises(ValidationError):
        CaseSection.model_validate(content)


def test_a_name_in_the_order_that_is_no_transition_is_found():
    content = write_out_order({**BULKY, "order": ["schedul"]}, None)
    found = [one for one in findings(CaseSection.model_validate(content), DOCUMENT) if one.path[0] == "order"]
    assert [(one.code, one.path, one.remedy) for one in found] == [
        ("case-unknown-transition", ("order", 0), "Did you mean 'schedule'?")
    ]


def test_automatic_transitions_that_lead_in_a_cycle_are_found():
    transitions = {
        "there": {"from": "received", "to": "scheduled", "by": "system", "on": "state.received"},
        "back": {"from": "scheduled", "to": "received", "by": "system", "on": "state.scheduled"},
        **BULKY["transitions"],
    }
    assert "case-cycle" in codes({**BULKY, "transitions": transitions})


@pytest.mark.parametrize(
    "content",
    [
        {**BULKY, "sates": []},
        changed(("clocks", 0, "warn_at"), "120%"),
        changed(("clocks", 0, "unit"), "fortnights"),
        changed(("transitions", "collect", "by"), "anybody"),
        changed(("outcomes", "collected", "retention", "delete_after"), "a while"),
    ],
)
def test_what_is_misspelt_is_refused(content):
    with pytest.raises(ValidationError):
        CaseSection.model_validate(content)


def test_the_model_gives_a_json_schema_for_editors():
    schema = TypeAdapter(CaseSection).json_schema()
    assert "10 working_days" in str(schema["$defs"]["Retention"])


def test_a_section_survives_being_written_and_read_again():
    section = CaseSection.model_validate(BULKY)
    assert CaseSection.model_validate(section.model_dump(mode="json", by_alias=True)) == section


def test_conditions_know_what_staff_gave_and_where_the_case_is():
    [task] = list(expressions(CaseSection.model_validate(BULKY)))
    assert task.path == ("tasks", 0, "when")
    assert set(task.scope["given"].fields) == {"collected_photo"}
    assert "state" in task.scope["case"].fields


def run_with(truth):
    return ExampleRun(name="x", given={}, on=date(2026, 5, 2), evaluate=lambda source, scope=None: truth, pages=[])


def test_an_example_can_expect_the_state_in_which_the_case_opens():
    section = CaseSection.model_validate(BULKY)
    assert expect_opens(section, "received", run_with(truth=True)) is None
    assert "received" in expect_opens(section, "scheduled", run_with(truth=True))


@pytest.mark.parametrize(("truth", "tasks"), [(True, ["check-photo"]), (False, []), (Unknown(["items"]), [])])
def test_an_example_can_expect_the_tasks_that_opening_makes(truth, tasks):
    section = CaseSection.model_validate(BULKY)
    assert expect_tasks(section, tasks, run_with(truth)) is None
    assert "check-photo" in expect_tasks(section, [] if tasks else ["check-photo"], run_with(truth))


def test_an_example_sees_what_the_system_does_on_opening():
    content = changed(("transitions", "schedule", "by"), ["system"])
    content = changed(("transitions", "schedule", "on"), "case.opened", content)
    assert expect_opens(CaseSection.model_validate(content), "scheduled", run_with(truth=True)) is None


def test_the_block_contributes_the_section_called_case():
    assert [section.key for section in SECTIONS] == ["case"]


@pytest.mark.parametrize("first", ["collected", "lost"])
def test_of_equally_long_periods_a_withdrawn_case_takes_the_one_that_begins_last(first):
    rules = {key: {"retention": {"delete_after": "2 years", "from": since}} for key, since in SINCE_BY_OUTCOME.items()}
    outcomes = {first: rules[first], **rules}
    kept = workflow.retention(CaseSection.model_validate({**BULKY, "outcomes": outcomes}), "withdrawn")
    assert kept.since == "closed"


@pytest.mark.parametrize(
    ("path", "value", "code", "remedy"),
    [
        (("start",), "recieved", "case-unknown-state", "Did you mean 'received'?"),
        (("transitions", "schedule", "to"), "schedled", "case-unknown-state", "Did you mean 'scheduled'?"),
        (("transitions", "collect", "from"), "sheduled", "case-unknown-state", "Did you mean 'scheduled'?"),
    ],
)
def test_a_misspelt_state_is_told_once_with_the_one_that_was_meant(path, value, code, remedy):
    content = CaseSection.model_validate(changed(path, value))

    errors = [finding for finding in findings(content, DOCUMENT) if finding.severity == "error"]
    assert [(finding.code, finding.remedy) for finding in errors] == [(code, remedy)]


def test_a_clock_that_takes_a_misspelt_transition_is_told_once():
    transitions = {**BULKY["transitions"], "lapse": {"from": "could_not_collect", "to": "received", "by": "system"}}
    clock = {"key": "late", "duration": 2, "unit": "days", "on_expire": "move", "transition": "laps"}
    content = CaseSection.model_validate({**BULKY, "transitions": transitions, "clocks": [clock]})

    errors = [finding for finding in findings(content, DOCUMENT) if finding.severity == "error"]
    assert [(finding.code, finding.remedy) for finding in errors] == [
        ("case-unknown-transition", "Did you mean 'lapse'?")
    ]
