"""Reading YAML: plain values, places, and everything that is refused."""

from functools import partial
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.testing.calls import calls_of, grows_in_step
from commonweal.services.definitions.source import yaml_faults
from commonweal.services.definitions.source.reading import read_text


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_text(text).findings]


def test_every_value_has_its_line_and_column():
    source = read_text("a: 1\nb:\n  - c: word\n    d: [x, y]\n")
    mark = source.marks.of(("b", 0, "d", 1))
    assert (mark.line, mark.column) == (4, 12)


@pytest.mark.parametrize("mark", ['"', "'"])
def test_quotation_marks_that_are_not_closed_are_named_with_their_remedy(mark):
    (finding,) = read_text(f"title: {mark}open\n").findings
    assert "quotation marks are opened and not closed" in finding.message
    assert finding.remedy.startswith("Close them.")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\nb: x: y\n", 2, 5),
        ("a: 1\nb: @home\n", 2, 4),
        ("a: 'x' y\n", 1, 8),
        ("a: 1\n\tb: 2\n", 2, 1),
        ("a: [1, 2\nb: 3\n", 2, 2),
    ],
)
def test_what_is_no_yaml_is_placed_at_the_character_that_has_no_meaning(text, line, column):
    assert [(each.code, each.line, each.column) for each in read_text(text).findings] == [("not-yaml", line, column)]


def test_a_path_that_is_not_there_is_placed_at_what_is_around_it():
    assert read_text("a:\n  b: 1\n").marks.of(("a", "c", "d")).line == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("0123", "0123"),
        ("12.00", 12),
        ("12.50", 12.5),
        ("2026-04-01", "2026-04-01"),
        ("1_000", "1_000"),
        ("10:30", "10:30"),
        ("'12'", "12"),
    ],
)
def test_an_unquoted_word_means_what_people_expect(written, meant):
    assert read_text(f"a: {written}").document == {"a": meant}


def test_on_is_a_key_like_any_other():
    assert read_text("on: 1\nyes: 2").document == {"on": 1, "yes": 2}


