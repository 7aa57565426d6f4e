"""Areas and gazetteer: loaded with a report, found again by postcode and by point."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from commonweal.ground.areas import api, geometry
from commonweal.ground.areas.commands import import_areas, import_gazetteer
from commonweal.kernel.journal import entries

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]], [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1], [0.5, 0.5]]],
}


def feature(name: str, shape: dict, code: str = "") -> dict:
    return {"type": "Feature", "properties": {"name": name, "code": code}, "geometry": shape}


@pytest.fixture
def two_wards(tmp_path: Path, db) -> Path:
    east = {"type": "Polygon", "coordinates": [[[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]]}
    point = {"type": "Point", "coordinates": [0, 0]}
    rows = [feature("West", SQUARE, "W1"), feature("East", east, "E1"), feature("", SQUARE), feature("Pin", point)]
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    return path


def load_wards(path: Path):
    return CliRunner().invoke(import_areas.command, [str(path), "--parent", "town"])


def test_features_are_kept_and_each_refused_one_is_named_with_its_reason(two_wards):
    result = load_wards(two_wards)
    assert "2 created, 0 changed, 0 unchanged" in result.stdout
    assert "feature 3 was refused: it has no property 'name'" in result.stderr
    assert "feature 4 was refused: its geometry is Point" in result.stderr
    assert [area.key for area in api.areas("ward")] == ["town/east", "town/west"]


def test_loading_twice_changes_nothing_and_writes_no_second_entry(two_wards):
    load_wards(two_wards)
    assert "0 created, 0 changed, 2 unchanged" in load_wards(two_wards).stdout
    assert len(entries(types=["areas.loaded"])) == 1


def test_a_point_is_found_inside_and_not_in_a_hole():
    found = [geometry.contains(SQUARE, *point) for point in [(0.2, 0.2), (0.7, 0.7), (3, 1), (9, 9)]]
    assert found == [True, False, False, False]


def test_postcodes_are_placed_by_code_or_by_point_and_the_rest_is_refused_by_line(two_wards, tmp_path):
    load_wards(two_wards)
    path = tmp_path / "codes.csv"
    path.write_text("postcode,lon,lat,area_code\nab1 2cd,,,W1\nAB1 3EF,3,1,\nAB9 9ZZ,50,50,\n,1,1,W1\nAB1 4XX,far,1,\n")
    result = CliRunner().invoke(import_gazetteer.command, [str(path)])
    assert "2 created" in result.stdout
    assert "line 4 was refused: the point 50, 50 is not in any loaded area" in result.stderr
    assert "line 5 was refused: postcode: is empty" in result.stderr
    assert "line 6 was refused: lon: 'far' is not a longitude in degrees" in result.stderr
    assert (api.area_of_postcode("AB1 2CD"), api.area_of_postcode("ab13ef")) == ("town/west", "town/east")


def test_a_file_without_the_column_is_refused_whole_with_the_columns_it_has(tmp_path, db):
    path = tmp_path / "codes.csv"
    path.write_text("code,lon\nAB1,1\n")
    result = CliRunner().invoke(import_gazetteer.command, [str(path)])
    assert result.exit_code == 1
    assert "there are: code, lon" in result.stderr


def test_addresses_of_a_postcode_are_listed_in_order(two_wards, tmp_path):
    load_wards(two_wards)
    path = tmp_path / "addresses.csv"
    path.write_text("postcode,address,area_code\nAB1 2CD,2 High Street,W1\nAB1 2CD,1 High Street,W1\n")
    CliRunner().invoke(import_gazetteer.command, [str(path)])
    found = api.find_addresses("ab1 2cd")
    assert [(one.lines, one.postcode, one.area) for one in found] == [
        ("1 High Street", "AB1 2CD", "town/west"),
        ("2 High Street", "AB1 2CD", "town/west"),
    ]


def test_areas_have_their_names_in_every_language_of_the_file(tmp_path, db):
    row = feature("Market", SQUARE)
    row["properties"]["name:cy"] = "Y Farchnad"
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}))
    load_wards(path)
    assert api.area_names(["town/market"]) == {"town/market": {"en": "Market", "cy": "Y Farchnad"}}


@given(st.floats(-0.99, 2.99), st.floats(-0.99, 2.99))
def test_neighbouring_squares_share_no_inner_point(x, y):
    squares = [
        {"type": "Polygon", "coordinates": [[[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1], [i, j]]]}
        for i in range(-1, 3)
        for j in range(-1, 3)
    ]
    assert sum(geometry.contains(square, x, y) for square in squares) == 1


@pytest.mark.realdata
def test_the_wards_and_postcodes_of_a_real_place_load(realdata, db):
    place = realdata("trafford_place") / "trafford_place"
    wards = place / "council_open_data/boundaries/electoral_ward.geojson"
    arguments = [str(wards), "--name", "area_name", "--code", "area_code", "--parent", "trafford"]
    assert "21 created" in CliRunner().invoke(import_areas.command, arguments).stdout
    codes = place / "spatial/postcodes/trafford_postcodes.csv"
    result = CliRunner().invoke(import_gazetteer.command, [str(codes), "--area-code", "ward_code", "--json"])
    assert json.loads(result.stdout) == {"created": 11_264, "changed": 0, "unchanged": 0, "refused": []}
    # Called by their names, the wards are the same.
    result = CliRunner().invoke(import_gazetteer.command, [str(codes), "--area-code", "ward_name", "--json"])
    assert json.loads(result.stdout)["unchanged"] == 11_264
    assert api.area_of_postcode("M33 7ZF") in {area.key for area in api.areas("ward")}
