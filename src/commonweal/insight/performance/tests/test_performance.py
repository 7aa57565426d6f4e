"""Figures: counted once from the journal, exact for staff, small numbers kept back from everybody else."""

import statistics
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.testing import define_cases
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.insight.performance import api
from commonweal.insight.performance.counting import count
from commonweal.insight.performance.figures import months_back
from commonweal.insight.performance.models import EventCount, MonthlyCount
from commonweal.kernel import clock
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn
from commonweal.kernel.testing.rows import Rows, begins_with
from commonweal.kernel.worker import run_all
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder

PLACE = Path(__file__).parent / "place"
SERVICE = "eastmere-council/missed-bin"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


PLACE_ROWS = Rows(lambda: apply_place(read=read_folder(PLACE), acting=SYSTEM))


@pytest.fixture
@begins_with(PLACE_ROWS)
def council(db) -> Organisation:
    PLACE_ROWS()
    define_cases(lambda version: definitions.version(version).content("case"))
    return Organisation.objects.get(key="eastmere-council")


@pytest.fixture
def officer(council) -> Acting:
    return make_staff(council, make_person(), "officer")


def happened(kind: str, times: int, *, at: datetime = NOW, days: int | None = None) -> None:
    for _ in range(times):
        count(entry=str(uuid4()), kind=kind, service=SERVICE, at=at, days=days)


def test_a_new_service_is_in_the_figures_at_once(council, officer):
    assert [each.service for each in api.public_figures()] == [SERVICE]
    assert api.own_figures(acting=officer)[0].submitted == 0


@pytest.mark.django_db
def test_what_the_journal_tells_is_counted_once_however_often_it_is_told(council, officer):
    with clock.standing_at(NOW):
        opened = cases.open_case(
            service=SERVICE,
            version=definitions.published_hash(SERVICE),
            organisation=str(council.pk),
            answers={"street": "High Street"},
            acting=SYSTEM,
        )
    with clock.standing_at(NOW + timedelta(days=6)):
        cases.transition(case=opened.id, transition="finish", acting=officer)
        run_all()
        run_all()
        figures = api.own_figures(acting=officer)[0]
    assert (figures.opened, figures.closed, figures.median_days) == (1, 1, 6.0)


def test_an_entry_that_was_counted_is_left_alone(council):
    entry = str(uuid4())
    for _ in range(2):
        count(entry=entry, kind="begun", service=SERVICE, at=NOW)
    assert EventCount.objects.count() == 1


def test_small_numbers_are_kept_back_from_everybody_but_staff(council, officer):
    happened("begun", 9)
    happened("submitted", 3)
    with clock.standing_at(NOW):
        public, own = api.public_service(SERVICE), api.own_figures(acting=officer)[0]
    assert (public.begun, public.submitted, public.completion) == (9, None, None)
    assert (own.begun, own.submitted, own.completion) == (9, 3, 3 / 9)


def test_the_sum_of_a_much_used_service_is_shown_though_one_month_was_small(council, client):
    for month, times in ((1, 12), (2, 2), (3, 24)):
        happened("submitted", times, at=NOW.replace(month=month))
    with clock.standing_at(NOW):
        public = api.public_service(SERVICE)
        page = client.get("/performance/").content.decode()
    assert public.submitted == 38
    assert [month.submitted for month in public.months][-3:] == [None, None, 24]
    assert '<td class="cw-number">38</td>' in page


def test_no_two_periods_tell_by_their_difference_what_is_kept_back(council):
    for month, times in ((1, 12), (2, 2), (3, 24)):
        happened("submitted", times, at=NOW.replace(month=month))
    with clock.standing_at(NOW):
        sums = [api.public_service(SERVICE, months=number).submitted for number in (1, 2, 3, 12)]
    assert sums == [24, None, None, 38]


def test_the_median_of_few_cases_is_kept_back(council, officer):
    happened("closed", 4, days=3)
    with clock.standing_at(NOW):
        assert api.public_service(SERVICE).median_days is None
        assert api.own_figures(acting=officer)[0].median_days == 3


def test_months_are_those_of_the_place_and_none_is_left_out(council, officer):
    happened("begun", 1, at=datetime(2025, 7, 31, 23, 30, tzinfo=UTC))
    with clock.standing_at(NOW):
        months = api.own_figures(acting=officer)[0].months
    assert [month.month for month in months][:2] == [date(2025, 4, 1), date(2025, 5, 1)]
    assert len(months) == 12
    assert {month.month: month.begun for month in months}[date(2025, 8, 1)] == 1


def test_the_months_of_a_new_year_reach_into_the_old_one():
    with clock.standing_at(datetime(2026, 1, 15, tzinfo=UTC)):
        assert months_back(3) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]


