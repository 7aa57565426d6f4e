"""Files from being sent to being deleted: who may do what, keeping, forgetting."""

import stat
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.core.files.storage import default_storage

from commonweal.blocks.forms import api
from commonweal.blocks.forms.actions.delete_upload import delete_expired
from commonweal.blocks.forms.actions.seal_uploads import seal_earlier_uploads
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.testing import keep_cases
from commonweal.blocks.forms.tests.sent_files import (
    ANN,
    BOB,
    EDITOR,
    ELSEWHERE,
    GUEST,
    KEY,
    OFFICER,
    ORG,
    as_once_kept,
    files,
    kept,
    named,
    photo,
    store,
)
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, TooMany

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage", "nobody_keeps_cases")]


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
    keep_cases(lambda case, upload, acting: case == "1" and acting == BOB)
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
    monkeypatch.setattr("commonweal.blocks.forms.files.quotas.AN_HOUR", 100_000_000)
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


def test_files_of_a_page_become_answers(form_context):
    form = api.read_form([{"page": "p", "title": {"en": "P"}, "questions": [{"key": "photo", "type": "file"}]}])
    files = {"photo": photo(), "other": photo()}
    received = api.receive_files(form, "p", {}, files, owner=ANN.actor, acting=ANN)
    mine = replace(form_context, upload=partial(api.upload_facts, owner=ANN.actor))
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
