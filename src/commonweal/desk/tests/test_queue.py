"""The queue: views, filters, saved views, bulk actions, and a constant number of statements."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from markupsafe import Markup

from commonweal.blocks.cases import api as cases
from commonweal.desk.models import SavedFilter
from commonweal.web.nonbreaking import unbroken

pytestmark = pytest.mark.django_db
QUEUE = "/desk/cases/"


def shown(client, query=""):
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_full_page_takes_ten_statements_at_most_and_as_many_as_a_short_one(signed_in, people, make_case):
    for _ in range(3):
        cases.assign(case=make_case().id, person=str(people.second.pk), acting=people.acting["manager"])
    client = signed_in("officer")
    few = statements(client, QUEUE)
    for number in range(52):
        make_case(answers={"name": "Rhian", "cars": number % 3})
    many = statements(client, QUEUE)
    assert shown(client).count("data-row") == 50
    assert few == many
    assert many <= 10


def test_my_work_takes_ten_statements_at_most(signed_in, people, make_case):
    for _ in range(20):
        cases.take(case=make_case().id, acting=people.acting["officer"])
    assert statements(signed_in("officer"), "/desk/") <= 10


def test_the_service_is_called_by_the_title_of_the_version(signed_in, make_case):
    make_case()
    assert "Renew a parking permit" in shown(signed_in("officer"))


def test_views_show_what_they_say(signed_in, people, make_case):
    mine, free = make_case(), make_case()
    cases.take(case=mine.id, acting=people.acting["officer"])
    client = signed_in("officer")
    assert mine.reference in shown(client, "?view=mine")
    assert free.reference not in shown(client, "?view=mine")
    assert free.reference in shown(client, "?view=unassigned")
    assert "There are no cases in this view" in shown(client, "?view=closed")


def test_filters_narrow_a_view_and_can_be_taken_away_one_by_one(signed_in, make_case):
    normal, high = make_case(), make_case(answers={"name": "R", "cars": 2})
    page = shown(signed_in("officer"), "?priority=high&state=received")
    assert high.reference in page
    assert normal.reference not in page
    assert "Priority: High" in page
    assert 'href="?state=received"' in page


def test_a_filter_that_nobody_knows_is_left_out(signed_in, make_case):
    opened = make_case()
    assert opened.reference in shown(signed_in("officer"), "?priority=purple&due=never&sort=up&page=x&view=none")


def test_a_reference_as_somebody_said_it_leads_straight_to_the_case(signed_in, make_case):
    opened = make_case()
    said = f" {opened.reference.lower()} "
    answer = signed_in("officer").get(QUEUE, {"reference": said})
    assert answer.url == reverse("desk:case", args=[opened.id])


def test_sorting_keeps_the_filters(signed_in, make_case):
    make_case()
    assert 'href="?sort=newest&amp;state=received"' in shown(signed_in("officer"), "?state=received&sort=oldest")


def test_the_first_press_on_a_column_brings_what_has_waited_longest_to_the_top(signed_in, make_case):
    make_case()
    client = signed_in("officer")
    assert 'href="?sort=oldest"' in shown(client)
    assert 'href="?sort=newest"' in shown(client, "?sort=oldest")


def test_pages_go_on_and_back(signed_in, make_case):
    for _ in range(51):
        make_case()
    client = signed_in("officer")
    assert 'rel="next"' in shown(client)
    last = shown(client, "?page=2")
    assert last.count("data-row") == 1
    assert 'rel="prev"' in last


def test_a_saved_view_is_kept_for_its_person_alone(signed_in, people, make_case):
    make_case()
    client = signed_in("officer")
    query = "view=open&priority=high"
    answer = client.post(reverse("desk:save-view"), {"name": "Hurry", "query": query}, follow=True)
    assert "Saved as “Hurry”" in answer.content.decode()
    assert "Hurry" in shown(client)
    assert "Hurry" not in shown(signed_in("second"))


def test_a_view_without_a_name_is_refused_in_words(signed_in, council):
    answer = signed_in("officer").post(reverse("desk:save-view"), {"name": " ", "query": "priority=high"}, follow=True)
    assert "Enter a name of 60 characters or fewer." in answer.content.decode()
    assert SavedFilter.objects.count() == 0


def test_nobody_deletes_the_saved_view_of_somebody_else(signed_in, people, council):
    row = SavedFilter.objects.create(person=people.officer, organisation=council, name="Mine", query="view=mine")
    assert signed_in("second").post(reverse("desk:forget-view", args=[row.pk])).status_code == 404
    assert signed_in("officer").post(reverse("desk:forget-view", args=[row.pk])).status_code == 302
    assert SavedFilter.objects.count() == 0


def bulk(client, **sent):
    return client.post(reverse("desk:bulk"), {"query": "view=open", **sent}, follow=True)


def test_many_cases_are_assigned_with_a_result_for_each(signed_in, people, make_case):
    first, taken = make_case(), make_case()
    cases.take(case=taken.id, acting=people.acting["second"])
    page = bulk(signed_in("officer"), case=[first.id, taken.id], do="assign", person=str(people.officer.pk))
    words = page.content.decode()
    assert "1 case was done." in words
    assert "A colleague works on this case." in words
    assert cases.cards([first.id])[first.id].assignee == str(people.officer.pk)


def test_a_step_that_requires_reasons_asks_for_them_before_anything_is_done(signed_in, make_case):
    ids = [make_case().id, make_case().id]
    client = signed_in("officer")
    asked = bulk(client, case=ids, do="move", step="refuse").content.decode()
    assert "Refuse: 2 cases" in asked
    empty = bulk(client, case=ids, do="move", step="refuse", given="1", reason=" ")
    assert empty.status_code == 422
    assert {card.open for card in cases.cards(ids).values()} == {True}
    bulk(client, case=ids, do="move", step="refuse", given="1", reason="Not in the area.")
    assert {card.state for card in cases.cards(ids).values()} == {"refused"}


def test_a_case_that_a_step_does_not_fit_does_not_stop_the_others(signed_in, people, make_case):
    open_one, closed = make_case(), make_case()
    cases.decide(case=closed.id, transition="grant", reasons="Fine.", acting=people.acting["officer"])
    page = bulk(signed_in("officer"), case=[open_one.id, closed.id], do="move", step="grant", given="1", reason="Fine.")
    assert page.content.decode().count("Not done") == 1
    assert cases.cards([open_one.id])[open_one.id].state == "granted"


def test_nothing_chosen_is_told_and_leads_back_to_the_same_list(signed_in, council):
    page = bulk(signed_in("officer"), do="take", query="view=unassigned&service=x")
    assert page.redirect_chain[-1][0] == "/desk/cases/?view=unassigned&service=x"
    assert "Choose at least one case first" in page.content.decode()


def test_bulk_actions_reach_no_case_of_another_organisation(signed_in, make_case):
    opened = make_case()
    page = bulk(signed_in("elsewhere"), case=[opened.id], do="take").content.decode()
    assert opened.reference not in page
    assert cases.cards([opened.id])[opened.id].assignee is None


def test_the_page_to_come_back_to_is_always_the_queue(signed_in, council):
    page = bulk(signed_in("officer"), do="take", query="https://evil.example/?view=open")
    assert page.redirect_chain[-1][0].startswith("/desk/cases/")


def test_a_reference_that_no_case_has_is_told_as_that(signed_in, council):
    assert "No case has this reference" in shown(signed_in("officer"), "?reference=XX-0000")


def test_a_view_that_is_only_sorted_is_still_the_view_in_hand(signed_in, make_case):
    make_case()
    assert '<a href="?view=open" aria-current="page">' in shown(signed_in("officer"), "?view=open&sort=newest")


def test_a_step_that_ends_open_tasks_shows_them_before_anything_is_done(signed_in, people, make_case):
    opened = make_case()
    moved = {"visit_on": "2026-06-01"}
    cases.transition(case=opened.id, transition="visit", acting=people.acting["officer"], given=moved, note="Ring.")
    cases.request_information(case=opened.id, question="Which car?", acting=people.acting["officer"])
    asked = bulk(signed_in("officer"), case=[opened.id], do="move", step="grant").content.decode()
    assert "1 open task will be closed undone" in asked
    assert unbroken(Markup(f"{opened.reference}: More information is needed")) in asked
    assert cases.cards([opened.id])[opened.id].open


@pytest.mark.parametrize(("do", "wrong"), [("move", "Choose a step."), ("assign", "Choose a colleague.")])
def test_cases_stay_chosen_where_it_was_not_said_what_to_do_with_them(signed_in, make_case, do, wrong):
    first, second = make_case(), make_case()
    asked = bulk(signed_in("officer"), case=[first.id, second.id], do=do)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert wrong in page
    assert "2 chosen cases" in page
    assert [f'name="case" value="{each.id}"' in page for each in (first, second)] == [True, True]
    assert 'name="query" value="view=open"' in page


def test_cases_stay_chosen_where_a_step_cannot_be_done_with_several(signed_in, make_case, monkeypatch):
    opened = make_case()
    needed = [cases.Needed("answer", "photo", {"en": "Photo"}, "file")]
    monkeypatch.setattr("commonweal.desk.views.bulk._requirements", lambda versions, step: ("Grant", needed, True))
    page = bulk(signed_in("officer"), case=[opened.id], do="move", step="grant").content.decode()
    assert "“Grant” needs a file for each case." in page
    assert f'name="case" value="{opened.id}"' in page
    assert cases.cards([opened.id])[opened.id].state == "received"


def test_the_cases_of_another_organisation_are_not_named_among_the_chosen(signed_in, make_case):
    opened = make_case()
    page = bulk(signed_in("elsewhere"), case=[opened.id], do="move").content.decode()
    assert opened.reference not in page
    assert opened.id not in page


def test_every_offered_colleague_can_be_given_the_case(signed_in, people, make_case):
    client = signed_in("manager")
    opened = make_case()
    case = client.get(reverse("desk:case", args=[opened.id])).content.decode()
    for page, select in ((shown(client), 'id="bulk-person"'), (case, 'id="assign-person"')):
        assert select in page
        offered = set(re.findall(r'<option value="([0-9a-f-]{36})"', page.split(select)[1].split("</select>")[0]))
        assert {str(people.officer.pk), str(people.second.pk)} <= offered
        for person in offered:
            cases.assign(case=opened.id, person=person, acting=people.acting["manager"])
