"""Words, picture and page: plain, safe, and whole without the picture."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

from commonweal.participation.consensus.mapping import picture as picture_module
from commonweal.participation.consensus.mapping import sentences
from commonweal.participation.consensus.mapping.agreement_map import AgreementMap, map_agreement
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.page import page
from commonweal.participation.consensus.mapping.picture import COLOURS, picture, picture_table
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.tally import Tally

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202e“&amp;”"


@pytest.fixture
def hostile(camps) -> tuple[AgreementMap, Conversation]:
    conversation, _ = camps(80, 12, 2, seed=41)
    statements = tuple(Statement(s.id, HOSTILE + str(s.id), s.moderated) for s in conversation.statements)
    nasty = Conversation(statements, conversation.ballots, topic=HOSTILE, description=HOSTILE)
    return map_agreement(nasty, Settings(resamples=2)), nasty


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "rect", "circle", "path"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_runs_no_script_and_fetches_nothing(hostile) -> None:
    tags = Tags()
    tags.feed(page(*hostile))
    assert not tags.open
    names = {tag for tag, _ in tags.seen}
    assert not names & {"script", "img", "link", "iframe", "object", "embed", "form"}
    for _, attributes in tags.seen:
        assert not any(name.startswith("on") or name in {"src", "href", "style"} for name in attributes)


def test_a_page_can_be_read_without_seeing_it(hostile) -> None:
    text = page(*hostile)
    tags = Tags()
    tags.feed(text)
    assert '<html lang="en">' in text
    assert next(tag for tag, _ in tags.seen if tag in {"h1", "h2", "h3"}) == "h1"
    assert text.count("<caption>") == text.count("<table>")
    assert all("scope" in attributes for tag, attributes in tags.seen if tag == "th")
    assert 'role="img"' in text
    assert "The picture as a table" in text


def test_words_for_a_terminal_hold_no_control_characters(hostile) -> None:
    found, _ = hostile
    lines = [sentences.distinction_words(item) for group in found.groups for item in group.distinctions]
    lines += [sentences.shared_words(item) for item in (*found.bridges, *found.divides)]
    lines += sentences.reason_words(found, 3)
    assert lines
    assert not any(re.search(r"[\x00-\x1f\x7f\u202e]", line) for line in lines)


def test_the_picture_is_sound_xml_with_title_and_text(hostile) -> None:
    root = ElementTree.fromstring(picture(hostile[0], HOSTILE.replace("\x1b", "")))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title") is not None
    assert "group A" in (root.find(f"{space}desc").text or "")


def test_the_picture_is_the_same_bytes_for_the_same_map(camps) -> None:
    conversation, _ = camps(80, 12, 3, seed=42)
    quick = Settings(resamples=0)
    assert picture(map_agreement(conversation, quick)) == picture(map_agreement(conversation, quick))


def test_five_groups_have_five_shapes_within_the_frame(camps) -> None:
    found = map_agreement(camps(300, 60, 5, seed=43, cast=50)[0], Settings(resamples=0))
    assert len(picture_table(found)) == 5
    drawing = picture(found)
    assert all(colour in drawing for colour in COLOURS)
    for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", drawing):
        assert 0 <= float(x) <= 640
        assert 0 <= float(y) <= 440


def test_many_people_are_drawn_as_squares_of_a_grid(camps, monkeypatch) -> None:
    found = map_agreement(camps(200, 20, 2, seed=44)[0], Settings(resamples=0))
    single = picture(found)
    monkeypatch.setattr(picture_module, "MOST_DOTS", 50)
    assert picture(found).count("M") < single.count("M")
    assert "one or more people" in picture(found)


def contrast(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = ((p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4) for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_stands_out_from_white(colour: str) -> None:
    assert contrast(colour) >= 4.5


def test_a_count_is_told_with_its_share_and_bounds() -> None:
    assert sentences.count_words(Tally(38, 3, 43), agrees=True) == "38 of 43 agreed (88%; between 76% and 95%)"


def test_nobody_asked_is_told_as_such() -> None:
    assert sentences.count_words(Tally(0, 0, 0), agrees=True) == "nobody was asked"


def test_who_voted_too_little_is_told_so(camps) -> None:
    found = map_agreement(camps(40, 12, 2, seed=45, cast=3)[0], Settings(resamples=0))
    assert "fewer than 7" in sentences.reason_words(found, 1)[0]


def test_the_same_votes_from_all_make_no_groups() -> None:
    from commonweal.participation.consensus.mapping.votes import Ballots

    rows = [(person, statement, 1) for person in range(20) for statement in range(8)]
    found = map_agreement(Conversation(tuple(Statement(s, f"N{s}") for s in range(8)), Ballots.of(rows)))
    assert sentences.clearness(found) == "All votes look alike: there are no groups to distinguish."
    assert len(found.bridges) == 8
    assert np.unique(found.grouping.group).tolist() == [0]
    assert "single group" in sentences.reason_words(found, 3)[0]
