"""Drawing Markdown takes work by the length of the text, whatever is written in it."""

import pytest

from commonweal.blocks.forms.markup import safe_html
from commonweal.blocks.messages.plain_text import as_text
from commonweal.kernel.testing.calls import grows_in_step
from commonweal.web.prose import markdown

# What parsers of Markdown are known to take long over, each written so many times.
REPEATED = {
    "brackets": "[",
    "images": "![",
    "stars": "*a ",
    "stars and lines": "*a_b ",
    "quotes": "> ",
    "ticks": "`a ",
    "angles": "<a ",
    "entities": "&amp;",
    "links": "[a](b) ",
    "links that nothing closes": "[a](",
    "lists": "- ",
    "tables": "|a|b|\n|-|-|\n",
    "references": "[a]: b\n",
    "escapes": "\\*",
    "strong words": "**a ",
}
RENDERERS = {"pages": markdown.__wrapped__, "forms": safe_html.__wrapped__, "letters": as_text}


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
def test_what_it_takes_to_draw_a_text_grows_with_its_length_alone(render):
    assert [name for name, words in REPEATED.items() if not grows_in_step(lambda n, w=words: render(w * n), 150)] == []
