"""What is made before the fork is there afterwards, and a database that is away does not keep a place from starting."""

import pytest
from django.db.utils import OperationalError

from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.capability import PACKAGE
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.versions import store
from commonweal.site.server import warming

SAMPLE = PACKAGE / "services" / "definitions" / "tests" / "sample"


@pytest.mark.django_db
def test_live_services_are_compiled(django_assert_num_queries):
    apply_place(read=read_folder(SAMPLE), acting=SYSTEM)
    store.forget()
    warming.warm()
    with django_assert_num_queries(1):
        assert definitions.published("eastmere-council/bulky-waste").title


@pytest.mark.django_db
def test_a_database_that_is_away_is_no_reason_not_to_start(monkeypatch):
    def away(*_args: object) -> dict[str, str]:
        raise OperationalError("the database is away")

    monkeypatch.setattr(definitions, "live", away)
    warming.warm()
