"""What a further service adds to applying a folder: statements, compilations and canonical forms, not time."""

import shutil
from types import SimpleNamespace

import pytest
import rfc8785
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.kernel.acting import SYSTEM
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.language import assembling
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.tests.conftest import SAMPLE
from commonweal.services.definitions.versions import store

FEW, MANY = 2, 7


def with_services(folder, text, count):
    shutil.copytree(SAMPLE, folder)
    for number in range(count):
        copy = folder / "services" / "eastmere-council" / f"sofas-{number}.yaml"
        copy.write_text(text.replace("service: bulky-waste", f"service: sofas-{number}"))
    return read_folder(folder)


@pytest.fixture
def counted(monkeypatch):
    """Counts compiled services and documents in canonical form."""
    counts = SimpleNamespace(compiled=0, canonical=0)
    build, dumps = assembling.build, rfc8785.dumps

    def counting_build(*arguments):
        counts.compiled += 1
        return build(*arguments)

    def counting_dumps(document):
        counts.canonical += 1
        return dumps(document)

    monkeypatch.setattr(assembling, "build", counting_build)
    monkeypatch.setattr(store, "build", counting_build)
    monkeypatch.setattr(rfc8785, "dumps", counting_dumps)
    return counts


def cost(read, counts):
    before = counts.compiled, counts.canonical
    with CaptureQueriesContext(connection) as statements:
        apply_place(read=read, acting=SYSTEM)
    return len(statements), counts.compiled - before[0], counts.canonical - before[1]


@pytest.mark.django_db
def test_a_further_service_is_compiled_once_and_costs_few_statements(tmp_path, text, counted):
    few = with_services(tmp_path / "few", text, FEW)
    many = with_services(tmp_path / "many", text, MANY)
    first, second = cost(few, counted), cost(many, counted)
    few_unchanged, unchanged = cost(few, counted), cost(many, counted)
    # The second folder makes `new` services and finds FEW of its copies unchanged.
    new = MANY - FEW
    assert (first[1], second[1], unchanged[1]) == (FEW + 1, MANY + 1, MANY + 1)
    assert unchanged[2] - few_unchanged[2] == 2 * new, "each is written out for its check and for the plan"
    assert second[2] - unchanged[2] <= 3 * new, "published: written out, read for the catalogue, and in the journal"
    assert unchanged[0] - few_unchanged[0] <= 2 * new, "whether what is kept of areas and switches is still so"
    assert second[0] - unchanged[0] <= 45 * new
