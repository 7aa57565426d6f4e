"""Every page of every capability uses the shared look."""

import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import nodes

import commonweal

PACKAGE = Path(commonweal.__file__).parent
TEMPLATES = sorted(path for path in PACKAGE.glob("**/jinja2/**/*.html") if "/web/jinja2/web/" not in path.as_posix())
NAMES = [path.relative_to(PACKAGE).as_posix() for path in TEMPLATES]
IN_CSS = re.compile(r"\.((?:\\.|[\w-])+)")
CLASS = re.compile(
    r"\b(?:cw|govuk)-[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:__[a-z]+(?:-[a-z]+)*)?(?:--[a-z0-9]+(?:-[a-z0-9]+)*)?(?![-\w{])"
)


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_a_template_uses_only_classes_that_the_look_has(template: Path, built: Path) -> None:
    css = (built / "look.css").read_text() + (built / "desk.css").read_text()
    known = set(IN_CSS.findall(css))
    used = {name for value in re.findall(r'class="([^"]*)"', template.read_text()) for name in CLASS.findall(value)}
    assert used - known == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_a_template_has_no_inline_style_or_script(template: Path) -> None:
    found = re.search(r"\sstyle=[\"']|\son[a-z]+=[\"']|<style|<script(?![^>]*\bsrc=)|javascript:", template.read_text())
    assert found is None


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_a_whole_page_extends_a_shared_layout(template: Path) -> None:
    source = template.read_text()
    assert "<html" not in source
    if "{% block main %}" in source:
        assert "{% extends " in source


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_a_filter_is_not_called_like_a_function(template: Path) -> None:
    # Such a name is undefined, which shows only on the page that comes to it.
    environment = engines["jinja2"].env
    called = {
        call.node.name
        for call in environment.parse(template.read_text()).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    }
    assert called & set(environment.filters) - set(environment.globals) - {"text"} == set()
