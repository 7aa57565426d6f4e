"""Steps that are the applicant's own: each is on the page of their application, with a form for what it requires."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.testing import define_cases
from commonweal.kernel.acting import SYSTEM

pytestmark = pytest.mark.django_db
KINDS = ["text", "long_text", "date", "yes_no", "number", "file"]
TITLES = {kind: {"en": f"Your {kind}", "cy": f"Eich {kind}"} for kind in KINDS}
REQUIRED = [{"key": f"answer.a_{kind}", "type": kind, "title": TITLES[kind]} for kind in KINDS]
SENT = {
    "given-a_text": "Under the oak",
    "given-a_long_text": "It is\nbehind the hedge.",
    "given-a_date-day": "2",
    "given-a_date-month": "5",
    "given-a_date-year": "2027",
    "given-a_yes_no": "yes",
    "given-a_number": "3",
    "reason": "We moved house.",
    "note": "Ring twice.",
}


RULE = {"from": ["received", "explained"], "to": "explained", "by": ["applicant", "role:officer"]}
WORKED = {
    "states": ["received", "explained", "off"],
    "start": "received",
    "transitions": {
        "explain": {**RULE, "title": {"en": "Explain", "cy": "Egluro"}, "requires": [*REQUIRED, "reason", "note"]},
        "call_off": {**RULE, "to": "off", "title": {"en": "Call it off", "cy": "Canslo"}},
        "visit": {**RULE, "by": "role:officer", "title": {"en": "Visit", "cy": "Ymweld"}},
    },
}


@pytest.fixture
def steps(sent, client, ann, settings, tmp_path):
    """An application in a state with two steps of the applicant: one that requires one of everything, one nothing."""
    settings.MEDIA_ROOT, settings.CLAMAV = tmp_path, ""
    define_cases(lambda version: WORKED)
    client.force_login(ann)
    return sent


def words(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def step(sent, key):
    return reverse("portal:step", args=[sent.case.removeprefix("case:"), key])


def a_file(words=b"See this"):
    return {"given-a_file": SimpleUploadedFile("note.txt", words)}


def state(sent, ann_acts):
    return cases.my_case(sent.case.removeprefix("case:"), acting=ann_acts).card.state


def test_every_step_of_ones_own_stands_on_the_page_also_one_that_requires_something(steps, client):
    page = client.get(reverse("portal:case", args=[steps.case.removeprefix("case:")]))
    assert step(steps, "explain") in page.content.decode()
    assert step(steps, "call_off") in page.content.decode()
    assert step(steps, "visit") not in page.content.decode()


def test_a_step_that_requires_something_asks_for_it_in_the_words_of_the_definition(steps, client):
    page = client.get(step(steps, "explain"))
    for kind in KINDS:
        assert f"Your {kind}" in words(page)
    # The words of staff are not those of the applicant.
    assert "What should we know?" in words(page)
    assert "colleagues" not in words(page)
    assert 'enctype="multipart/form-data"' in page.content.decode()


def test_what_the_step_requires_is_kept_with_the_case(steps, client, ann_acts):
    answer = client.post(step(steps, "explain"), {**SENT, **a_file()})
    assert answer.status_code == 302
    assert state(steps, ann_acts) == "explained"
    view = cases.case(steps.case.removeprefix("case:"), acting=SYSTEM)
    given = dict(view.given)
    assert given.pop("a_file")
    assert given == {
        "a_text": "Under the oak",
        "a_long_text": "It is\nbehind the hedge.",
        "a_date": "2027-05-02",
        "a_yes_no": True,
        "a_number": 3,
    }
    assert {note.text for note in view.notes} == {"We moved house.", "Ring twice."}


@pytest.mark.parametrize("missing", [*(f"given-a_{kind}" for kind in KINDS), "reason", "note"])
def test_what_is_missing_is_said_at_its_place_and_what_was_typed_is_kept(steps, client, ann_acts, missing):
    sent = {key: value for key, value in {**SENT, **a_file()}.items() if not key.startswith(missing)}
    answer = client.post(step(steps, "explain"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert state(steps, ann_acts) == "received"
    assert page.count("govuk-error-message") >= 1
    for key, value in SENT.items():
        if not key.startswith(missing):
            assert value.splitlines()[0] in page
    if missing != "given-a_file":
        kept = re.search(r'name="given-a_file-kept" value="([^"]+)"', page)
        assert kept is not None
        again = client.post(step(steps, "explain"), {**SENT, "given-a_file-kept": kept[1]})
        assert again.status_code == 302


def test_the_file_of_somebody_else_is_refused(steps, client, ann_acts):
    answer = client.post(step(steps, "explain"), {**SENT, "given-a_file-kept": str(uuid4())})
    assert answer.status_code == 422
    assert "Under the oak" in answer.content.decode()
    assert "-kept" not in answer.content.decode()
    assert state(steps, ann_acts) == "received"


def test_a_step_that_requires_nothing_is_only_asked_for(steps, client, ann_acts):
    assert "Yes, do it" in words(client.get(step(steps, "call_off")))
    assert state(steps, ann_acts) == "received"
    client.post(step(steps, "call_off"))
    assert state(steps, ann_acts) == "off"


def test_a_step_of_staff_is_not_there_for_the_applicant(steps, client, ann_acts):
    assert client.post(step(steps, "visit")).status_code == 404
    assert state(steps, ann_acts) == "received"


def test_a_program_sees_what_the_step_requires_and_takes_it(steps, client, ann_acts):
    case = steps.case.removeprefix("case:")
    told = client.get(f"/api/cases/mine/{case}").json()["moves"]
    [move] = [each for each in told if each["key"] == "explain"]
    assert [(each["name"], each["type"]) for each in move["requires"]][:6] == [(f"a_{kind}", kind) for kind in KINDS]
    refused = client.post(f"/api/cases/{case}/transitions", {"transition": "explain"}, content_type="application/json")
    assert refused.status_code == 422
    assert set(refused.json()["fields"]) == {*(f"a_{kind}" for kind in KINDS), "reason", "note"}
