"""A town of processes for a test, and its provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.provider import Provider
from tests.faults.town import Prepared, Town


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    made = Prepared(tmp_path_factory.mktemp("prepared"))
    yield made
    made.database.drop()


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider(seed=7)
    yield found
    found.close()


@pytest.fixture
def town(tmp_path: Path, prepared: Prepared, provider: Provider) -> Iterator[Town]:
    settings = {
        "COMMONWEAL_MAIL_SENDER": "http",
        "COMMONWEAL_MAIL_URL": provider.url,
        "COMMONWEAL_MAIL_TOKEN": "token",
        "COMMONWEAL_OUTBOUND_PRIVATE": "yes",
    }
    made = Town(tmp_path, prepared, settings)
    yield made
    made.close()
