"""One large world for the whole folder: tests only read it, or roll back what a call writes."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from commonweal.services.definitions.versions import store
from tests.bounds.world import large
from tests.isolation.world import World


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(STAFF_MFA_REQUIRED=False), transaction.atomic():
        store.forget()
        logging.disable(logging.CRITICAL)  # refusals are expected here
        yield large(tmp_path_factory.mktemp("place"))
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
    store.forget()
