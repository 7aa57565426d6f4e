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

ROOT = Path(__file__).parents[4]


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "http" not in lock
    asked = json.loads((ROOT / "package.json").read_text())
    wanted = asked["dependencies"] | asked["devDependencies"]
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
    assert (built / assets.MADE_FROM).read_text() == assets.fingerprint(), (
        "run npm run styles && python -m commonweal.web.assets"
    )


def test_built_styles_have_no_parts_that_no_template_uses(built: Path) -> None:
    css = (built / "look.css").read_text()
    # A class inside :not() matches no element of ours either way.
    selectors = re.sub(r":not\([^)]*\)", "", css)
    assert not re.search(r"\.govuk-(caption|button--(start|inverse)|(checkboxes|radios)--small|\S*-xl\b)", selectors)
    assert "@font-face{font-family:GDS" not in css
    assert assets.wire_size(built / "look.css") <= 11_336


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
