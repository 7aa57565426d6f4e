"""How much one sender, one network and the disk may be sent; a refusal is shown at the question."""

import errno
from contextlib import nullcontext
from io import BytesIO
from subprocess import CompletedProcess, TimeoutExpired
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from commonweal.blocks.forms import api
from commonweal.blocks.forms.files import image_reader, quotas, separate_process
from commonweal.blocks.forms.files.quotas import MEGABYTE, Quota
from commonweal.blocks.forms.models import Upload
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid, TooMany
from commonweal.site.operations import checkup

pytestmark = pytest.mark.django_db

ANN = Acting(actor="person:11111111-1111-1111-1111-111111111111")
HERE, THERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def guest(number):
    return Acting(actor=f"guest:77777777-7777-7777-7777-{number:012}")


def note(size=100):
    file = BytesIO(b"a" * size)
    file.name = "note.txt"
    return file


def store(acting, network="", size=100):
    return api.store_upload(file=note(size), owner=acting.actor, acting=acting, network=network)


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_new_guest_each_time_has_no_new_limit(monkeypatch):
    monkeypatch.setattr(quotas, "OF_NETWORK", Quota(3, 100 * MEGABYTE))
    for number in range(3):
        store(guest(number), HERE)
    with pytest.raises(TooMany):
        store(guest(4), HERE)
    store(guest(5), THERE)


def test_the_bytes_of_a_network_are_counted_too(monkeypatch, storage):
    monkeypatch.setattr(quotas, "OF_NETWORK", Quota(100, 3 * MEGABYTE))
    store(guest(1), HERE, size=1_500_000)
    with pytest.raises(TooMany):
        store(guest(2), HERE, size=1_500_000)
    assert len(files(storage)) == 1


def picture():
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    out.name = "a.png"
    out.seek(0)
    return out


@pytest.mark.parametrize("spent", [b"A warning\n6.6", None], ids=["drawn", "ended"])
def test_files_that_take_long_to_look_through_use_up_what_a_network_may_send(monkeypatch, spent):
    """A file may be made to take all the time that a reader has; a few of them would keep both readers busy."""
    kept = image_reader.answer(image_reader.PNG, b"x")
    answer = CompletedProcess([], 0 if spent else -24, kept, spent or b"")
    monkeypatch.setattr(separate_process.subprocess, "run", lambda *args, **how: answer)
    monkeypatch.setattr(quotas, "WORK_OF_NETWORK", 13 if spent else 39)
    for number in range(2):
        with nullcontext() if spent else pytest.raises(Invalid):
            api.store_upload(file=picture(), owner=guest(1).actor, acting=guest(number), network=HERE)
    with pytest.raises(TooMany):
        store(guest(3), HERE)
    store(guest(4), THERE)


def test_a_reader_says_how_long_it_took():
    with separate_process.counted() as spent:
        separate_process.ask("image_reader", picture().getvalue())
        separate_process.ask("image_reader", b"II*\0" + b"\xff" * 40)  # of which the library warns
    assert len(spent) == 2
    assert 0 < max(spent) < separate_process.SECONDS


def test_a_reader_that_never_answers_took_all_its_time(monkeypatch):
    def waiting(command, **how):
        raise TimeoutExpired(command, how["timeout"])

    monkeypatch.setattr(separate_process.subprocess, "run", waiting)
    with separate_process.counted() as spent, pytest.raises(separate_process.Failed, match="no answer in time"):
        separate_process.ask("image_reader", b"x")
    assert spent == [separate_process.SECONDS]


def test_a_library_that_is_missing_takes_no_time(monkeypatch):
    answer = CompletedProcess([], separate_process.MISSING, b"", b"")
    monkeypatch.setattr(separate_process.subprocess, "run", lambda *args, **how: answer)
    with separate_process.counted() as spent, pytest.raises(separate_process.Missing):
        separate_process.ask("heif_reader", b"x")
    assert spent == []


def test_who_has_an_account_does_not_share_the_limit_of_an_office(monkeypatch):
    monkeypatch.setattr(quotas, "OF_NETWORK", Quota(1, MEGABYTE))
    for _ in range(3):
        store(ANN, HERE)


