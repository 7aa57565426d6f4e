"""The guide says what the program says, and shows what it draws."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from commonweal.participation.consensus.mapping import sentences
from commonweal.participation.consensus.mapping.agreement_map import AgreementMap, map_agreement
from commonweal.participation.consensus.mapping.picture import picture_table
from commonweal.participation.consensus.mapping.worked_example import pictures, worked_example

DOCS = next(parent for parent in Path(__file__).parents if (parent / "pyproject.toml").exists()) / "docs"
REDRAW = "redraw: python -m commonweal.participation.consensus.mapping.worked_example docs/pictures"


@pytest.fixture(scope="module")
def found() -> AgreementMap:
    return map_agreement(worked_example())


def test_the_committed_pictures_are_what_the_code_draws() -> None:
    for name, drawing in pictures().items():
        assert (DOCS / "pictures" / name).read_text(encoding="utf-8") == drawing, REDRAW
        assert ElementTree.fromstring(drawing).tag.endswith("svg")


def test_every_quoted_line_of_the_guide_is_printed_by_the_program(found: AgreementMap) -> None:
    told = [sentences.opening(found), sentences.stability_words(found), *sentences.reason_words(found, 3)]
    told += [sentences.distinction_words(item) for group in found.groups for item in group.distinctions]
    told += [sentences.shared_words(item) for item in (*found.bridges, *found.divides)]
    quoted = [line[2:] for line in (DOCS / "consensus.md").read_text(encoding="utf-8").splitlines() if line[:2] == "> "]
    assert len(quoted) == 5
    assert [line for line in quoted if line not in told] == []


def test_the_table_of_the_guide_is_that_of_the_picture(found: AgreementMap) -> None:
    guide = (DOCS / "consensus.md").read_text(encoding="utf-8")
    for row in picture_table(found):
        cells = f"{row.label} | {row.shape} | {row.people} | {row.across:.2f} | {row.up:.2f} | {row.half_within:.2f}"
        assert f"| {cells} |" in guide


def test_the_guide_counts_the_bridges_rightly(found: AgreementMap) -> None:
    assert (len(found.bridges), sum(bridge.certain for bridge in found.bridges)) == (5, 4)
