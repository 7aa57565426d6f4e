"""One world for the whole folder: what a call does in it is rolled back immediately."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from commonweal.services.definitions.versions import store
from tests.isolation.world import World, build


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    # Staff are members by their second factor alone; that they show it again is not what is tried here.
    strict = override_settings(STAFF_MFA_REQUIRED=True, ACCOUNT_REAUTHENTICATION_TIMEOUT=3600, SECOND_FACTOR_MINUTES=60)
    with django_db_blocker.unblock(), strict, transaction.atomic():
        store.forget()
        logging.disable(logging.CRITICAL)  # thousands of refusals are expected here
        yield build(tmp_path_factory.mktemp("place"))
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
    store.forget()