def test_a_key_that_stands_twice_is_refused_with_both_lines():
    (finding,) = read_text("a: 1\nb: 2\na: 3\n", "x.yaml").findings
    assert (finding.code, finding.file, finding.line, finding.column) == ("duplicate-key", "x.yaml", 3, 1)
    assert "line 1" in finding.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1", "not-yaml"),
        ("a: !!python/name:os.system x", "tag"),
        ("a: &x [*x]", "alias"),
        ("a: *nowhere", "alias"),
        ("<<: {a: 1}", "merge"),
        ("? [a]\n: b", "key"),
        ("a: .nan", "number"),
        ("a: 99999999999999999999", "number"),
        ("a: 1e999", "number"),
        ("a: 1\n---\nb: 2", "two-documents"),
        ("", "empty"),
        ("# only words", "empty"),
        ("a: \x00", "not-yaml"),
        ("a: \ud800", "not-yaml"),
        ("[" * 5000, "too-deep"),
        ("[" * 300 + "@", "too-deep"),  # the parser stops at the sign before it gives the first bracket
        ("a: " + "x" * 600_000, "too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(text, code):
    assert codes(text) == [code]


def test_aliases_of_aliases_do_not_grow_without_bound():
    bomb = "x0: &a0 [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"x{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    # Repeated in full it would be thirty thousand million numbers.
    assert codes(bomb) == ["too-large"]
    assert calls_of(lambda: read_text(bomb)) < 100 * len(bomb)
    # Each alias that is taken is one value already made, whatever it repeats.
    made = read_text(bomb.partition("x4:")[0]).document
    assert made["x3"][0] is made["x3"][8] is made["x2"]


def test_a_long_text_is_not_repeated_without_bound():
    """Two hundred thousand characters with thousands of aliases once became two gigabytes of findings."""
    long = "x" * 20_000
    assert codes(f"a: &a {long}\nb: [" + "*a, " * 8 + "]") == []
    assert codes(f"a: &a {long}\nb: [" + "*a, " * 10 + "]") == ["too-large"]
    assert codes(f"a: &a {{k: {long}}}\nb: &b [*a, *a]\nc: [" + "*b, " * 5 + "]") == ["too-large"]
    keys = "".join(f"{'k' * 150}{i}: 1, " for i in range(100))
    assert codes(f"a: &a {{{keys}}}\nb: [" + "*a, " * 13 + "]") == ["too-large"]


def test_a_key_has_a_length_that_findings_can_repeat():
    assert codes("k" * 200 + ": 1") == []
    assert codes("? " + "k" * 201 + "\n: 1") == ["key"]


@pytest.mark.parametrize("text", [": ", ":\n", "? @\n", "{: ,"])
def test_what_the_slower_parser_says_is_not_waited_for_in_a_very_long_text(text, monkeypatch):
    """It looks at each token some twenty times."""
    monkeypatch.setattr(yaml_faults, "MOST_TOKENS", 200)
    few, many = (calls_of(partial(read_text, text * times)) for times in (1_000, 3_000))
    assert many < 1.05 * few


@pytest.mark.parametrize(
    "text",
    {
        "keys": lambda n: "".join(f"k{i}: 1\n" for i in range(n)),
        "the same key": lambda n: "a: 1\n" * n,
        "lists": lambda n: "a: [" + "1, " * n + "1]",
        "aliases": lambda n: "a: &a [1]\nb: [" + "*a, " * n + "*a]",
        "a long scalar": lambda n: "a: " + "x" * (10 * n),
        "a folded scalar": lambda n: "a: >\n" + "  words\n" * n,
        "escapes": lambda n: 'a: "' + "\\u0041" * n + '"',
        "brackets that nothing closes": lambda n: "a: [{b: 1}, " * n,
    }.values(),
)
def test_what_it_takes_to_read_a_text_grows_with_its_length_alone(text):
    assert grows_in_step(lambda n: read_text(text(n)), 150)


@pytest.mark.parametrize("opening", ["[", "a: [", "{", "{a: ", "[[],", "['a',", "{? ", "[\n", "- "])
def test_nesting_is_refused_before_it_takes_work(opening):
    text = opening * 500
    assert set(codes(text)) <= {"too-deep", "not-yaml", "key"}
    assert calls_of(lambda: read_text(text)) < 40 * len(text)


def test_brackets_in_words_are_no_nesting():
    words = "[" * 500
    document = {"quoted": words, "block": words, "plain": f"a {words}"}
    assert read_text(f'quoted: "{words}"\nblock: |-\n  {words}\nplain: a {words} # {words}').document == document


def test_a_plain_alias_repeats_what_it_names():
    assert read_text("a: &x {b: 1}\nc: *x\n").document == {"a": {"b": 1}, "c": {"b": 1}}


def test_json_is_read_as_yaml():
    assert read_text('{"a": [1, null, "x"], "b": {"c": false}}').document == {"a": [1, None, "x"], "b": {"c": False}}


FILES = sorted((PACKAGE.parents[1] / "places").rglob("*.yaml"))


def test_there_are_files_to_read():
    assert len(FILES) > 15


def said_by(event) -> tuple[object, ...]:
    marks = (event.start_mark.line, event.start_mark.column, event.end_mark.line, event.end_mark.column)
    rest = (getattr(event, name, None) or None for name in ("value", "style", "anchor", "tag"))
    return (type(event).__name__, *marks, *rest)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_parser_says_the_same_as_the_one_that_explains_its_refusals(file: Path):
    text = file.read_text()
    found = [said_by(event) for event in yaml.parse(text, Loader=yaml.CSafeLoader)]
    assert found == [said_by(event) for event in YAML(typ="safe", pure=True).parse(text)]


def test_a_question_mark_in_braces_is_part_of_the_words():
    source = read_text("label: {en: Who? You, cy: 'Pwy?'}\noptions: [Yes?, No]\n")
    assert source.document == {"label": {"en": "Who? You", "cy": "Pwy?"}, "options": ["Yes?", "No"]}


def test_what_only_one_parser_refuses_is_placed_where_that_one_stopped():
    # After "..." the one wants "---" again, the other takes the rest as another document.
    (finding,) = read_text("a: 1\n...\nb: 2\n").findings
    assert (finding.code, finding.line) == ("not-yaml", 3)
    assert finding.remedy


@pytest.mark.parametrize("written", ["\\0", "\\a", "\\x07", "\\e", "\\x7f", "\\P\\x9f"])
@pytest.mark.parametrize("place", ['b: "x{}y"', '"x{}y": b', 'b: ["x{}y"]'])
def test_a_control_character_is_refused_where_it_is_written_as_an_escape(written, place):
    (finding,) = read_text("a: 1\n" + place.format(written)).findings
    assert (finding.code, finding.line) == ("control-character", 2)
    assert "U+00" in finding.message


@pytest.mark.parametrize("written", ["\\t", "\\n", "\\r\\n", "\\u0175", "\\U0001F642", "\\xa0"])
def test_other_escapes_are_characters_like_any_other(written):
    assert codes(f'a: "x{written}y"') == []


@pytest.mark.parametrize("character", ["\0", "\x07", "\x90", "\ud800", "\ufffe"])
def test_a_character_that_no_text_can_have_is_placed(character):
    (finding,) = read_text(f"a: 1\nb: x{character}y\n").findings
    assert (finding.line, finding.column) == (2, 5)
    assert f"U+{ord(character):04X}" in finding.message


@pytest.mark.parametrize("written", ["\\U00110000", "\\UFFFFFFFF", "\\ud83d", "\\U0000d800"])
def test_an_escape_for_a_number_that_no_character_has_is_placed(written):
    (finding,) = read_text(f'a: 1\nb: "x{written}y"').findings
    assert (finding.code, finding.line) == ("not-yaml", 2)
    assert "an escape that is not valid" in finding.message


def test_half_of_an_escaped_character_is_refused():
    (finding,) = read_text('a: "x\\ud83dy"').findings
    assert "only half of it" in finding.message
