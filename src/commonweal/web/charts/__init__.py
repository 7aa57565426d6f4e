"""Charts as our own small SVG: each brings its title, its sentence, its table, its CSV and its source."""

from commonweal.web.charts.bar import bar
from commonweal.web.charts.chart import Chart, Series
from commonweal.web.charts.choropleth import choropleth
from commonweal.web.charts.line import line
from commonweal.web.charts.spark import spark
from commonweal.web.charts.stacked import stacked

__all__ = ["Chart", "Series", "bar", "choropleth", "line", "spark", "stacked"]
