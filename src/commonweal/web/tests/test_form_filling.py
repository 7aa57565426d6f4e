"""What was typed and chosen goes into one form of a page and changes nothing else, whatever characters it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.web.form_filling import FilledForm, refilled

# Some take all of these for the end of a line, and the parser only the first.
ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
WORDS = st.text(st.sampled_from(ENDS + "ab "), max_size=12)
FORM = '<form method="post"><input name="a"{a}>{between}<textarea name="b">{b}</textarea></form>'


def page(before: str, between: str, after: str, a: str = "", b: str = "") -> str:
    return f"<p>{before}</p>\n" + FORM.format(a=a, b=b, between=f"<p>{between}</p>") + after


def filled(inside: str, **values: list[str]) -> str:
    """What is inside the only form of a page, filled with these values."""
    whole = refilled(f'<form method="post">{inside}</form>', "/x", FilledForm("/x", values), "Again: {}".format)
    return whole.removeprefix('<form method="post">').removesuffix("</form>")


@given(WORDS, WORDS, WORDS)
def test_only_the_boxes_change_whatever_ends_a_line_before_them(before, between, after):
    done = refilled(page(before, between, after), "/x", FilledForm("/x", {"a": ["one"], "b": ["two"]}))
    assert done == page(before, between, after, a=' value="one"', b="\ntwo")


@pytest.mark.parametrize(
    ("drawn", "given", "becomes"),
    [
        ('<input type="radio" name="a" value="1" checked>', ["2"], '<input type="radio" name="a" value="1">'),
        ('<input type="radio" name="a" value="2">', ["2"], '<input type="radio" name="a" value="2" checked>'),
        ('<input type="checkbox" name="a" checked>', [], '<input type="checkbox" name="a">'),
        ('<input type="checkbox" name="a">', ["on"], '<input type="checkbox" name="a" checked>'),
        (
            '<input type="checkbox" name="a" value="2">',
            ["1", "2"],
            '<input type="checkbox" name="a" value="2" checked>',
        ),
        (
            '<select name="a"><option value="" selected>-</option><option value="&quot;">q</option></select>',
            ['"'],
            '<select name="a"><option value="">-</option><option value="&quot;" selected>q</option></select>',
        ),
        ('<input type="date" name="a">', ["2026-01-01"], '<input type="date" name="a" value="2026-01-01">'),
        ('<input name="a" value="x">', [""], '<input name="a" value="">'),
        ('<input name="a"><input name="a">', ["1", "2"], '<input name="a" value="1"><input name="a" value="2">'),
        ('<textarea name="a">old</textarea>', ["<new>"], '<textarea name="a">\n&lt;new&gt;</textarea>'),
        (
            '<input type="file" name="a">',
            ["x.pdf"],
            '<p class="govuk-error-message">Again: x.pdf</p><input type="file" name="a">',
        ),
        ('<input type="password" name="a">', ["secret"], '<input type="password" name="a">'),
        ('<input type="hidden" name="a" value="1">', ["2"], '<input type="hidden" name="a" value="1">'),
        ('<details><input name="a"></details>', ["1"], '<details open><input name="a" value="1"></details>'),
        ('<details><input name="a" value="1"></details>', ["1"], '<details><input name="a" value="1"></details>'),
    ],
)
def test_every_kind_of_field_is_given_back(drawn, given, becomes):
    assert filled(drawn, a=given) == becomes
    # What is given back already stays as it is.
    if "file" not in drawn:
        assert filled(becomes, a=given) == becomes


def test_a_field_of_which_nothing_is_known_stays_as_it_is_drawn():
    drawn = '<input name="b" value="x"><select name="c"><option selected>1</option></select>'
    assert filled(drawn, a=["1"]) == drawn


def test_of_several_forms_to_one_address_it_is_the_one_with_the_same_hidden_fields():
    form = '<form method="post" action="/y"><input type="hidden" name="of" value="{}"><input name="a"{}></form>'
    html = form.format(1, "") + form.format(2, "") + form.format(3, "")
    done = refilled(html, "/x", FilledForm("/y", {"of": ["2"], "a": ["typed"]}))
    assert done == form.format(1, "") + form.format(2, ' value="typed"') + form.format(3, "")


def test_a_form_that_is_sent_elsewhere_or_not_by_post_is_left_alone():
    html = '<form><input name="a"></form><form method="post" action="/z"><input name="a"></form>'
    assert refilled(html, "/x", FilledForm("/x", {"a": ["typed"]})) == html
