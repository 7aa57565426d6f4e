"""The town of the mutants, made once for the tests of this folder."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from commonweal.services.definitions.versions import store
from tests.mutations.town import Town, make_town


@pytest.fixture(scope="package")
def town(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[Town]:
    uploads = tmp_path_factory.mktemp("uploads")
    usual = override_settings(STAFF_MFA_REQUIRED=False, MEDIA_ROOT=uploads, CLAMAV="")
    with django_db_blocker.unblock(), usual, transaction.atomic():
        store.forget()
        logging.disable(logging.CRITICAL)
        yield make_town()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
    store.forget()