@given(
    values=st.lists(
        st.tuples(st.sampled_from([2, 3]), st.integers(0, 400) | st.integers(0, 3)), min_size=1, max_size=30
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_median_is_that_of_the_values_one_by_one(council, officer, values):
    """Whichever months they are of, and however many took the same number of days."""
    MonthlyCount.objects.all().delete()
    MonthlyCount.objects.bulk_create(
        MonthlyCount(kind="closed", service=SERVICE, month=date(2026, month, 1), days=days, number=number)
        for (month, days), number in Counter(values).items()
    )
    with clock.standing_at(NOW):
        median = api.own_figures(acting=officer)[0].median_days
    assert median == statistics.median(days for _month, days in values)


def test_staff_of_another_organisation_see_only_their_own(council):
    elsewhere = make_staff(make_organisation(), make_person(), "manager")
    assert list(api.own_figures(acting=elsewhere)) == []


def test_strangers_and_residents_get_no_exact_figures(council):
    with pytest.raises(NotSignedIn):
        api.own_figures(acting=STRANGER)
    with pytest.raises(NotAllowed):
        api.own_figures(acting=Acting(actor=make_person().ref))


def test_a_service_that_is_not_there_is_not_found(council):
    with pytest.raises(NotFound):
        api.public_service("eastmere-council/nothing")


def test_pages_take_ten_statements_at_most(council, django_assert_max_num_queries):
    happened("submitted", 30)
    client = sign_in(Client(), _manager(council))
    for address in ("/performance/", "/performance/own/", f"/performance/{SERVICE}/"):
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200


def _manager(council):
    person = make_person()
    make_staff(council, person, "manager")
    return person


def test_everybody_reads_the_public_pages_with_their_chart(client, council):
    happened("submitted", 30, at=clock.now())
    happened("begun", 40, at=clock.now())
    assert "Report a missed bin” is used most" in client.get("/performance/").content.decode()
    page = client.get(f"/performance/{SERVICE}/").content.decode()
    assert "Of every hundred who begin, 75 send their application." in page


def test_the_table_says_what_is_kept_back_and_so_does_the_csv(client, council):
    happened("begun", 3, at=clock.now())
    assert "kept back" in client.get(f"/performance/{SERVICE}/").content.decode()
    lines = client.get(f"/performance/{SERVICE}.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "month,begun,submitted,opened,closed"
    assert lines[-1].endswith(",kept back,0,0,0")


@pytest.mark.parametrize("address", ["services.csv", f"{SERVICE}.csv"])
def test_what_is_downloaded_opens_right_in_a_spreadsheet(client, council, address):
    happened("begun", 30, at=clock.now())
    answer = client.get(f"/performance/{address}")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n") > 1


def test_the_api_gives_the_same_figures(client, council):
    happened("begun", 3, at=clock.now())
    happened("submitted", 12, at=clock.now())
    [found] = client.get("/api/performance/services").json()
    assert (found["service"], found["begun"], found["submitted"]) == (SERVICE, None, 12)
    assert client.get(f"/api/performance/services/{SERVICE}?months=1").json()["months"][0]["begun"] is None
    assert client.get("/api/performance/own").status_code == 401
    assert client.get("/api/performance/services?months=99").status_code == 422


def test_figures_of_two_thousand_services_take_few_statements_and_compile_none(council, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from commonweal.services.definitions.models import Service, Version
    from commonweal.services.definitions.versions import store

    services = Service.objects.bulk_create(
        [Service(key=f"eastmere-council/s{number}", organisation=council) for number in range(2_000)]
    )
    versions = Version.objects.bulk_create(
        [
            Version(
                service=each, number=1, status="published", hash=f"h{each.key}", document={"title": {"en": each.key}}
            )
            for each in services
        ]
    )
    for service, version in zip(services, versions, strict=True):
        service.current = version
    Service.objects.bulk_update(services, ["current"], batch_size=500)
    monkeypatch.setattr(store, "_revive", lambda *_asked: pytest.fail("compiled"))
    with CaptureQueriesContext(connection) as asked:
        last = api.public_figures(page=99)
    assert last.paginator.count == 2_001
    assert [each.title["en"] for each in last] == ["Report a missed bin"]
    assert len(asked) <= 4


def test_what_figures_read_does_not_grow_with_what_happened(council):
    """The rows that a hundred times as many applications leave to be read are the same; the entries are not asked."""

    def read():
        with CaptureQueriesContext(connection) as asked, clock.standing_at(NOW):
            api.public_leaders()
            api.public_figures()
        return [query["sql"] for query in asked]

    for kind in ("begun", "submitted", "opened"):
        happened(kind, 1)
    happened("closed", 1, days=3)
    few = MonthlyCount.objects.count()
    for kind in ("begun", "submitted", "opened"):
        happened(kind, 100)
    happened("closed", 100, days=3)
    assert MonthlyCount.objects.count() == few == 4
    assert sorted(MonthlyCount.objects.values_list("number", flat=True)) == [101] * 4
    statements = read()
    assert any(MonthlyCount._meta.db_table in sql for sql in statements)
    assert not any(EventCount._meta.db_table in sql for sql in statements)


def test_counts_of_earlier_versions_are_summed_when_the_tables_are_brought_up_to_date(council):
    fill = import_module("commonweal.insight.performance.migrations.0002_monthly_counts").fill
    as_they_were = MigrationLoader(connection).project_state(("insight_performance", "0002_monthly_counts")).apps
    happened("submitted", 7)
    happened("closed", 2, days=3)
    happened("closed", 1, days=5)
    before = sorted(MonthlyCount.objects.values_list("kind", "month", "service", "days", "number"))
    MonthlyCount.objects.all().delete()
    fill(as_they_were, None)
    assert sorted(MonthlyCount.objects.values_list("kind", "month", "service", "days", "number")) == before
