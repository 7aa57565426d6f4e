"""Charts draw what they say, keep back what is kept back, and bring their table and CSV."""

import re
from xml.etree import ElementTree

import pytest

from commonweal.web import charts, styleguide
from commonweal.web.charts.scales import class_of, classes, ticks

WORDS = {"sentence": "It grew.", "source": "Records, May"}


@pytest.mark.parametrize("chart", styleguide.drawn_charts(), ids=lambda chart: chart.title)
def test_a_chart_is_named_described_and_has_its_table(chart: charts.Chart) -> None:
    html = str(chart.__html__())
    root = ElementTree.fromstring(str(chart.svg))
    names = root.attrib["aria-labelledby"].split()
    assert [root.find(f"*[@id='{name}']") is not None for name in names] == [True, True]
    assert "style=" not in html
    assert html.count("<tr>") == len(chart.rows) + 1
    assert "Source:" in html


def test_the_csv_has_what_the_table_has_without_rounding() -> None:
    chart = charts.bar("T", ["A, B", "C"], [1.23456, None], of="Ward", measure="Rate", **WORDS)
    assert chart.csv() == 'Ward,Rate\r\n"A, B",1.23456\r\nC,\r\n'


def test_bars_are_as_long_as_their_values() -> None:
    svg = charts.bar("T", ["A", "B"], [40, 10], of="Ward", measure="n", **WORDS).svg
    assert re.findall(r'width="([\d.]+)%" height="18"', svg) == ["80", "20"]


def test_a_value_kept_back_is_drawn_as_words() -> None:
    html = charts.bar("T", ["A", "B"], [40, None], of="Ward", measure="n", **WORDS).__html__()
    assert html.count("not shown") == 2
    assert html.count("<rect") == 1


def test_names_are_never_markup() -> None:
    html = charts.bar("<b>", ["<i>"], [1], of="<u>", measure="<s>", sentence="<p>", source="<q>").__html__()
    assert not re.search(r"<(b|i|u|s|q)>|<p>", html)


def test_a_gap_interrupts_the_line() -> None:
    svg = charts.line("T", ["a", "b", "c", "d"], [charts.Series("x", [1, 2, None, 4])], of="Month", **WORDS).svg
    path = re.search(r' d="([^"]+)"', svg)
    assert path
    assert path[1].count("M") == 2


def test_shares_fill_the_whole_width() -> None:
    parts = [charts.Series("x", [1, 3]), charts.Series("y", [3, 1])]
    svg = charts.stacked("T", ["a", "b"], parts, of="Ward", shares=True, **WORDS).svg
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="20"', svg)]
    assert widths == [25, 75, 75, 25]


def test_what_cannot_be_drawn_honestly_is_refused() -> None:
    with pytest.raises(ValueError, match="2 names but 1"):
        charts.bar("T", ["A", "B"], [1], of="x", measure="y", **WORDS)
    with pytest.raises(ValueError, match="0 or more"):
        charts.bar("T", ["A"], [-1], of="x", measure="y", **WORDS)
    with pytest.raises(ValueError, match="six"):
        charts.stacked("T", ["A"], [charts.Series(str(n), [1]) for n in range(7)], of="x", **WORDS)
    with pytest.raises(ValueError, match="polygon"):
        charts.choropleth("T", {"features": []}, {}, of="x", measure="y", **WORDS)


def test_nothing_at_all_is_still_a_chart() -> None:
    assert "<svg" in charts.bar("T", ["A"], [None], of="x", measure="y", **WORDS).__html__()
    assert "<svg" in charts.line("T", ["A"], [charts.Series("x", [None])], of="x", **WORDS).__html__()
    assert charts.spark([1]) == ""


def test_the_map_shades_the_highest_darkest_and_marks_the_unknown() -> None:
    values = {"North Shore": 9, "Mill Hill": 1}
    svg = charts.choropleth("T", styleguide.invented_map(), values, of="Ward", measure="n", **WORDS).svg
    shades = re.findall(r'cw-area--(\w+)" d="[^"]+"><title>([^<:]+)', svg)
    assert ("5", "North Shore") in shades
    assert ("1", "Mill Hill") in shades
    assert ("none", "Abbey") in shades


@pytest.mark.parametrize("highest", [0, 0.3, 1, 7, 99, 340, 12345])
def test_axes_have_round_steps_that_reach_the_highest(highest: float) -> None:
    marks = ticks(highest)
    assert marks[0] == 0
    assert marks[-1] >= highest
    assert 2 <= len(marks) <= 5


def test_classes_hold_every_value_once() -> None:
    values = [1, 1, 1, 1, 2, 9, None]
    bounds = classes(values)
    assert bounds == sorted(set(bounds))
    assert [class_of(value, bounds) for value in (1, 9)] == [0, len(bounds) - 1]
