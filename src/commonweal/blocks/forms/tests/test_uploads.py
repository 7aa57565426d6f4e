"""Files from being sent to being deleted: who may do what, scanning, keeping, forgetting."""

import base64
import contextlib
import stat
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from commonweal.blocks.forms import api, permissions
from commonweal.blocks.forms.actions.delete_upload import delete_expired
from commonweal.blocks.forms.actions.scan_upload import scan_unscanned, scan_upload
from commonweal.blocks.forms.actions.seal_uploads import seal_earlier_uploads
from commonweal.blocks.forms.files.scanner import ScannerAway
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.personal import PERSONAL
from commonweal.blocks.forms.tests.fake_clamd import EICAR, FakeClamd
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, TooMany
from commonweal.kernel.tasks import TASKS
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db

ORG = "99999999-9999-9999-9999-999999999999"
ANN = Acting(actor="person:11111111-1111-1111-1111-111111111111")
BOB = Acting(actor="person:22222222-2222-2222-2222-222222222222")
OFFICER = Acting(actor="person:33333333-3333-3333-3333-333333333333", memberships={ORG: frozenset({"officer"})})
ELSEWHERE = Acting(
    actor="person:44444444-4444-4444-4444-444444444444", memberships={str(uuid4()): frozenset({"officer"})}
)
EDITOR = Acting(actor="person:55555555-5555-5555-5555-555555555555", memberships={ORG: frozenset({"editor"})})
KEY = Acting(actor="key:1", organisation=ORG, scopes=frozenset({"forms:read"}))
GUEST = Acting(actor="guest:77777777-7777-7777-7777-777777777777")


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def nobody_keeps_cases(monkeypatch):
    monkeypatch.setattr(permissions, "_holders", {})
    monkeypatch.setattr(permissions, "_subjects", {})


def named(name, content):
    file = BytesIO(content)
    file.name = name
    return file


def photo():
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return named("sofa.jpg", out.getvalue())


def store(acting=ANN, **more):
    return api.store_upload(file=photo(), owner=acting.actor, acting=acting, **more)


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def kept(acting=ANN, holder="case:1"):
    stored = store(acting)
    api.keep_uploads([stored.id], holder=holder, organisation=ORG, owner=acting.actor, acting=acting)
    return stored


def test_a_stored_file_can_be_opened_by_its_owner_alone():
    stored = store()
    assert api.open_upload(upload=stored.id, acting=ANN).content[:3] == b"\xff\xd8\xff"
    for other in (BOB, OFFICER, GUEST, KEY, STRANGER):
        with pytest.raises(NotFound):
            api.open_upload(upload=stored.id, acting=other)
        with pytest.raises(NotFound):
            api.delete_upload(upload=stored.id, acting=other)


def test_a_submitted_file_can_be_opened_by_those_who_work_on_it_and_that_is_in_the_journal():
    stored = kept()
    for reader in (OFFICER, KEY):
        api.open_upload(upload=stored.id, acting=reader)
    for other in (BOB, ELSEWHERE, EDITOR, STRANGER):
        with pytest.raises(NotFound):
            api.open_upload(upload=stored.id, acting=other)
    read = journal.entries(object=f"upload:{stored.id}", types=["forms.upload_read"])
    assert [entry.actor for entry in read] == [KEY.actor, OFFICER.actor]
    assert read[0].subject == ANN.actor


def test_who_keeps_the_case_can_say_who_may_read_its_files():
    api.ask_holder("case", lambda case, acting: case == "1" and acting == BOB)
    stored = kept()
    api.open_upload(upload=stored.id, acting=BOB)
    with pytest.raises(NotFound):
        api.open_upload(upload=stored.id, acting=OFFICER)


def test_a_submitted_file_can_no_longer_be_deleted_by_its_owner():
    stored = kept()
    with pytest.raises(NotAllowed):
        api.delete_upload(upload=stored.id, acting=ANN)


def test_strangers_have_nothing_to_keep_a_file_for():
    with pytest.raises(NotSignedIn):
        store(STRANGER)


def test_a_key_needs_the_scope_for_what_it_does():
    writer = replace(KEY, scopes=frozenset({"forms:write"}))
    with pytest.raises(NotAllowed):
        store(KEY)
    stored = store(writer)
    with pytest.raises(NotFound):
        api.open_upload(upload=stored.id, acting=writer)
    both = replace(KEY, scopes=frozenset({"forms:read", "forms:write"}))
    assert api.open_upload(upload=stored.id, acting=both).content
    with pytest.raises(NotAllowed):
        api.delete_upload(upload=stored.id, acting=KEY)
    api.delete_upload(upload=stored.id, acting=both)


