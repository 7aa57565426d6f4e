"""The queue: what each filter shows, in what order, and in how many queries."""

from datetime import UTC, datetime, timedelta

import pytest

from commonweal.blocks.cases import api
from commonweal.blocks.cases.api import QueueFilter
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.models.case import NO_DATE
from commonweal.blocks.cases.testing import VERSION, make_case
from commonweal.blocks.cases.tests.conftest import key_of, resident
from commonweal.kernel.acting import STRANGER
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Invalid, NotAllowed, NotFound, NotSignedIn

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def many(organisation, count, **values):
    """Rows as opening would have made them, without opening each."""
    start = Case.objects.count()
    rows = []
    for number in range(start, start + count):
        due = values.get("due_at", NOW + timedelta(days=number % 50))
        given = {
            "reference": f"EM-{number:04d}-00000",
            "organisation": organisation,
            "service": "eastmere-council/visit",
            "version": VERSION,
            "subject": f"guest:{number}",
            "state": "received",
            "state_since": NOW,
            "opened_at": NOW + timedelta(minutes=number),
            "due_at": due,
            "due_order": due or NO_DATE,
        }
        rows.append(Case(**{**given, **values}))
    return Case.objects.bulk_create(rows)


def shown(filters=None, **where):
    with standing_at(NOW):
        return [row.id for row in api.queue(filters, **where).rows]


def test_the_soonest_deadline_comes_first_and_what_has_none_last(council, staff):
    late, none, soon = [
        many(council, 1, due_at=due)[0] for due in (NOW + timedelta(days=9), None, NOW - timedelta(days=1))
    ]
    assert shown(acting=staff.officer) == [str(soon.pk), str(late.pk), str(none.pk)]


def test_a_row_tells_that_it_is_overdue_and_what_its_state_is_called(council, staff):
    many(council, 1, due_at=NOW - timedelta(days=1))
    with standing_at(NOW):
        [row] = api.queue(acting=staff.officer).rows
    assert (row.overdue, row.state_title["cy"]) == (True, "Derbyniwyd")


@pytest.mark.parametrize(
    ("values", "filters"),
    [
        ({"state": "visiting"}, QueueFilter(states=["visiting"])),
        ({"service": "eastmere-council/other"}, QueueFilter(services=["eastmere-council/other", "x/y"])),
        ({"area": "eastmere/north"}, QueueFilter(areas=["eastmere/north"])),
        ({"team": "north"}, QueueFilter(team="north")),
        ({"priority": "urgent"}, QueueFilter(priorities=["urgent"])),
        ({"channel": "phone"}, QueueFilter(channels=["phone"])),
        ({"waiting": True}, QueueFilter(waiting=True)),
        ({"phase": "closed"}, QueueFilter(open=False)),
        ({"due_at": NOW - timedelta(days=1)}, QueueFilter(due="overdue")),
        ({"due_at": NOW + timedelta(hours=2)}, QueueFilter(due="today")),
        ({"due_at": NOW + timedelta(days=6)}, QueueFilter(due="week")),
    ],
)
def test_each_filter_shows_what_fits_it_and_nothing_else(council, staff, values, filters):
    many(council, 3, due_at=NOW + timedelta(days=30))
    [wanted] = many(council, 1, **values)
    assert shown(filters, acting=staff.officer) == [str(wanted.pk)]


def test_what_is_mine_what_is_nobodys_and_what_is_a_colleagues(council, staff):
    [mine] = many(council, 1, assignee_id=staff.officer.person)
    [theirs] = many(council, 1, assignee_id=staff.second.person)
    [free] = many(council, 1)
    assert shown(QueueFilter(assignee="me"), acting=staff.officer) == [str(mine.pk)]
    assert shown(QueueFilter(assignee="none"), acting=staff.officer) == [str(free.pk)]
    assert shown(QueueFilter(assignee=staff.second.person), acting=staff.officer) == [str(theirs.pk)]


def test_a_number_finds_its_case_closed_ones_too(council, staff):
    [wanted, _] = many(council, 2, phase="closed")
    assert shown(QueueFilter(reference=wanted.reference.lower()), acting=staff.officer) == [str(wanted.pk)]


def test_newest_and_oldest_order_by_the_day_of_opening(council, staff):
    first, second = many(council, 2)
    assert shown(QueueFilter(order="newest"), acting=staff.officer) == [str(second.pk), str(first.pk)]
    assert shown(QueueFilter(order="oldest"), acting=staff.officer) == [str(first.pk), str(second.pk)]


