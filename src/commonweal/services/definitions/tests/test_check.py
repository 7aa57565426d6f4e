"""Checking a definition: each mistake is reported with its place and a remedy."""

from dataclasses import replace

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

KNOWN = Known(
    languages=("en", "cy"),
    topics=["waste", "housing"],
    life_events=["moving-home"],
    organisations=["eastmere-council"],
    areas=["eastmere", "eastmere/north"],
)


def findings_of(text: str, old: str = "", new: str = ""):
    assert old in text
    return check_source(text.replace(old, new, 1) if old else text, file="s.yaml", known=KNOWN).findings


def error(text: str, old: str, new: str):
    found = [finding for finding in findings_of(text, old, new) if finding.severity == "error"]
    assert found, "nothing was found"
    return found[0]


def test_the_sample_has_no_mistake(text):
    checked = check_source(text, known=KNOWN)
    assert checked.errors == []
    assert checked.service.key == "eastmere-council/bulky-waste"
    assert [example.passed for example in checked.examples] == [True] * 4


def test_the_whole_level_of_a_definition_is_composed_from_sections(text):
    service = check_source(text, known=KNOWN).service
    assert {"parameters", "form", "facts", "eligibility", "case", "messages"} == set(service.contents)


@pytest.mark.parametrize(
    ("section", "block"),
    [
        ("fee", "payments"),
        ("booking", "bookings"),
        ("referrals", "referrals"),
        ("measures", "performance"),
        ("experiments", "experiments"),
    ],
)
def test_the_section_of_a_block_that_is_not_there_is_refused_by_name(text, section, block):
    lines = text.count("\n")
    found = error(f"{text}\n{section}: {{}}\n", "", "")
    assert found.code == "unknown-section"
    assert found.message == (
        f"The section '{section}' belongs to the {block} block, which is not installed in this place."
    )
    assert "adds it by itself" in found.remedy
    assert (found.file, found.line, found.column) == ("s.yaml", lines + 2, 1)


def test_a_section_that_is_switched_off_is_refused_by_name(text):
    (found,) = check_source(text, known=KNOWN, off={"blocks.messages"}).errors
    assert found.code == "section-off"
    assert "messages block, which is switched off by this organisation" in found.message


def test_a_mistyped_key_is_refused_with_the_nearest(text):
    found = error(text, "life_events:", "lifeevents:")
    assert (found.code, found.remedy) == ("unknown-key", "Did you mean 'life_events'?")


def test_a_mistyped_key_inside_a_section_is_refused_with_the_nearest(text):
    found = error(text, "max_length: 80", "max_lenght: 80")
    assert (found.code, found.remedy) == ("unknown-key", "Did you mean 'max_length'?")
    assert found.column == 13


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("schema: 1", "schema: 2", "not-an-option", "2"),
        ("topics: [waste]", "topics: [wast]", "unknown-topic", "wast"),
        ("life_events: [moving-home]", "life_events: [moving]", "unknown-life-event", "moving"),
        ("offered_by: eastmere-council", "offered_by: eastmere-council-x", "unknown-organisation", "eastmere"),
        ("title: {en: Book", "title: {e: Book", "not-fitting", ""),
        ("title: {en: Book a bulky waste collection, cy: Archebu casgliad gwastraff swmpus}",
         "title: {en: Book a bulky waste collection}", "missing-translation", "cy"),
        ("title: {en: Book a bulky waste collection, cy: Archebu casgliad gwastraff swmpus}",
         "title: Book", "not-fitting", "language"),
        ("channels: [web, phone, counter]", "channels: [web, fax]", "not-an-option", "fax"),
        ("assurance: none", "assurance: none\nguests: maybe", "not-fitting", "yes or no"),
        ("assurance: none", "assurance: low\nguests: true", "guests-without-assurance", "low"),
        ("legal_basis: {basis: public_task, reference: \"Environmental Protection Act 1990 s.45\"}\n", "",
         "no-legal-basis", "address"),
        ("name: outside the area", "name: two items in 2026", "example-twice", "two items in 2026"),
        ("price: 25.00", "price: 24.00", "example-failed", "24"),
        ("because: [in_area]", "because: [in_aria]", "example-failed", "in_area"),
        ("eligible: unknown", "eligable: true", "example-failed", "eligible"),
        ("pages: [where, items]", "pages: [items]", "example-failed", "where, items"),
        ("size(items)", "size(itemz)", "unknown-name", "itemz"),
        ("count: size(items)", "count: facts.price", "", "count"),
        ("attributes.council_tax_reduction == true", "items.exists(i, i.kind == 'sofaa')", "", "sofaa"),
        ("service: bulky-waste", "service: Bulky Waste", "not-fitting", "Bulky Waste"),
    ],
)  # fmt: skip
def test_each_mistake_is_an_error_with_a_place_and_a_remedy(text, old, new, code, words):
    found = error(text, old, new)
    assert found.code == code or not code
    assert words in found.message
    assert found.remedy
    assert found.line > 0
    assert found.file == "s.yaml"