def test_somebody_elses_file_cannot_be_submitted():
    stored = store(BOB)
    with pytest.raises(Conflict):
        api.keep_uploads([stored.id], holder="case:1", organisation=ORG, owner=ANN.actor, acting=ANN)
    assert api.upload_facts(stored.id, owner=ANN.actor) is None
    assert api.upload_facts(stored.id, owner=BOB.actor) == stored
    assert api.upload_facts("nonsense", owner=BOB.actor) is None


def test_a_file_beyond_its_size_is_refused_without_being_kept(storage):
    with pytest.raises(Invalid, match="smaller than 100B"):
        store(max_size=100)
    assert files(storage) == []


def test_what_is_not_safe_is_refused_without_being_kept(storage):
    with pytest.raises(Invalid) as refused:
        api.store_upload(file=named("x.jpg", b"MZ\x90\0" + b"\0" * 99), owner=ANN.actor, acting=ANN)
    assert "file" in refused.value.fields
    assert files(storage) == []
    assert not Upload.objects.exists()


def test_nobody_can_send_files_without_end(monkeypatch):
    monkeypatch.setattr("commonweal.blocks.forms.quotas.AN_HOUR", 100_000_000)
    from commonweal.kernel.models import Window

    store()
    Window.objects.update(count=200)
    with pytest.raises(TooMany):
        store()


def test_every_file_is_sealed_with_its_owners_key_and_dies_with_it(storage):
    stored = store()
    assert b"\xff\xd8\xff" not in files(storage)[0].read_bytes()
    assert api.open_upload(upload=stored.id, acting=ANN).content[:3] == b"\xff\xd8\xff"
    sensitive.shred(ANN.actor)
    with pytest.raises(NotFound):
        api.open_upload(upload=stored.id, acting=ANN)


def test_no_other_user_of_the_machine_may_look_at_files(storage):
    store()
    assert files(storage)
    for path in storage.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_file_in_the_place_of_another_is_noticed(storage):
    mine, other = store(), store(BOB)
    paths = {str(row.pk): row.path for row in Upload.objects.all()}
    (storage / paths[mine.id]).write_bytes((storage / paths[other.id]).read_bytes())
    with pytest.raises(NotFound, match="damaged"):
        api.open_upload(upload=mine.id, acting=ANN)


def as_once_kept(storage, stored, *, special=False):
    """Put a file back as earlier versions kept it."""
    row = Upload.objects.get(pk=stored.id)
    content = api.open_upload(upload=stored.id, acting=Acting(actor=row.owner)).content
    once = sensitive.seal(row.owner, base64.b64encode(content).decode()).encode() if special else content
    (storage / row.path).write_bytes(once)
    Upload.objects.filter(pk=row.pk).update(key="", sealed=special)
    return content


def test_files_of_earlier_versions_can_be_read_and_are_sealed_by_and_by(storage, django_capture_on_commit_callbacks):
    contents = {}
    for special in (False, True):
        stored = store()
        contents[stored.id] = as_once_kept(storage, stored, special=special)
    gone = store()
    as_once_kept(storage, gone)
    (storage / Upload.objects.get(pk=gone.id).path).unlink()
    assert api.files_check() == "3 files of an earlier version are not sealed yet; the worker seals them"
    for identifier, content in contents.items():
        assert api.open_upload(upload=identifier, acting=ANN).content == content
    with django_capture_on_commit_callbacks(execute=True):
        seal_earlier_uploads.func()
    assert len(files(storage)) == 2
    assert not any(path.read_bytes().startswith(b"\xff\xd8\xff") for path in files(storage))
    for identifier, content in contents.items():
        assert api.open_upload(upload=identifier, acting=ANN).content == content
    assert list(Upload.objects.filter(key="").values_list("pk", flat=True)) == [UUID(gone.id)]


def test_deleting_takes_the_content_with_the_commit(storage, django_capture_on_commit_callbacks):
    stored = store()
    with django_capture_on_commit_callbacks(execute=True):
        api.delete_upload(upload=stored.id, acting=ANN)
    assert files(storage) == []


