"""Files when their owner changes: a guest signs in, somebody is erased, a case is about somebody else."""

import contextlib

import pytest
from django.db import transaction

from commonweal.blocks.forms import api
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.personal import PERSONAL
from commonweal.blocks.forms.testing import keep_cases
from commonweal.blocks.forms.tests.sent_files import (
    ANN,
    BOB,
    GUEST,
    as_once_kept,
    files,
    kept,
    store,
)
from commonweal.kernel import journal, sensitive
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage", "nobody_keeps_cases")]


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


@pytest.mark.parametrize(("guest", "to"), [(GUEST.actor, "person:2"), (ANN.actor, ANN.actor)], ids=["to", "of"])
def test_only_a_guests_files_are_handed_over_and_only_to_who_acts(guest, to):
    with pytest.raises(ValueError, match="only"):
        api.hand_over_uploads(guest=guest, to=to, acting=ANN)


def test_a_hand_over_that_is_rolled_back_leaves_the_file_with_the_guest(storage):
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
    keep_cases(lambda case, upload, acting: False, subject=lambda case: about if case == "1" else "")
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


def test_what_staff_sent_into_a_case_they_read_only_while_they_work_there_and_its_applicant_is_told():
    working = {ANN.actor}
    keep_cases(lambda case, upload, acting: acting.actor in working, subject=lambda case: BOB.actor)
    stored = kept()
    assert api.open_upload(upload=stored.id, acting=ANN).content
    (read,) = journal.entries(object=f"upload:{stored.id}", types=["forms.upload_read"])
    assert (read.actor, read.subject) == (ANN.actor, BOB.actor)
    working.clear()
    with pytest.raises(NotFound):
        api.open_upload(upload=stored.id, acting=ANN)


def test_an_unreadable_file_is_deleted_with_its_sender(storage, django_capture_on_commit_callbacks):
    keep_cases(lambda case, upload, acting: False, subject=lambda case: BOB.actor)
    kept()
    sensitive.shred(ANN.actor)
    with django_capture_on_commit_callbacks(execute=True):
        assert PERSONAL[0].erase(ANN.person) == 1
    assert files(storage) == []
