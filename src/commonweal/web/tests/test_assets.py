"""The files that we take from npm carry nothing of GOV.UK's dress, and a first visit stays light."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings
from django.utils import translation

from commonweal.web import assets, styleguide
from commonweal.web.stylesheet import parse, purge

ROOT = Path(__file__).parents[4]

GOVUK = (
    '@charset "UTF-8";/*! c */@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}'
    ".govuk-button{font-family:GDS Transport,arial,sans-serif;color:red}.govuk-button--start{x:y}"
    ".govuk-tabs,.govuk-button:hover{a:b}@media print{.govuk-tabs{a:b}}"
    ".govuk-footer__crest{background:url(/assets/images/govuk-crest.svg)}"
    "@supports (a:b){.govuk-input{c:d}}"
)


def test_slimmed_styles_keep_our_components_only() -> None:
    assert assets.slim(GOVUK) == (
        ".govuk-button{font-family:var(--place-font);color:red}.govuk-button:hover{a:b}"
        "@supports (a:b){.govuk-input{c:d}}"
    )


def test_a_stylesheet_whose_braces_do_not_balance_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        parse(".a{b:c")
    with pytest.raises(ValueError, match="too many"):
        parse(".a{b:c}}.d{e:f}")


def test_purging_everything_leaves_nothing() -> None:
    assert list(purge(parse(GOVUK.split("}", 1)[1]), lambda _: False)) == []


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "http" not in lock
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    packages = json.loads(lock)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_building_without_node_modules_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["assets", str(tmp_path)])
    assert assets.main() == 1
    assert "npm ci" in capsys.readouterr().err


def test_built_styles_have_no_crown_no_gds_transport_and_no_foreign_address(built: Path) -> None:
    css = (built / "look.css").read_text() + (built / "desk.css").read_text()
    assert not re.search(r"gds transport|crest|crown|url\(.?(https?:|//)|@import", css, re.IGNORECASE)
    for address in re.findall(r"url\(\"?([^)\"]+)", css):
        assert (built / address).exists(), address


def test_built_styles_are_those_of_the_sources(built: Path) -> None:
    assert (built / "look.css").read_text().endswith(assets.own("look")), "run python -m commonweal.web.assets"
    assert (built / "desk.css").read_text() == assets.own("desk"), "run python -m commonweal.web.assets"


def test_every_class_of_govuk_frontend_that_templates_use_is_kept(built: Path) -> None:
    css = (built / "look.css").read_text()
    templates = "".join(path.read_text() for path in assets.HERE.glob("jinja2/web/**/*.html"))
    used = set(re.findall(r"govuk-[a-z]+(?:-[a-z]+)*(?:__[a-z-]+[a-z])?(?:--[a-z]+)?", templates))
    assert len(used) > 20
    assert {name for name in used if f".{name}" not in css} == set()


@override_settings(DEMO=True)
def test_a_first_visit_to_the_home_page_is_below_60_kilobytes(built: Path) -> None:
    home = engines["jinja2"].get_template("web/styleguide/home.html")
    html = home.render(styleguide.context("home"), RequestFactory().get("/"))
    total = len(gzip.compress(html.encode())) + sum(assets.wire_size(path) for path in assets.FIRST_VISIT)
    assert built.exists()
    assert total < 60_000


@override_settings(DEMO=True)
def test_a_first_visit_in_welsh_is_below_60_kilobytes_too(built: Path) -> None:
    with translation.override("cy"):
        page = engines["jinja2"].get_template("web/styleguide/home.html")
        html = page.render(styleguide.context("home"), RequestFactory().get("/"))
    # The Welsh letters with circumflex come in two more files.
    fonts = [built / "fonts" / name for name in assets.FONT_FILES]
    others = [path for path in assets.FIRST_VISIT if path.suffix != ".woff2"]
    assert len(gzip.compress(html.encode())) + sum(map(assets.wire_size, [*others, *fonts])) < 60_000