def test_one_sender_has_a_limit_of_bytes_an_hour(monkeypatch):
    monkeypatch.setattr(quotas, "OF_SENDER", Quota(100, 2 * MEGABYTE))
    store(ANN, size=1_500_000)
    with pytest.raises(TooMany):
        store(ANN, size=100)


@pytest.mark.parametrize(("quota", "size"), [(Quota(2, MEGABYTE), 10), (Quota(9, 1000), 400)], ids=["files", "bytes"])
def test_drafts_hold_so_much_and_what_was_submitted_or_deleted_makes_room(monkeypatch, storage, quota, size):
    monkeypatch.setitem(quotas.OF_DRAFTS, "person", quota)
    first, second = store(ANN, size=size), store(ANN, size=size)
    with pytest.raises(Invalid, match="Send this one, or delete files"):
        store(ANN, size=size)
    assert len(files(storage)) == 2
    api.keep_uploads([first.id], holder="case:1", organisation="1", owner=ANN.actor, acting=ANN)
    store(ANN, size=size)
    api.delete_upload(upload=second.id, acting=ANN)
    store(ANN, size=size)


def nearly_full(monkeypatch, settings, free):
    settings.DISK_RESERVE = 500
    monkeypatch.setattr(quotas.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))


def test_a_nearly_full_disk_takes_no_more_files(monkeypatch, settings, storage):
    store(ANN)
    nearly_full(monkeypatch, settings, 500_000_050)
    with pytest.raises(api.NoRoom, match="Your answers are kept") as refused:
        store(ANN)
    assert refused.value.status == 507
    assert (len(files(storage)), Upload.objects.count()) == (1, 1)
    nearly_full(monkeypatch, settings, 500_000_100)
    store(ANN)


def test_a_disk_that_fills_while_writing_leaves_no_half_file_behind(monkeypatch, storage):
    opened = default_storage._wrapped.__class__ if hasattr(default_storage, "_wrapped") else type(default_storage)

    def full(self, name, content):
        path = storage / name
        path.parent.mkdir(parents=True)
        path.write_bytes(next(iter(content.chunks())))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(opened, "_save", full)
    with pytest.raises(api.NoRoom):
        store(ANN)
    assert files(storage) == []
    assert not Upload.objects.exists()
    assert not journal.entries(types=["forms.upload_stored"])


@pytest.mark.parametrize(("free", "state"), [(400, "failing"), (1500, "warning"), (9000, "well")])
def test_the_doctor_warns_of_a_full_disk_before_files_are_refused(monkeypatch, settings, free, state):
    nearly_full(monkeypatch, settings, free * MEGABYTE)
    assert {answer.question: answer for answer in checkup.ask_all()}["Disk"].state == state


FORM = [{"page": "p", "title": {"en": "P"}, "questions": [{"key": "photo", "type": "file", "accept": ["text/plain"]}]}]


@pytest.mark.parametrize("cause", ["too many", "no room", "quota"])
def test_on_a_page_every_refusal_is_an_error_of_its_question(monkeypatch, settings, cause):
    if cause == "too many":
        monkeypatch.setattr(quotas, "OF_NETWORK", Quota(0, MEGABYTE))
    elif cause == "no room":
        nearly_full(monkeypatch, settings, 0)
    else:
        monkeypatch.setitem(quotas.OF_DRAFTS, "guest", Quota(0, MEGABYTE))
    words = {"too many": "Wait ", "no room": "later today", "quota": "delete files"}[cause]
    form, acting = api.read_form(FORM), guest(1)
    received = api.receive_files(form, "p", {}, {"photo": note()}, owner=acting.actor, acting=acting, network=HERE)
    assert words in received.errors["photo"]
    assert "{" not in received.errors["photo"]


def test_files_that_are_no_longer_an_answer_are_deleted_unless_they_were_submitted(
    storage, django_capture_on_commit_callbacks
):
    first, held, others = store(ANN), store(ANN), store(guest(1))
    api.keep_uploads([held.id], holder="case:1", organisation="1", owner=ANN.actor, acting=ANN)
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete_replaced([first.id, held.id, others.id, "nonsense"], owner=ANN.actor, acting=ANN) == 1
    assert {str(row.pk) for row in Upload.objects.all()} == {held.id, others.id}
    assert len(files(storage)) == 2
