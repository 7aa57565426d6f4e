"""The demo place, lived in once for all tests of a module."""

from pathlib import Path

import pytest
from django.db import transaction

from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.versions import store
from commonweal.site.demo import seed as seeding
from commonweal.site.demo.preparing import load_map

PLACE = Path(__file__).resolve().parents[5] / "places" / "eastmere"


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """What the seed made, with fewer of the nameless stories than in earnest."""
    few = [(tell, min(times, 4), account) for tell, times, account in seeding.HOW_OFTEN]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(seeding, "HOW_OFTEN", few)
        store.forget()
        load_map(PLACE)
        yield seeding.seed(PLACE, read_folder(PLACE))
        transaction.set_rollback(True)
    store.forget()
