"""A text gets the same answer at every door: the command, the HTTP API, and saving a draft; however its lines end."""

import json

import pytest
from click.testing import CliRunner

from commonweal.services.definitions import api
from commonweal.services.definitions.commands.check import command
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.source.marks import as_json
from commonweal.services.definitions.tests.conftest import SERVICE
from commonweal.services.definitions.versions import store

pytestmark = pytest.mark.django_db
# What is replaced in the definition, by what.
MISTAKES = {
    "an unknown name": ("size(items)", "size(itemz)"),
    "a misspelt option": ("i.kind == 'fridge'", "i.kind == 'frige'"),
    "a division by zero": ('price: "facts', 'price: "100 / facts.count > 1 ? 1 : facts'),
    "an unknown key": ("assurance: none", "asurance: none"),
    "a key twice": ("schema: 1", "schema: 1\nschema: 1"),
    "a wrong kind": ("max_length: 80", "max_length: many"),
    "a boolean for a number": ("max_length: 80", "max_length: true"),
    "a missing key": ("schema: 1\n", ""),
    "a colon among words": ("topics: [waste]", "topics: [waste]\nnote: Note: this"),
    "a tab": ("topics: [waste]", "\ttopics: [waste]"),
    "quotation marks that are not closed": ("on: 2026-05-02", "on: '2026-05-02"),
    "brackets that are not closed": ("life_events: [moving-home]", "life_events: [moving-home"),
    "a control character": ("cy: Llun", 'cy: "Ll\\u0007un"'),
    "a character that no text has": ("A photo", "A\x07photo"),
    "an escape for no character": ("cy: Llun", 'cy: "Ll\\U00110000un"'),
    "an option without a label": ("{value: sofa, label: {en: Sofa, cy: Soffa}}", "sofa"),
    "a missing translation": (", cy: Llun", ""),
    "an example that fails": ("price: 25.00", "price: 26.00"),
    "an unknown transition": ("on: case.fail", "on: case.fial"),
    "an unknown effect": ("then: [message.could_not_collect]", "then: [message.could_not]"),
    "a state that nothing leads to": ("from: scheduled, to: collected", "from: scheduled, to: scheduled"),
    "a pattern that cannot be used": ("max_length: 80", "pattern: '[a-z]+\\Z'"),
    "an unknown area": ("{area: northshire/west}", "{aria: northshire/west}"),
    "an empty text": (None, ""),
    "no keys": (None, "- a\n- b\n"),
    "the file of an organisation": (None, "organisation: council\ntitle: {en: Council}\n"),
}


def with_mistake(text: str, name: str) -> str:
    before, after = MISTAKES[name]
    if before is None:
        return after
    assert before in text
    return text.replace(before, after, 1)


def by_command(text: str, folder) -> list[dict]:
    file = folder / "service.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    said = CliRunner().invoke(command, [str(file), "--json"]).stdout
    return [{**finding, "file": ""} for finding in json.loads(said)["findings"]]


@pytest.mark.parametrize("name", MISTAKES)
def test_the_command_the_api_and_saving_find_the_same(name, text, editor, tmp_path):
    wrong = with_mistake(text, name)
    found = by_command(wrong, tmp_path)
    assert found
    assert [as_json(each) for each in api.check_text(wrong, acting=editor).findings] == found
    saved = api.save_draft(service=SERVICE, source=wrong, acting=editor).checked
    assert [as_json(each) for each in saved.findings] == found


def test_what_an_organisation_has_switched_off_is_found_before_saving_too(text, editor, outsider, monkeypatch):
    monkeypatch.setattr(store, "is_on", lambda key, organisation: organisation != editor.organisation or "forms" in key)
    saved = api.save_draft(service=SERVICE, source=text, acting=editor).checked
    assert "section-off" in {each.code for each in saved.findings}
    for service in (None, SERVICE):
        assert api.check_text(text, service=service, acting=editor).findings == saved.findings
        # What others have switched off is not said to everybody.
        assert api.check_text(text, service=service, acting=outsider).good


def test_an_organisation_that_the_place_has_not_is_found_before_saving_too(text, editor):
    errors = api.check_text(text.replace("offered_by: eastmere-council", "offered_by: nobody"), acting=editor).errors
    assert [each.code for each in errors] == ["unknown-organisation"]


ENDS = {"\r\n": "\r\n", "\r": "\r", "a mark of the byte order": "\n", "next line": "\x85", "line separator": "\u2028"}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", MISTAKES)
def test_lines_are_counted_alike_however_they_end(name, end, text):
    wrong = with_mistake(text, name)
    begin = "\ufeff" if end.startswith("a mark") else ""
    places = [(each.code, each.line, each.column) for each in check_source(wrong).findings]
    assert [(f.code, f.line, f.column) for f in check_source(begin + wrong.replace("\n", ENDS[end])).findings] == places
