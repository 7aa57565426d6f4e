"""The journal of an organisation: who did what, narrowed and paged, for those who answer for it."""

import re

import pytest

from commonweal.blocks.cases import api as cases

pytestmark = pytest.mark.django_db


def words(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_journal_tells_who_did_what_and_can_be_narrowed(signed_in, people, make_case):
    opened = make_case()
    cases.take(case=opened.id, acting=people.acting["officer"])
    client = signed_in("manager")
    assert "Somebody is working on it" in words(client, "/desk/journal/")
    narrowed = words(client, "/desk/journal/", kind="case.taken", actor=people.officer.ref)
    assert "Application received</th>" not in narrowed
    assert narrowed.count("data-row") == 1
    assert "No entry fits" in words(client, "/desk/journal/", actor=people.viewer.ref)
    assert "Nothing to show" in words(client, "/desk/journal/", day="2001-01-01")


def test_the_journal_is_paged_by_number(signed_in, make_case):
    for _ in range(52):
        make_case()
    client = signed_in("manager")
    first = words(client, "/desk/journal/")
    assert first.count("data-row") == 50
    before = re.search(r"before=(\d+)", first).group(1)
    older = words(client, "/desk/journal/", before=before)
    assert f">{int(before) - 1}</td>" in older
    assert f">{before}</td>" not in older


def test_a_day_that_does_not_exist_is_told_at_its_box(signed_in):
    answer = signed_in("manager").get("/desk/journal/", {"day": "2026-02-31"})
    assert answer.status_code == 422
    assert "is not a day" in answer.content.decode()


def test_the_journal_is_for_managers_and_speaks_welsh(signed_in, make_case):
    make_case()
    assert signed_in("officer").get("/desk/journal/").status_code == 403
    client = signed_in("manager")
    client.cookies["language"] = "cy"
    assert "Derbyniwyd y cais" in words(client, "/desk/journal/")


def test_no_words_of_an_applicant_stand_in_the_journal(signed_in, people, make_case):
    opened = make_case(answers={"name": "SECRETNAME", "cars": 1})
    cases.add_note(case=opened.id, text="SECRETNOTE", acting=people.acting["officer"])
    page = words(signed_in("manager"), "/desk/journal/")
    assert "SECRET" not in page


def test_the_journal_of_another_organisation_stays_closed(signed_in, make_case):
    opened = make_case()
    assert opened.id not in words(signed_in("elsewhere"), "/desk/journal/")
    council = str(cases.cards([opened.id])[opened.id].organisation)
    assert signed_in("elsewhere").get("/api/desk/journal", {"organisation": council}).status_code == 404
    assert signed_in("officer").get("/api/desk/journal", {"organisation": council}).status_code == 403
    assert signed_in("manager").get("/api/desk/journal").json()["lines"][0]["title"]
