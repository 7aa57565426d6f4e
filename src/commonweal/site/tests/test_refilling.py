"""What was typed goes into the boxes of a page and changes nothing else of it, with any characters before them."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from commonweal.site.refilling import refilled

# Some take all of these for the end of a line, and the parser only the first.
ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
WORDS = st.text(st.sampled_from(ENDS + "ab "), max_size=12)
FORM = '<form method="post"><input name="a"{a}>{between}<textarea name="b">{b}</textarea></form>'


def page(before: str, between: str, after: str, a: str = "", b: str = "") -> str:
    return f"<p>{before}</p>\n" + FORM.format(a=a, b=b, between=f"<p>{between}</p>") + after


@given(WORDS, WORDS, WORDS)
def test_only_the_boxes_change_whatever_ends_a_line_before_them(before, between, after):
    done = refilled(page(before, between, after), "/x", "/x", QueryDict("a=one&b=two"))
    assert done == page(before, between, after, a=' value="one"', b="\ntwo")