def test_personal_answers_need_a_retention_in_the_case_or_for_the_service(text):
    without = text.replace(", retention: {delete_after: 24 months, from: closed}", "")
    found = error(without, "", "")
    assert (found.code, "address" in found.message) == ("form-no-retention", True)
    kept = without.replace("assurance: none", "assurance: none\nretention: {delete_after: 24 months}")
    assert [finding.code for finding in findings_of(kept) if finding.code == "form-no-retention"] == []


def test_a_mistake_in_an_expression_is_told_at_its_column(text):
    found = error(text, "count: size(items)", "count: size(itemz)")
    line = text.splitlines()[found.line - 1]
    assert found.column == line.index("items") + 1


def test_a_service_may_be_offered_in_fewer_languages_than_the_place_has(text):
    only = text.replace("assurance: none", "assurance: none\nlanguages: [en]").replace(", cy: Cymorth", "")
    assert [f for f in check_source(only, known=KNOWN).findings if f.code == "missing-translation"] == []


def test_what_has_no_mistake_can_still_have_warnings(text):
    late = text.replace("review_by: 2027-03-01", "review_by: 2025-01-01")
    checked = check_source(late, known=KNOWN)
    assert checked.good
    assert any("item_price" in finding.message for finding in checked.findings)


@pytest.mark.parametrize("junk", ["a", "[]", "12", "service: [", "service: {}\n", "form: 3\nservice: x"])
def test_junk_is_refused_and_never_raises(junk):
    checked = check_source(junk, known=KNOWN)
    assert checked.errors
    assert checked.service is None


def test_the_same_document_has_one_hash_however_it_is_written(text):
    one = check_source(text, known=KNOWN).service
    other = check_source(text.replace("12.50", "12.5").replace("# One file", "# A file"), known=KNOWN).service
    assert one.hash == other.hash
    assert one.hash.startswith("sha256:")


def codes(text: str, old: str, new: str) -> set[str]:
    return {finding.code for finding in findings_of(text, old, new) if finding.severity == "error"}


def test_an_area_that_does_not_exist_is_refused_with_the_nearest(text):
    found = error(text, "assurance: none", "assurance: none\nareas: [eastmere/nort]")
    assert (found.code, found.remedy) == ("unknown-area", "Did you mean 'eastmere/north'?")
    assert codes(text, "assurance: none", "assurance: none\nareas: [eastmere/north]") == set()


def test_without_loaded_areas_none_can_be_looked_up(text):
    named = text.replace("assurance: none", "assurance: none\nareas: [elsewhere]")
    assert check_source(named, known=replace(KNOWN, areas=None)).errors == []


def test_a_service_with_areas_needs_a_required_address(text):
    for asked in ("type: text", "type: address\n        required: false"):
        named = text.replace("assurance: none", "assurance: none\nareas: [eastmere]").replace("type: address", asked)
        assert "areas-without-address" in codes(named, "", "")


@pytest.mark.parametrize(("key", "value"), [("guests", "true"), ("assurance", "low")])
def test_what_is_asked_of_people_online_is_refused_where_nobody_can_apply_online(text, key, value):
    asked = text.replace("assurance: none", f"{key}: {value}")
    assert f"{key}-offline" not in codes(asked, "", "")
    assert f"{key}-offline" in codes(asked, "channels: [web, phone, counter]", "channels: [phone]")


def test_a_question_may_be_filled_in_with_all_that_is_known_of_a_person(text):
    assert "unknown-prefill" not in codes(text, "prefill: person.address", "prefill: person")


def test_answers_may_be_kept_as_long_as_calendars_reach(text):
    assert codes(text, "assurance: none", "assurance: none\nretention: {delete_after: 1000 years}") == set()


def test_an_outcome_without_a_retention_period_has_that_of_the_service(text):
    without = text.replace(", retention: {delete_after: 24 months, from: closed}", "")
    assert "case-no-retention" in codes(without, "", "")
    assert codes(without, "assurance: none", "assurance: none\nretention: {delete_after: 24 months}") == set()


