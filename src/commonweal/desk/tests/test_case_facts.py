"""What stands on the case page as people write it: areas by name, days, and clocks that ended or stand still."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.tasks import look_at_clocks
from commonweal.desk.case_summary import criteria_of
from commonweal.ground.areas.models import Area
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
# Ten working days from Monday 1 June end on Monday 15 June; it is noticed in the night after.
MONDAY, THURSDAY = datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 4, 9, tzinfo=UTC)
LATE_EVENING, NIGHT = datetime(2026, 6, 15, 22, 59, 59, tzinfo=UTC), datetime(2026, 6, 16, 1, tzinfo=UTC)


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def monday_case(make_case):
    with standing_at(MONDAY):
        return make_case()


def page(client, opened):
    answer = client.get(reverse("desk:case", args=[opened.id]))
    assert answer.status_code == 200
    return answer.content.decode()


def clocks_on(client, opened):
    """The part of the page that tells of clocks, as words without markup."""
    shown = page(client, opened)
    part = shown[shown.index(">Clocks</h3>") : shown.index(">Facts</h3>")]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_the_area_is_called_by_its_name(officer, make_case):
    Area.objects.create(key="eastmere", name={"en": "Eastmere"}, kind="place")
    name = {"en": "Harbour and Old Town", "cy": "Yr Harbwr a’r Hen Dref"}
    Area.objects.create(key="eastmere/ward-3", name=name, kind="ward", parent_id="eastmere")
    opened = make_case(area="eastmere/ward-3")
    assert "Harbour and Old Town" in page(officer, opened)
    assert "eastmere/ward-3" not in page(officer, opened)
    officer.cookies["language"] = "cy"
    assert "Yr Harbwr a’r Hen Dref" in page(officer, opened)


def test_an_area_that_is_gone_is_written_readably(officer, make_case):
    assert "Old Harbour" in page(officer, make_case(area="eastmere/old-harbour"))


@pytest.mark.parametrize(("language", "written"), [("en", "3 May 2027"), ("cy", "3 Mai 2027")])
def test_a_day_that_staff_gave_is_written_as_people_write_it(officer, people, make_case, language, written):
    opened = make_case()
    given = {"visit_on": "2027-05-03"}
    acting = people.acting["officer"]
    cases.transition(case=opened.id, transition="visit", given=given, note="Ring twice", acting=acting)
    officer.cookies["language"] = language
    shown = page(officer, opened)
    assert written in shown
    assert "2027-05-03" not in shown


def test_the_day_of_a_parameter_is_written_as_people_write_it():
    used = {"name": "most_cars", "value": 2, "since": "2026-04-01", "reference": "Policy"}
    with override("en"):
        [criterion] = criteria_of({"criteria": [{"key": "few_cars", "holds": True, "parameters": [used]}]})
    assert criterion["parameters"][0]["since"] == "1 April 2026"
    assert criterion["parameters"][0]["title"]["en"] == "Most cars"
    titles = {"most_cars": {"en": "Cars that a household may have"}}
    [titled] = criteria_of({"criteria": [{"key": "few_cars", "holds": True, "parameters": [used]}]}, titles)
    assert titled["parameters"][0]["title"] == titles["most_cars"]


def test_a_running_clock_tells_how_many_days_are_used_by_now(officer, monday_case):
    with standing_at(THURSDAY):
        assert "2 of 10 days used, started 1 Jun" in clocks_on(officer, monday_case)


def test_an_expired_clock_says_that_it_ran_out_and_on_which_day(officer, monday_case):
    with standing_at(NIGHT):
        look_at_clocks.enqueue()
        run_all()
        shown = clocks_on(officer, monday_case)
    assert "10 of 10 days used" in shown
    assert "It ran out on 15 June 2026." in shown
    assert "Ran out" in shown


def test_a_clock_whose_end_was_not_noticed_yet_has_run_out_all_the_same(officer, monday_case):
    with standing_at(NIGHT):
        shown = clocks_on(officer, monday_case)
    assert "10 of 10 days used" in shown
    assert "It ran out on 15 June 2026." in shown


def test_a_clock_runs_until_the_last_second_of_its_last_day(officer, monday_case):
    with standing_at(LATE_EVENING.replace(second=58)):
        assert "Due 15 Jun" in clocks_on(officer, monday_case)


def test_a_clock_that_waits_for_the_applicant_says_so(officer, people, monday_case):
    with standing_at(THURSDAY):
        cases.request_information(case=monday_case.id, question="Which colour?", acting=people.acting["officer"])
        shown = clocks_on(officer, monday_case)
    assert "It is paused until the applicant answers." in shown
    assert "Paused" in shown
    assert "2 of 10 days used" in shown


def test_a_stopped_clock_says_when_and_what_was_used(officer, people, monday_case):
    with standing_at(THURSDAY):
        cases.decide(case=monday_case.id, transition="grant", reasons="Fine.", acting=people.acting["officer"])
    with standing_at(NIGHT):
        shown = clocks_on(officer, monday_case)
    assert "2 of 10 days used" in shown
    assert "It was stopped on 4 June 2026." in shown


def test_a_task_of_another_role_is_not_offered_to_be_done(signed_in, make_case):
    opened = make_case()
    assert "Done: Check the address" in page(signed_in("officer"), opened)
    assert "Done: Check the address" not in page(signed_in("viewer"), opened)
