"""What a field is filled in from is something that its question takes; `check` refuses everything else."""

import pytest

from commonweal.blocks.forms import api as forms
from commonweal.services.definitions.language.assembling import NAMES
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.tests.conftest import PERMIT

SERVICE = PERMIT + "      - %s\n"


def refused(question):
    checked = check_source(SERVICE % question, known=Known(("en",)))
    return [(each.path, each.remedy) for each in checked.findings if each.code == "prefill-not-taken" and each.line]


def asked(kind, name):
    return f"{{key: q, type: {kind}, label: {{en: Q}}, personal: yes, prefill: {name}}}"


@pytest.mark.parametrize("name", ["person", *(f"person.{field}" for field in NAMES["person"].fields)])
def test_everything_that_is_known_about_a_person_has_questions_that_take_it(name):
    kinds = ("person", "address", "date", "integer", "text")
    assert any(forms.can_be_filled(kind, name) for kind in kinds)


@pytest.mark.parametrize(
    ("kind", "name", "remedy"),
    [
        ("number", "person.name", "Write person.age, or remove `prefill`."),
        (
            "text",
            "person.date_of_birth",
            "Write person.name or person.email or person.phone or person.assurance, or remove `prefill`.",
        ),
        ("money", "person.age", "Remove `prefill` here."),
        ("address", "person", "Write person.address, or remove `prefill`."),
        ("integer", "person.age", None),
        ("text", "person.name", None),
    ],
)
def test_a_field_that_does_not_take_what_it_is_filled_from_is_refused(kind, name, remedy):
    assert refused(asked(kind, name)) == ([(("form", 0, "questions", 0, "prefill"), remedy)] if remedy else [])


def test_a_field_in_rows_is_refused_as_nothing_fills_it():
    rows = f"{{key: r, type: repeat, label: {{en: R}}, each: [{asked('text', 'person.name')}]}}"
    assert [path for path, _ in refused(rows)] == [("form", 0, "questions", 0, "each", 0, "prefill")]
