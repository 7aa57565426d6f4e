"""Files are scanned in the background; one that is infected is destroyed, and a scanner that is away is asked again."""

import pytest

from commonweal.blocks.forms import api
from commonweal.blocks.forms.actions.scan_upload import scan_unscanned, scan_upload
from commonweal.blocks.forms.files.scanner import ScannerAway
from commonweal.blocks.forms.tests.fake_clamd import EICAR, FakeClamd
from commonweal.blocks.forms.tests.sent_files import (
    ANN,
    OFFICER,
    ORG,
    files,
    kept,
    named,
    store,
)
from commonweal.kernel import journal, sensitive
from commonweal.kernel.problems import Conflict
from commonweal.kernel.tasks import TASKS
from commonweal.kernel.worker import run_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage", "nobody_keeps_cases")]


def test_a_clean_file_is_clean_after_scanning(settings, tmp_path):
    with FakeClamd() as clamd:
        settings.CLAMAV = clamd.address
        stored = store()
        assert stored.state == "waiting"
        api.keep_uploads([stored.id], holder="case:1", organisation=ORG, owner=ANN.actor, acting=ANN)
        with pytest.raises(Conflict):
            api.open_upload(upload=stored.id, acting=OFFICER)
        assert scan_upload(stored.id) == "clean"
        assert clamd.server.seen == [stored.size]
    api.open_upload(upload=stored.id, acting=OFFICER)


def test_a_place_without_a_scanner_calls_no_file_clean_and_scans_it_once_it_has_one(settings):
    settings.CLAMAV = ""
    stored = kept()
    assert stored.state == "unscanned"
    assert api.open_upload(upload=stored.id, acting=OFFICER).content
    scan_unscanned.func()
    assert api.find_upload(upload=stored.id, acting=ANN).state == "unscanned"
    with FakeClamd() as clamd:
        settings.CLAMAV = clamd.address
        scan_unscanned.func()
    assert api.find_upload(upload=stored.id, acting=ANN).state == "clean"


def test_the_scanner_skips_a_file_that_nobody_can_open_any_more(settings):
    settings.CLAMAV = "127.0.0.1:1"
    stored = store()
    sensitive.shred(ANN.actor)
    assert scan_upload(stored.id) == "waiting"


def test_an_infected_file_is_refused_and_its_content_destroyed(settings, storage, django_capture_on_commit_callbacks):
    with FakeClamd(storage / "clamd.sock") as clamd, django_capture_on_commit_callbacks(execute=True):
        settings.CLAMAV = clamd.address
        stored = api.store_upload(file=named("x.txt", EICAR), owner=ANN.actor, acting=ANN)
        run_all()
    assert api.find_upload(upload=stored.id, acting=ANN).state == "refused"
    assert [path.name for path in files(storage)] == []
    (entry,) = journal.entries(types=["forms.upload_refused"])
    assert entry.facts == {"reason": "Eicar-Test-Signature"}
    with pytest.raises(Conflict):
        api.keep_uploads([stored.id], holder="case:1", organisation=ORG, owner=ANN.actor, acting=ANN)


def test_a_scanner_that_is_away_leaves_the_file_waiting_and_is_asked_again(settings):
    settings.CLAMAV = "127.0.0.1:1"
    stored = store()
    with pytest.raises(ScannerAway):
        scan_upload(stored.id)
    assert api.find_upload(upload=stored.id, acting=ANN).state == "waiting"
    assert TASKS["commonweal.blocks.forms.actions.scan_upload.scan_upload_later"].retries >= 10


def test_an_answer_of_the_scanner_that_cannot_be_read_is_not_a_yes(settings):
    with FakeClamd() as clamd:
        settings.CLAMAV = clamd.address
        stored = api.store_upload(file=named("x.txt", b"a b\n" * 300_000), owner=ANN.actor, acting=ANN)
        with pytest.raises(ScannerAway):
            scan_upload(stored.id)
