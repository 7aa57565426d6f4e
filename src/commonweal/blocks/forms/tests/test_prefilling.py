"""A field is filled in only with what its question takes; otherwise it stays empty."""

from datetime import date

import pytest

from commonweal.blocks.forms.api import FormContext, read_form
from commonweal.blocks.forms.filling.viewing import written
from commonweal.blocks.forms.pages.prefilling import TAKEN_BY
from commonweal.blocks.forms.pages.registry import question_types
from commonweal.blocks.forms.question import AnswerContext

KNOWN = {
    "age": 36,
    "date_of_birth": "1990-02-28",
    "name": "Ann Example",
    "email": "ann@example.org",
    "phone": "020 7946 0000",
    "assurance": "low",
    "address": {"line1": "1 Harbour Street", "town": "Eastmere", "postcode": "EA1 1AA"},
}
MORE = {
    "choice": {"options": ["low", "high"]},
    "choices": {"options": ["low", "high"]},
    "repeat": {"each": [{"key": "t", "type": "text"}]},
    "identifier": {"scheme": "nino"},
    "content": {"text": {"en": "Read this."}},
}


def inputs_of(kind, name):
    question = {"key": "q", "type": kind, "label": {"en": "Q"}, "prefill": name, **MORE.get(kind, {})}
    form = read_form([{"page": "about", "title": {"en": "About"}, "questions": [question]}])
    form_context = FormContext("en", date(2026, 5, 6), known={"person": KNOWN})
    return written(form[0].questions[0], {}, AnswerContext(form_context, {}))


@pytest.mark.parametrize("kind", sorted(question_types()))
def test_a_page_leaves_a_field_empty_that_does_not_take_what_is_known(kind):
    """Also in versions that were published before `check` refused them."""
    filled = {name for name in TAKEN_BY if inputs_of(kind, name)}
    assert filled <= {name for name, kinds in TAKEN_BY.items() if kind in kinds}
    # A person is known by one name, where the question asks for the given and the family name.
    assert filled == {name for name, kinds in TAKEN_BY.items() if kind in kinds and name != "person"}