def test_files_of_unfinished_drafts_expire_and_submitted_ones_do_not(django_capture_on_commit_callbacks):
    forgotten, submitted = store(), kept()
    with (
        clock.standing_at(clock.now() + timedelta(days=31)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        delete_expired.func()
    assert {str(u.pk) for u in Upload.objects.all()} == {submitted.id}
    assert api.upload_facts(forgotten.id, owner=ANN.actor) is None


def test_files_go_with_the_case_that_holds_them(storage, django_capture_on_commit_callbacks):
    kept()
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete_held(holder="case:1", acting=SYSTEM) == 1
    assert files(storage) == []


@pytest.mark.parametrize("once", [None, False, True], ids=["now", "once open", "once sealed"])
def test_a_guest_who_signs_in_takes_the_key_of_the_files_along(storage, once):
    stored = store(GUEST)
    if once is not None:
        as_once_kept(storage, stored, special=once)
    api.hand_over_uploads(guest=GUEST.actor, to=ANN.actor, acting=ANN)
    sensitive.shred(GUEST.actor)
    assert api.open_upload(upload=stored.id, acting=ANN).content
    with pytest.raises(NotFound):
        api.open_upload(upload=stored.id, acting=GUEST)
    sensitive.shred(ANN.actor)
    with pytest.raises(NotFound):
        api.open_upload(upload=stored.id, acting=ANN)


def test_a_hand_over_that_comes_to_nothing_leaves_the_file_with_the_guest(storage):
    stored = store(GUEST)
    as_once_kept(storage, stored)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        api.hand_over_uploads(guest=GUEST.actor, to=ANN.actor, acting=ANN)
        raise ZeroDivisionError
    assert api.open_upload(upload=stored.id, acting=GUEST).content


def test_export_and_erasure_cover_every_file(storage, django_capture_on_commit_callbacks):
    store()
    store(BOB)
    data, ann = PERSONAL[0], ANN.person
    assert [row["name"] for row in data.collect(ann)] == ["sofa.jpg"]
    with django_capture_on_commit_callbacks(execute=True):
        assert data.erase(ann) == 1
    assert list(data.collect(ann)) == []
    assert len(files(storage)) == 1


@pytest.mark.parametrize(("about", "stays"), [(BOB.actor, True), (GUEST.actor, True), (ANN.actor, False), ("", False)])
def test_what_was_sent_into_a_case_about_somebody_else_outlives_who_sent_it(
    storage, about, stays, django_capture_on_commit_callbacks
):
    api.ask_holder("case", lambda case, acting: False, subject=lambda case: about if case == "1" else "")
    stored, own = kept(), store()
    content = api.open_upload(upload=stored.id, acting=SYSTEM).content
    with django_capture_on_commit_callbacks(execute=True):
        PERSONAL[0].erase(ANN.person)
    sensitive.shred(ANN.actor)
    assert not Upload.objects.filter(owner=ANN.actor).exists()
    assert not Upload.objects.filter(pk=own.id).exists()
    assert [str(upload.pk) for upload in Upload.objects.all()] == ([stored.id] if stays else [])
    assert len(files(storage)) == int(stays)
    if stays:
        assert api.open_upload(upload=stored.id, acting=SYSTEM).content == content


def test_what_nobody_can_read_any_more_goes_with_who_sent_it(storage, django_capture_on_commit_callbacks):
    api.ask_holder("case", lambda case, acting: False, subject=lambda case: BOB.actor)
    kept()
    sensitive.shred(ANN.actor)
    with django_capture_on_commit_callbacks(execute=True):
        assert PERSONAL[0].erase(ANN.person) == 1
    assert files(storage) == []


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


def test_a_file_that_nobody_can_open_any_more_is_no_trouble_for_the_scanner(settings):
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


def test_a_scanner_that_answers_nonsense_is_not_taken_for_a_yes(settings):
    with FakeClamd() as clamd:
        settings.CLAMAV = clamd.address
        stored = api.store_upload(file=named("x.txt", b"a b\n" * 300_000), owner=ANN.actor, acting=ANN)
        with pytest.raises(ScannerAway):
            scan_upload(stored.id)


def test_files_of_a_page_become_answers(around):
    form = api.read_form([{"page": "p", "title": {"en": "P"}, "questions": [{"key": "photo", "type": "file"}]}])
    files = {"photo": photo(), "other": photo()}
    received = api.receive_files(form, "p", {}, files, owner=ANN.actor, acting=ANN)
    mine = replace(around, upload=partial(api.upload_facts, owner=ANN.actor))
    cleaned = api.clean_page(form, "p", received.posted, {}, mine)
    assert cleaned.good
    assert cleaned.answers["photo"]["name"] == "sofa.jpg"
    assert Upload.objects.count() == 1
    bad = {"photo": named("x.jpg", b"#!/bin/sh\n")}
    assert "photo" in api.receive_files(form, "p", {}, bad, owner=ANN.actor, acting=ANN).errors


def test_the_address_of_a_file_gives_an_attachment_that_no_browser_runs(client, django_user_model):
    person = django_user_model.objects.create_user("ann@example.org")
    stored = store(Acting(actor=person.ref))
    assert client.get(f"/files/{stored.id}").status_code == 404
    client.force_login(person)
    answer = client.get(f"/files/{stored.id}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="sofa.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_file_has_no_address_below_the_static_files(client, settings):
    stored = store()
    path = Upload.objects.get(pk=stored.id).path
    assert default_storage.exists(path)
    assert not settings.MEDIA_URL.strip("/")
    for address in (f"/{path}", f"/static/{path}", f"/media/{path}"):
        assert client.get(address).status_code == 404