@pytest.mark.parametrize(
    ("old", "new", "code", "remedy"),
    [
        ("value: sofa,", "value: 'sofa ',", "form-option-unanswerable", "Write 'sofa'."),
        ("value: sofa,", 'value: "so\\u200bfa",', "form-option-unanswerable", "Write 'sofa'."),
        ("delete_after: 24 months", "delete_after: 0 months", "case-no-time", "Write 1 or more."),
        ("delete_after: 24 months", "delete_after: 9999 years", "case-no-time", "Write 1000 years or less."),
        ("in: received\n", "in: received\n      due: 8000 years\n", "case-no-time", "Write 1000 years or less."),
        ("  outcomes:", "  reopen: {within: 1001 years}\n  outcomes:", "case-no-time", "Write 1000 years or less."),
        (
            "assurance: none",
            "assurance: none\nretention: {delete_after: 9999 years}",
            "retention-too-long",
            "Write 1000 years or less.",
        ),
        ("on: case.fail", "on: clock.warned", "unknown-event", "Use one of"),
        ("on: case.fail", "on: payment.paid", "unknown-event", "Use one of"),
        ("on: case.fail", "on: case.note_added", "unknown-event", "Use one of"),
        ("on: case.fail", "on: case.faild", "unknown-event", "Did you mean 'case.fail'?"),
        ("then: [message.could_not_collect]", "then: [form.where]", "case-unknown-effect", "Name a transition"),
        ("prefill: person.address", "prefill: person.adress", "unknown-prefill", "Did you mean 'person.address'?"),
        ("prefill: person.address", "prefill: attributes.home", "unknown-prefill", "use one of: person"),
        ("en: Describe it,", "en: 'Describe {{answers.kind}}',", "name-not-filled", "without braces"),
        (
            "en: We only collect inside Eastmere.,",
            "en: 'We only collect inside {{place.name}}.',",
            "name-not-filled",
            "without braces",
        ),
        ("given: {}", "given: {adress: 3}", "example-unknown-answer", "Did you mean 'address'?"),
        ("[{kind: fridge}]", "[{kind: fridges}]", "example-unknown-option", "Did you mean 'fridge'?"),
    ],
)
def test_what_nobody_can_answer_and_what_nothing_fills_is_refused(text, old, new, code, remedy):
    found = {finding.code: finding for finding in findings_of(text, old, new) if finding.severity == "error"}
    assert code in found
    assert remedy in found[code].remedy
    assert found[code].line


@pytest.mark.parametrize(
    ("limits", "good"),
    [
        ("earliest: 2027-01-01\n        latest: 2026-12-31", False),
        ("earliest: 2027-01-01\n        latest: 2027-01-01", True),
        ("earliest: today + 1 day\n        latest: today", False),
        ("earliest: today + 1 day\n        of_birth: true", False),
        ("latest: today - 16 years\n        of_birth: true", True),
    ],
)
def test_a_day_that_cannot_be_is_not_asked_for(text, limits, good):
    question = f"      - key: day\n        type: date\n        personal: no\n        {limits}\n        label: {{en: A, cy: A}}\n"
    found = findings_of(text, "      - key: assisted\n", question + "      - key: assisted\n")
    assert ("form-limits" not in {finding.code for finding in found}) is good


@pytest.mark.parametrize(
    ("limits", "good"),
    [
        ("min: 1\n        max: parameters.max_items", True),
        ("min: 60\n        max: parameters.max_items", False),
        ("min: parameters.max_items + 100", False),
        ("max: parameters.max_items - 100", False),
        ("max: size(address.line1)", True),
    ],
)
def test_rows_of_which_no_number_is_right_are_not_asked_for(text, limits, good):
    """Limits that parameters give; of those that follow from answers nothing can be said before there are any."""
    found = findings_of(text, "        max: parameters.max_items", f"        {limits}")
    assert ("form-limits" not in {finding.code for finding in found}) is good


def test_a_row_without_an_output_that_is_used_is_a_finding_and_no_crash(text):
    table = "tables:\n  fee:\n    inputs: {c: facts.count}\n    outputs: {v: integer, w: integer}\n    rows:\n"
    row = "      - {when: {c: '1'}, then: {v: 3}}\n"
    rule = "  - key: few\n    when: tables.fee.w > 1\n    else: {en: No, cy: Na}\n  - key: in_area"
    found = error(text.replace("  - key: in_area", rule), "facts:\n", f"{table}{row}facts:\n")
    assert found.code == "missing-output"
