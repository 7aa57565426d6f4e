"""Loading a service list: kept, reported, repeatable, and giving way to real services."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonweal.blocks.search import api as search
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import NotAllowed
from commonweal.kernel.tables import Table, read_table
from commonweal.services.catalogue import api
from commonweal.services.catalogue.actions.load_lgsl import COLUMNS
from commonweal.services.catalogue.commands.import_lgsl import command
from commonweal.services.catalogue.tests.conftest import SAMPLE, SERVICE
from commonweal.services.catalogue.tests.test_catalogue import TEXT, publish
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder

pytestmark = pytest.mark.django_db

LIST = """Identifier,Label,Description
1512,Abandoned bicycles,Bicycles that appear to have been abandoned
1614,16 to 19 bursary fund,
x12,No number,
1614,Again,
7,,No label
"""


def load(text: str = LIST) -> api.Loaded:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".csv") as file:
        file.write(text)
        file.flush()
        return api.load_lgsl(table=read_table(Path(file.name), COLUMNS), acting=SYSTEM)


def test_services_are_kept_as_described_only_and_bad_lines_are_told():
    report = load()
    assert (report.created, report.unchanged) == (2, 0)
    assert [line for line, _ in report.refused] == [4, 5, 6]
    assert not api.entry("lgsl/1512").online
    assert api.entries() == []


def test_loading_again_changes_nothing_and_a_new_label_is_a_change():
    load()
    assert (load().created, load().unchanged) == (0, 2)
    report = load(LIST.replace("bursary fund", "bursary"))
    assert (report.changed, report.unchanged) == (1, 1)
    assert api.entry("lgsl/1614").title == {"en": "16 to 19 bursary"}


def test_a_service_that_is_online_under_the_number_is_left_alone(place):
    publish("bulky-waste", TEXT.replace("assurance: none", "assurance: none\nlgsl: 1512"))
    report = load()
    assert (report.created, report.online) == (1, 1)


def test_only_the_operator_may_load():
    with pytest.raises(NotAllowed):
        api.load_lgsl(table=Table(Path("list.csv"), ",", {}, [], []), acting=Acting("person:x"))


def test_the_command_reports_for_people_and_programs(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    said = CliRunner().invoke(command, [str(file)])
    assert said.exit_code == 0
    assert "2 created, 0 changed, 0 unchanged" in said.output
    assert "line 4 was refused" in said.output
    told = json.loads(CliRunner().invoke(command, [str(file), "--json"]).output)
    assert (told["unchanged"], len(told["refused"])) == (2, 3)


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"a,b\n1,2\n", b"\xff\xfe"])
def test_the_command_refuses_what_it_cannot_use(tmp_path, content):
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    assert CliRunner().invoke(command, [str(file)]).exit_code == 1
    assert CliRunner().invoke(command, [str(tmp_path / "nowhere.csv")]).exit_code == 1


@pytest.mark.realdata
def test_the_whole_real_list_is_taken(real_list):
    table = read_table(real_list, COLUMNS)
    report = api.load_lgsl(table=table, acting=SYSTEM)
    assert (report.created, report.refused) == (1519, [])
    assert api.load_lgsl(table=table, acting=SYSTEM).unchanged == 1519


def test_a_service_that_goes_online_hides_the_described_one_until_it_is_withdrawn(place):
    load()
    publish("bulky-waste", TEXT.replace("assurance: none", "assurance: none\nlgsl: 1512"))
    assert [entry.key for entry in api.entries(online=False)] == [SERVICE, "lgsl/1614"]
    definitions.retire(service=SERVICE, reason="No crew", acting=SYSTEM)
    assert [entry.key for entry in api.entries(online=False)] == ["lgsl/1614", "lgsl/1512"]


def test_described_services_stand_under_the_topics_that_name_their_numbers(place, tmp_path):
    load()
    assert [entry.key for entry in api.entries(topic="waste")] == [SERVICE]
    folder = shutil.copytree(SAMPLE, tmp_path / "place")
    file = folder / "place.yaml"
    file.write_text(file.read_text().replace("{key: waste,", "{key: waste, lgsl: [1512, 9999],"))
    apply_place(read=read_folder(folder), acting=SYSTEM)
    assert [entry.key for entry in api.entries(topic="waste")] == [SERVICE, "lgsl/1512"]
    file.write_text(file.read_text().replace(" lgsl: [1512, 9999],", ""))
    apply_place(read=read_folder(folder), acting=SYSTEM)
    assert [entry.key for entry in api.entries(topic="waste")] == [SERVICE]


def test_the_search_knows_what_people_of_the_place_say(place, tmp_path):
    folder = shutil.copytree(SAMPLE, tmp_path / "place")
    file = folder / "place.yaml"
    file.write_text(f"{file.read_text()}synonyms: {{en: {{settee: [sofa]}}}}\n")
    apply_place(read=read_folder(folder), acting=SYSTEM)
    found = search.find("settee", language="en", acting=STRANGER, kinds=["service"])
    assert [hit.ref for hit in found.hits] == [f"service:{SERVICE}"]


def test_loading_is_in_the_journal():
    load()
    (entry,) = entries(types=["catalogue.service_list_loaded"])
    assert (entry.facts["created"], entry.facts["refused"]) == (2, 3)
