"""What tests of the catalogue share: the sample place of the definitions, and the real service list."""

import os
import subprocess
from pathlib import Path

import pytest

from commonweal.kernel.testing.rows import begins_with
from commonweal.services.definitions.tests.conftest import PLACE_ROWS
from commonweal.services.definitions.versions import store

SAMPLE = Path(__file__).parents[2] / "definitions" / "tests" / "sample"
SERVICE = "eastmere-council/bulky-waste"
REPOSITORY = Path(__file__).parents[5]


@pytest.fixture(autouse=True)
def _fresh():
    store.forget()


@pytest.fixture
@begins_with(PLACE_ROWS)
def place(db):
    """The sample place, applied."""
    PLACE_ROWS()


@pytest.fixture(scope="session")
def real_list(tmp_path_factory):
    """The service list as it is published, where it is at hand."""
    told = os.environ.get("COMMONWEAL_REALDATA")
    folder = Path(told) if told else REPOSITORY.parent / "shared" / "data"
    packed = folder / "lgsl.tar.zst"
    if not packed.exists():
        pytest.skip("the real service list is not here")
    out = tmp_path_factory.mktemp("lgsl")
    subprocess.run(["tar", "--zstd", "-xf", str(packed), "-C", str(out)], check=True)
    return next(out.rglob("lgsl_services_v4.csv"))
