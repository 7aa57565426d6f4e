"""The number of a case stays on one line on every page."""

import pytest
from markupsafe import Markup

from commonweal.web.nonbreaking import unbroken

NUMBER = "EM-4F7K-9Q2RX"
KEPT = f'<span class="cw-nowrap">{NUMBER}</span>'


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (f"<h1>Your number is {NUMBER}.</h1>", f"<h1>Your number is {KEPT}.</h1>"),
        (f"{NUMBER}: Anna", f"{KEPT}: Anna"),
        (f"<p>{NUMBER}, {NUMBER}</p>", f"<p>{KEPT}, {KEPT}</p>"),
        (f'<a id="{NUMBER}" href="/x?n={NUMBER}">{NUMBER}</a>', f'<a id="{NUMBER}" href="/x?n={NUMBER}">{KEPT}</a>'),
        (f"<textarea>{NUMBER}</textarea><p>{NUMBER}</p>", f"<textarea>{NUMBER}</textarea><p>{KEPT}</p>"),
        (f"<option selected>{NUMBER}</option>", f"<option selected>{NUMBER}</option>"),
        (f"<p>X{NUMBER} {NUMBER}X</p>", f"<p>X{NUMBER} {NUMBER}X</p>"),
        ("<p>None &lt;here&gt;</p>", "<p>None &lt;here&gt;</p>"),
    ],
)
def test_numbers_in_the_text_are_kept_together_and_all_else_is_as_it_was(html, wanted):
    found = unbroken(Markup(html))
    assert found == wanted
    assert isinstance(found, Markup)
