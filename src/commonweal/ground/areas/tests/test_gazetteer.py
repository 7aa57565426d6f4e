"""The gazetteer is loaded from CSV files of offices; each column is checked by its kind, each refusal names its line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonweal.ground.areas import api
from commonweal.ground.areas.actions import load_areas, load_gazetteer
from commonweal.ground.areas.commands.import_gazetteer import command
from commonweal.ground.areas.models import Area, GazetteerEntry
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel.acting import STRANGER
from commonweal.kernel.problems import NotAllowed, NotSignedIn
from commonweal.kernel.tables import read_table

WEST = {"type": "Polygon", "coordinates": [[[-4, 53], [-3, 53], [-3, 54], [-4, 54], [-4, 53]]]}
HEAD = "postcode,address,uprn,lat,lon,area_code\n"
GOOD = "EA1 1AA,1 High Street,100,53.5,-3.5,W1\n"


@pytest.fixture
def west(db) -> Area:
    box = {"west": -4, "south": 53, "east": -3, "north": 54}
    return Area.objects.create(
        key="town/west", name={"en": "West", "cy": "Gorllewin"}, kind="ward", code="W1", geometry=WEST, **box
    )


def load(tmp_path: Path, text: str, *options: str):
    file = tmp_path / "gazetteer.csv"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(command, [str(file), *options])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",1 High Street,1,53.5,-3.5,W1", "postcode: is empty"),
        ("EA1,1 High Street,1,53.5,-3.5,W1", "postcode: 'EA1' is not a whole British postcode"),
        ("EA1 1AAA,1 High Street,1,53.5,-3.5,W1", "is not a whole British postcode"),
        ("EA1 1AB,2 High Street,x,53.5,-3.5,W1", "uprn: 'x' is not a UPRN"),
        ("EA1 1AB,2 High Street,1234567890123,53.5,-3.5,W1", "is not a UPRN"),
        ("EA1 1AB,2 High Street,0,53.5,-3.5,W1", "is not a UPRN"),
        ("EA1 1AB,2 High Street,1.00E+11,53.5,-3.5,W1", "was rounded by a spreadsheet"),
        ("EA1 1AB,2 High Street,000000000100,53.5,-3.5,W1", "line 2 has another address with the UPRN 100"),
        ("ea11aa,1  High Street,101,53.5,-3.5,W1", "the same address is on line 2"),
        ("EA1 1AB,2 High Street,101,far,-3.5,W1", "lat: 'far' is not a latitude in degrees"),
        ("EA1 1AB,2 High Street,101,nan,-3.5,W1", "lat: 'nan' is not a latitude in degrees"),
        ("EA1 1AB,2 High Street,101,91,-3.5,W1", "which is between -90 and 90"),
        ("EA1 1AB,2 High Street,101,53.5,-181,W1", "which is between -180 and 180"),
        ("EA1 1AB,2 High Street,101,385000,398000,W1", "it looks like metres of a national grid"),
        ("EA1 1AB,2 High Street,101,,-3.5,W1", "lat: is empty, and the other coordinate is not"),
        ("EA1 1AB,2 High Street,101,-3.5,53.5,W1", "has latitude and longitude exchanged"),
        ("EA1 1AB,2 High Street,101,-3.5,53.5,", "has latitude and longitude exchanged"),
        ("EA1 1AB,2 High Street,101,10,10,W1", "the point 10, 10 is far from the area 'W1'"),
        ("EA1 1AB,2 High Street,101,10,10,", "is not in any loaded area"),
        ("EA1 1AB,2 High Street,101,,,W9", "area_code: 'W9' is not a code, key or name of an area"),
        ("EA1 1AB,2 High Street,101,,,", "it has neither an area nor coordinates"),
        (f"EA1 1AB,{'x' * 301},101,,,W1", "is longer than 300 characters"),
        ("EA1 1AB,2 High Street,101", "it has 3 cells, and there are 6 headings"),
    ],
)
def test_a_cell_that_is_not_of_its_kind_is_refused_with_line_and_column(west, tmp_path, row, words):
    done = load(tmp_path, HEAD + GOOD + row + "\n")
    assert "1 created" in done.stdout
    assert "line 3 was refused: " in done.stderr
    assert words in done.stderr
    assert [str(entry) for entry in GazetteerEntry.objects.all()] == ["1 High Street, EA11AA"]


@pytest.mark.parametrize("called", ["W1", "town/west", "West", "west", "Gorllewin"])
def test_an_area_is_known_by_its_code_key_or_name(west, tmp_path, called):
    text = f"postcode,lat,lon,ward\nEA1 1AA,53.5,-3.5,{called}\nEA1 1AB,,,{called}\n"
    done = load(tmp_path, text, "--postcode", "postcode", "--lat", "lat", "--lon", "lon", "--area-code", "ward")
    assert "2 created" in done.stdout, done.output
    assert api.area_of_postcode("EA1 1AB") == "town/west"


def test_a_name_of_two_areas_is_not_taken_for_either(west, tmp_path):
    Area.objects.create(key="county/west", name={"en": "West"}, kind="district")
    done = load(tmp_path, "postcode,area_code\nEA1 1AA,West\n")
    assert done.exit_code == 1
    assert "'West' is not a code, key or name" in done.stderr


def test_unknown_areas_are_reported_when_the_point_places_the_entry(west, tmp_path):
    done = load(tmp_path, HEAD + "EA1 1AA,1 High Street,100,53.5,-3.5,OLD\n")
    assert "1 created" in done.stdout
    assert "Area 'OLD' was not loaded: 1 placed by their point" in done.stderr


def test_a_column_that_an_option_names_must_be_there(west, tmp_path):
    done = load(tmp_path, "postcode,lat,lon,ward_code\nEA1 1AA,53.5,-3.5,W1\n", "--area-code", "ward")
    assert done.exit_code == 1
    assert "there is no column 'ward'" in done.stderr
    assert "Say --area-code ward_code" in done.stderr
    assert not GazetteerEntry.objects.exists()


def test_a_file_without_areas_and_points_is_refused_whole(west, tmp_path):
    done = load(tmp_path, "postcode,address,ward\nEA1 1AA,1 High Street,W1\n")
    assert done.exit_code == 1
    assert "Name them with --area-code, or --lat and --lon" in done.stderr
    done = load(tmp_path, "postcode,latitude,longitude\nEA1 1AA,53.5,-3.5\n")
    assert "Say --lat latitude --lon longitude, if that is meant" in done.stderr


def test_the_columns_that_were_read_are_reported(west, tmp_path):
    done = load(tmp_path, "postcode,area_code,addres\nEA1 1AA,W1,1 High Street\n")
    assert "Columns read: postcode from 'postcode', area from 'area_code'" in done.stderr
    assert "If 'addres' is meant, say --address 'addres'" in done.stderr


def test_semicolons_and_decimal_commas_of_a_spreadsheet_are_read(west, tmp_path):
    done = load(tmp_path, "\ufeffpostcode;lat;lon\r\nEA1 1AA;53,5;-3,5\r\n")
    assert "1 created" in done.stdout
    entry = GazetteerEntry.objects.get()
    assert (entry.latitude, entry.longitude, entry.area_id) == (53.5, -3.5, "town/west")


def test_elsewhere_postcodes_and_numbers_have_other_forms(west, tmp_path, settings):
    settings.PLACE_COUNTRY = "DE"
    done = load(tmp_path, "postcode,uprn,area_code\n52393,DE-7,W1\n!,1,W1\n")
    assert "1 created" in done.stdout
    assert "line 3 was refused: postcode: '!' is not a postcode" in done.stderr


def test_no_more_than_twenty_lines_are_told_to_people_and_all_to_programs(west, tmp_path):
    text = HEAD + GOOD + "x,,,,,\n" * 30
    done = load(tmp_path, text)
    assert done.stderr.count("was refused") == 20
    assert "and 10 more" in done.stderr
    assert len(json.loads(load(tmp_path, text, "--json").stdout)["refused"]) == 30


@pytest.mark.parametrize("option", ["--postcode", "--address", "--town", "--uprn", "--lat", "--lon", "--area-code"])
def test_every_option_that_names_a_column_has_an_effect(west, tmp_path, option):
    names = {"--postcode": "postcode", "--lat": "lat", "--lon": "lon", "--area-code": "area_code"}
    names |= {"--address": "address", "--town": "town", "--uprn": "uprn"}
    heading = names[option]
    text = "postcode,address,town,uprn,lat,lon,area_code\nEA1 1AA,1 High Street,Eastmere,100,53.5,-3.5,W1\n"
    load(tmp_path, text)
    kept = list(GazetteerEntry.objects.values("postcode", "lines", "town", "uprn", "latitude", "longitude", "area_id"))
    GazetteerEntry.objects.all().delete()
    assert load(tmp_path, text.replace(heading, "other", 1), option, "other").exit_code == 0
    assert kept == list(
        GazetteerEntry.objects.values("postcode", "lines", "town", "uprn", "latitude", "longitude", "area_id")
    )


def test_the_platform_alone_loads_areas_and_addresses(west, tmp_path):
    file = tmp_path / "gazetteer.csv"
    file.write_text(HEAD + GOOD, encoding="utf-8")
    table = read_table(file, load_gazetteer.COLUMNS)
    steward = make_staff(make_organisation(roles_in_place=["steward"]), make_person(), "manager")
    for acting, refused in ((steward, NotAllowed), (STRANGER, NotSignedIn)):
        with pytest.raises(refused):
            load_gazetteer.load_gazetteer(table=table, acting=acting)
        with pytest.raises(refused):
            load_areas.load_areas(features=[], layout=load_areas.Layout(kind="ward"), acting=acting)
    assert not GazetteerEntry.objects.exists()
