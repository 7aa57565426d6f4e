"""Applications are deleted with their files when the retention period of their service is over, by the daily task."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.tasks import look_at_retention
from commonweal.blocks.forms.models import Upload
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.clock import standing_at
from commonweal.kernel.journal import entries
from commonweal.kernel.worker import run_all
from commonweal.services.definitions.language.base import Retention
from commonweal.services.journeys import api
from commonweal.services.journeys.actions.delete_sent import delete_sent
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place
from commonweal.services.journeys.tests.test_files import PAPERS

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
CLOSED = datetime(2026, 7, 1, 9, tzinfo=UTC)
OWN = ", retention: {delete_after: 12 months, from: closed}"
GENERAL = "retention: {delete_after: 12 months, from: closed}"
ANSWERS = {"address": ADDRESS, "kind": "grey", "email": "ann@example.org"}


def says(town, *, general: str, with_cases: bool = True, own: str = "") -> None:
    text = BIN.replace(OWN, own, 1).replace(GENERAL, f"retention: {general}" if general else "", 1)
    text = re.sub(r"examples:.*", "", text, flags=re.S)
    if not with_cases:
        text = re.sub(r"case:.*", "", text, flags=re.S)
    write_place(town, text.replace("      - {key: note,", f"{PAPERS}      - {{key: note,"))
    apply(town)


def send(acting) -> api.Submitted:
    journey = str(api.begin_journey(service=SERVICE, acting=acting, language="en").pk)
    api.give_answers(journey=journey, answers=ANSWERS, acting=acting)
    api.answer_page(journey=journey, part="what", posted={"kind": "grey"}, files=files(), acting=acting)
    return api.submit_journey(journey=journey, acting=acting, confirm=True)


def files() -> MultiValueDict[str, SimpleUploadedFile]:
    return MultiValueDict({"papers": [SimpleUploadedFile("paper.txt", b"a paper")]})


def clean(moment: datetime) -> None:
    with standing_at(moment):
        look_at_retention.enqueue()
        delete_sent.enqueue()
        run_all()


@pytest.fixture(autouse=True)
def _kept_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.parametrize(
    ("general", "last"),
    [
        ("{delete_after: 6 months, from: closed}", datetime(2027, 1, 1, 23, 59, tzinfo=UTC)),
        ("{delete_after: 6 months}", datetime(2027, 1, 1, 23, 59, tzinfo=UTC)),
        ("{delete_after: 6 months, from: submitted}", datetime(2026, 12, 1, 23, 59, tzinfo=UTC)),
        ("{delete_after: 2 years, from: submitted}", datetime(2028, 6, 1, 22, 59, tzinfo=UTC)),
    ],
)
def test_a_case_is_deleted_when_the_retention_period_of_its_service_ends(town, ann_acts, general, last):
    says(town, general=general)
    officer = make_staff(Organisation.objects.get(key="town"), make_person("Olwen Officer"), "officer")
    with standing_at(SENT):
        sent = send(ann_acts)
    assert Upload.objects.filter(holder=f"case:{sent.case}").count() == 1
    with standing_at(CLOSED):
        cases.transition(case=sent.case, transition="collect", acting=officer)
    clean(last)
    assert Case.objects.filter(pk=sent.case).exists()
    clean(last + timedelta(minutes=1))
    assert not Case.objects.filter(pk=sent.case).exists()
    assert not Journey.objects.filter(pk=sent.journey).exists()
    assert not Upload.objects.exists()
    assert [entry.facts["outcome"] for entry in entries(types=["case.deleted"])] == ["collected"]


def test_the_retention_period_of_an_outcome_comes_before_that_of_the_service(town, ann_acts):
    own = ", retention: {delete_after: 1 month, from: closed}"
    says(town, general="{delete_after: 3 years, from: closed}", own=own)
    officer = make_staff(Organisation.objects.get(key="town"), make_person("Olwen Officer"), "officer")
    with standing_at(CLOSED):
        collected, withdrawn = send(ann_acts), send(ann_acts)
        cases.transition(case=collected.case, transition="collect", acting=officer)
        cases.withdraw(case=withdrawn.case, acting=ann_acts)
    clean(datetime(2026, 8, 2, tzinfo=UTC))
    assert [str(pk) for pk in Case.objects.values_list("pk", flat=True)] == [withdrawn.case]
    clean(datetime(2029, 7, 2, tzinfo=UTC))
    assert not Case.objects.exists()


def test_an_open_case_is_kept_however_old_it_is(town, ann_acts):
    says(town, general="{delete_after: 1 day, from: submitted}")
    with standing_at(SENT):
        sent = send(ann_acts)
    clean(SENT + timedelta(days=800))
    assert Case.objects.filter(pk=sent.case).exists()
    assert Journey.objects.filter(pk=sent.journey).exists()


@pytest.mark.parametrize(
    ("general", "last"),
    [
        ("{delete_after: 6 months, from: submitted}", datetime(2026, 12, 1, 23, 59, 58, tzinfo=UTC)),
        ("{delete_after: 6 months}", datetime(2026, 12, 1, 23, 59, 58, tzinfo=UTC)),
        ("{delete_after: 2 weeks}", datetime(2026, 6, 15, 22, 59, 58, tzinfo=UTC)),
        ("{delete_after: 1 day}", datetime(2026, 6, 2, 22, 59, 58, tzinfo=UTC)),
    ],
)
def test_what_was_sent_without_a_case_is_deleted_with_its_files(town, ann_acts, general, last):
    says(town, general=general, with_cases=False)
    with standing_at(SENT):
        sent, _ = send(ann_acts), send(ann_acts)
    with standing_at(last):
        draft = api.begin_journey(service=SERVICE, acting=ann_acts, language="en")
    assert Upload.objects.filter(holder__startswith="journey:").count() == 2
    clean(last)
    assert Journey.objects.filter(pk=sent.journey).exists()
    clean(last + timedelta(minutes=1))
    assert list(Journey.objects.all()) == [draft]
    assert not Upload.objects.exists()
    assert len(entries(types=["journey.deleted"])) == 2


def test_the_oldest_are_deleted_first_in_batches_until_one_is_still_to_be_kept(town, ann_acts, monkeypatch):
    monkeypatch.setattr("commonweal.services.journeys.actions.delete_sent.BATCH", 1)
    says(town, general="{delete_after: 2 weeks}", with_cases=False)
    moments = [SENT, SENT + timedelta(days=1), SENT + timedelta(days=30)]
    for moment in moments:
        with standing_at(moment):
            send(ann_acts)
    clean(SENT + timedelta(days=31))
    assert list(Journey.objects.values_list("submitted_at", flat=True)) == moments[2:]


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("1 day", date(2026, 2, 1)),
        ("2 weeks", date(2026, 2, 14)),
        ("1 month", date(2026, 2, 28)),
        ("12 months", date(2027, 1, 31)),
        ("1 year", date(2027, 1, 31)),
        ("2 years", date(2028, 1, 31)),
    ],
)
def test_a_period_ends_with_its_last_day(written, end):
    ends = Retention(delete_after=written).ends(datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert (ends.date(), ends.hour, ends.minute) == (end, 23, 59)
