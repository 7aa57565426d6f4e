"""The order in which an author wrote transitions decides, whatever the database does with the order of keys."""

import pytest

from commonweal.kernel.acting import SYSTEM
from commonweal.services.definitions import api
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.place_files.exporting import export_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.source.canonical import digest, normal
from commonweal.services.definitions.tests.conftest import SAMPLE, SERVICE, approved
from commonweal.services.definitions.versions import store

pytestmark = pytest.mark.django_db
# Neither alphabetical nor by length, which is how one database sorts keys.
WRITTEN = ["schedule", "collect", "fail", "close"]
SWAPPED = ["close", "schedule", "collect", "fail"]


def order_of(hash_: str) -> list[str]:
    store.forget()
    return list(api.version(hash_).content("case").transitions)


def swapped(text: str) -> str:
    """The service with its last transition written first."""
    last = next(line for line in text.splitlines(keepends=True) if line.startswith("    close: "))
    return text.replace(last, "").replace("  transitions:\n", "  transitions:\n" + last, 1)


def test_the_order_that_the_author_wrote_survives_the_database(place):
    assert order_of(api.published_hash(SERVICE)) == WRITTEN


def test_another_order_is_another_version_and_is_told_in_words(place, text, editor, reviewer):
    number = approved(swapped(text), editor, reviewer)
    live = api.publish(service=SERVICE, number=number, acting=reviewer)
    assert order_of(live.hash) == SWAPPED
    assert api.difference(service=SERVICE, old=1, new=number, acting=editor) == [
        "The order of the steps is now close, schedule, collect, fail."
    ]


def test_export_gives_back_what_was_written_and_applying_it_changes_nothing(place, text, tmp_path):
    for document in export_place():
        path = tmp_path / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.text)
    assert (tmp_path / "services" / f"{SERVICE}.yaml").read_text() == text
    plan, _ = apply_place(read=read_folder(tmp_path), acting=SYSTEM)
    assert plan.count("change") == plan.count("create") == 0


def test_a_definition_written_in_the_order_of_the_alphabet_keeps_the_hash_of_its_bare_document():
    text = (SAMPLE / "services" / f"{SERVICE}.yaml").read_text()
    checked = check_source(text)
    document = dict(checked.service.document)
    assert document["case"]["order"] == WRITTEN
    by_name = {**document, "case": {key: value for key, value in document["case"].items() if key != "order"}}
    checked = check_source(_as_yaml(by_name))
    assert "order" not in checked.service.document["case"]
    assert checked.service.hash == digest(by_name)


def _as_yaml(document) -> str:
    from commonweal.services.definitions.source.writing import written

    return written(normal(document))


def test_a_version_from_before_orders_were_kept_goes_by_the_alphabet_under_its_old_hash(place):
    service = Service.objects.get(key=SERVICE)
    document = dict(service.current.document)
    document["case"] = {key: value for key, value in document["case"].items() if key != "order"}
    old = digest(document)
    Version.objects.create(service=service, number=9, status="approved", source="", document=document, hash=old)
    assert order_of(old) == sorted(WRITTEN)
    assert api.version(old).hash == old
