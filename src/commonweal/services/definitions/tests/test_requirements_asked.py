"""Requirements are asked with all answers there, and mean the same wherever their words are used again."""

import pytest

from commonweal.blocks.forms.api import clean_answers, clean_page
from commonweal.kernel.clock import today
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.ways import Ways

HEAD = "service: s\nschema: 1\noffered_by: o\ntitle: {en: S}\nform:\n"
YES = "type: yes_no, label: {en: Q}"


def page(key, *questions, when=""):
    start = f"  - page: {key}\n    title: {{en: P}}\n" + (f'    when: "{when}"\n' if when else "")
    return start + "    questions:\n" + "".join(f"      - {{key: {each}}}\n" for each in questions)


def must(rule):
    return f'must: [{{when: "{rule}", else: {{en: Not so.}}}}]'


def ways(*pages):
    checked = check_source(HEAD + "".join(pages))
    assert checked.errors == []
    return Ways(checked.service, today())


def cleaned(of, answers):
    return clean_answers(of.form, answers, of.form_context({}, set()), complete=True)


PAGES = {
    "on a page of its own": [page("a", f"pets, {YES}"), page("b", f"dogs, {YES}", when="pets")],
    "in a question of the same page": [page("a", f"dogs, {YES}, when: pets", f"pets, {YES}")],
}


@pytest.mark.parametrize("where", PAGES)
def test_a_requirement_reads_an_answer_that_only_another_makes_apply(where):
    """All answers at once, as a program sends them: the one that is read is asked in a later turn."""
    of = ways(*PAGES[where], page("last", f"sure, {YES}, {must('!pets || dogs || !sure')}"))
    wrong = cleaned(of, {"pets": True, "dogs": False, "sure": True})
    assert wrong.errors == {"sure": "Not so."}
    assert "sure" not in wrong.answers
    for right in ({"pets": True, "dogs": True, "sure": True}, {"pets": False, "sure": True}):
        assert cleaned(of, right).errors == {}


def test_a_requirement_in_rows_does_so_too():
    each = f"each: [{{key: n, type: integer, label: {{en: N}}, {must('!pets || dogs || n > 3')}}}]"
    of = ways(*PAGES["on a page of its own"], page("last", f"rows, type: repeat, label: {{en: R}}, {each}"))
    answers = {"pets": True, "dogs": False, "rows": [{"n": 5}, {"n": 1}]}
    assert cleaned(of, answers).errors == {"rows-1-n": "Not so."}


def test_a_requirement_reads_an_answer_of_its_own_page_that_is_asked_in_a_later_turn():
    of = ways(page("a", f"dogs, {YES}, when: pets", f"pets, {YES}", f"sure, {YES}, {must('!pets || dogs || !sure')}"))
    posted = {"pets": "yes", "dogs": "no", "sure": "yes"}
    found = clean_page(of.form, "a", {key: [value] for key, value in posted.items()}, {}, of.form_context({}, set()))
    assert found.errors == {"sure": "Not so."}


def test_a_condition_in_the_words_of_a_requirement_is_about_the_whole_form():
    of = ways(
        page("a", f"sure, {YES}, {must('sure')}"),
        page("b", f"more, {YES}", when="sure"),
        page("c", f"other, {YES}, when: sure"),
    )
    answers = {"sure": True, "more": True, "other": False}
    assert cleaned(of, answers).answers == answers
    found = clean_page(of.form, "c", {"other": ["no"]}, {"sure": True, "more": True}, of.form_context({}, set()))
    assert found.answers == answers


def test_requirements_in_the_same_words_are_about_answers_of_their_own_kind():
    kinds = {"whole": "integer", "part": "number", "amount": "money"}
    settings = [f"{key}, type: {kind}, label: {{en: Q}}, {must('value > 2')}" for key, kind in kinds.items()]
    settings[2] = settings[2].replace("value > 2", "value > money(2)")
    of = ways(page("a", *settings, f"share, type: number, label: {{en: Q}}, {must('value > 2.25')}"))
    assert cleaned(of, {"whole": 3, "part": 2.5, "amount": 300, "share": 2.5}).errors == {}
    wrong = {"whole": 2, "part": 1.5, "amount": 100, "share": 2.2}
    assert cleaned(of, wrong).errors == dict.fromkeys(wrong, "Not so.")