def test_pages_follow_each_other_without_gap_or_double(council, staff):
    many(council, 120)
    pages = [api.queue(acting=staff.officer, page=number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [50, 50, 20]
    assert [page.has_next for page in pages] == [True, True, False]
    assert len({row.id for page in pages for row in page.rows}) == 120


def test_an_organisation_never_sees_the_cases_of_another(council, charity, staff):
    many(council, 3)
    assert shown(acting=staff.elsewhere) == []
    with pytest.raises(NotFound):
        api.queue(acting=staff.elsewhere, organisation=str(council.pk))


def test_strangers_residents_and_editors_see_no_queue(council, staff, ann):
    with pytest.raises(NotSignedIn):
        api.queue(acting=STRANGER)
    with pytest.raises(NotFound):
        api.queue(acting=resident(ann))
    with pytest.raises(NotFound):
        api.queue(acting=resident(ann), organisation=str(council.pk))
    with pytest.raises(NotAllowed):
        api.queue(acting=staff.editor)
    with pytest.raises(NotAllowed):
        api.queue(acting=key_of(council, "organisations:read"))


def test_the_crew_sees_the_cases_of_services_that_give_it_work(council, ann, staff):
    case = make_case(council, ann).id
    many(council, 2, service="eastmere-council/other")
    assert shown(acting=staff.crew) == [case]


def test_counts_tell_states_mine_and_what_is_late(council, staff):
    many(council, 2, due_at=NOW - timedelta(days=1))
    many(council, 1, state="visiting", assignee_id=staff.officer.person, waiting=True, due_at=None)
    many(council, 4, phase="closed")
    with standing_at(NOW):
        counted = api.counts(acting=staff.officer)
    assert counted.states == {"received": 2, "visiting": 1}
    assert (counted.total, counted.mine, counted.unassigned, counted.overdue, counted.waiting) == (3, 1, 2, 2, 1)


@pytest.mark.parametrize(
    ("filters", "page"),
    [
        (QueueFilter(assignee="somebody"), 1),
        (QueueFilter(due="someday"), 1),
        (QueueFilter(order="random"), 1),
        (QueueFilter(), 0),
    ],
)
def test_a_filter_that_does_not_exist_is_refused_by_name(council, staff, filters, page):
    with pytest.raises(Invalid) as refused:
        api.queue(filters, acting=staff.officer, page=page)
    assert refused.value.fields


@pytest.mark.parametrize("count", [1, 60, 3000])
def test_a_page_of_the_queue_takes_one_query_however_many_cases_there_are(
    council, staff, count, django_assert_num_queries
):
    many(council, count, assignee_id=staff.officer.person)
    api.queue(acting=staff.officer)
    with django_assert_num_queries(1):
        rows = api.queue(QueueFilter(states=["received"]), acting=staff.officer).rows
    assert len(rows) == min(count, 50)


@pytest.mark.parametrize(
    "filters",
    [
        QueueFilter(),
        QueueFilter(states=["received"]),
        QueueFilter(assignee="me"),
        QueueFilter(assignee="none"),
        QueueFilter(services=["eastmere-council/visit"]),
        QueueFilter(areas=["eastmere/north"]),
        QueueFilter(team="north"),
        QueueFilter(priorities=["urgent"]),
        QueueFilter(channels=["phone"]),
        QueueFilter(waiting=True),
        QueueFilter(due="overdue"),
        QueueFilter(order="newest"),
    ],
)
def test_every_filter_is_answered_in_order_from_an_index(council, staff, filters):
    """The plan never sorts and never walks the whole table (SQLite, whose plans can be read)."""
    from django.db import connection

    from commonweal.blocks.cases.queries.lines import SHOWN
    from commonweal.blocks.cases.queries.queue import _filtered, visible

    if connection.vendor != "sqlite":
        pytest.skip("the plan of PostgreSQL depends on its statistics")
    many(council, 50)
    rows = _filtered(visible(staff.officer, None), filters, staff.officer)
    plan = rows.values(*SHOWN)[:51].explain()
    assert "TEMP B-TREE" not in plan
    assert "SEARCH" in plan
    assert "USING INDEX case_" in plan


def test_a_case_takes_as_many_queries_with_much_on_it_as_with_little(
    council, ann, staff, django_assert_max_num_queries
):
    case = make_case(council, ann).id
    for number in range(12):
        api.add_note(case=case, text=f"{number}", acting=staff.officer)
        api.write_to_applicant(case=case, text=f"{number}", acting=staff.officer)
        api.request_information(case=case, question=f"{number}", acting=staff.officer)
    api.case(case, acting=staff.officer)
    with django_assert_max_num_queries(10):
        api.case(case, acting=staff.officer)
    with django_assert_max_num_queries(9):
        api.my_case(case, acting=resident(ann))


def test_what_an_applicant_has_takes_few_queries(council, ann, staff, django_assert_num_queries):
    for number in range(5):
        case = make_case(council, ann).id
        api.request_information(case=case, question=f"{number}", acting=staff.officer)
    with django_assert_num_queries(1):
        assert len(api.my_cases(acting=resident(ann))) == 5
    with django_assert_num_queries(2):
        assert len(api.my_tasks(acting=resident(ann))) == 5
    with django_assert_num_queries(1):
        assert len(api.staff_tasks(acting=staff.officer)) == 5
