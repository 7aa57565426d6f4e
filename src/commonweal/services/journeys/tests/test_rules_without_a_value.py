"""A rule that has no value for some answers stops nobody: the application is sent, and staff see and work on the case.

The proof refuses such rules where it finds the answers. Here they are published all the same, as they can be where it
does not."""

import pytest
from django.test import Client
from django.urls import reverse

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import sign_in
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.worker import run_all
from commonweal.services.journeys import api
from commonweal.services.journeys.tests.conftest import ADDRESS, BIN, SERVICE, apply, write_place

ANSWERS = {"address": ADDRESS, "kind": "green", "sacks": 20, "email": "ann@example.org", "note": "soon"}
# Each has a value for some answers, as the examples of the service show, and none for these.
RULES = [
    "100 / (sacks - 20) > 1",
    "[1, 2, 3][sacks] > 1",
    "date(note) > today",
    "parameters.later > sacks",
    "tables.t.size == 1",
    "facts.broken > 1",
]
MORE = """
parameters:
  later: {values: {2999-01-01: 5}}
facts:
  broken: 100 / (sacks - 20)
tables:
  t:
    hit: first
    inputs: {n: sacks}
    outputs: {size: integer}
    rows: [{when: {n: "< 5"}, then: {size: 1}}]
"""


def definition(rule: str) -> str:
    """The service with this rule wherever a rule may be."""
    criterion = f'  - {{key: odd, when: "{rule}", else: {{en: No., cy: Na.}}}}\n'
    work = f"""  tasks: [{{key: look, in: received, for: role:officer, when: "{rule}", title: {{en: Look, cy: Edrych}}}}]
  route: [{{when: "{rule}", team: odd}}]
  transitions:
    skip: {{from: received, to: collected, by: role:officer, when: "{rule}", title: {{en: Leap over, cy: Neidio}}}}
"""
    text = BIN[: BIN.index("examples:")] + MORE
    text = text.replace("case:\n", f"{criterion}case:\n", 1).replace("  transitions:\n", work, 1)
    return text.replace("    on: case.opened\n", f'    on: case.opened\n    when: "{rule}"\n', 1)


@pytest.mark.parametrize("rule", RULES)
def test_it_is_sent_and_worked_on(tmp_path, ann_acts, rule, monkeypatch):
    monkeypatch.setattr("commonweal.blocks.rules.proof.undefined.Finder.without_value", lambda *_: ())
    apply(write_place(tmp_path, definition(rule)))
    journey = str(api.begin_journey(service=SERVICE, acting=ann_acts, language="en").pk)
    api.give_answers(journey=journey, answers=ANSWERS, acting=ann_acts)
    assert api.my_journey(journey, ann_acts).eligible is None
    sent = api.submit_journey(journey=journey, acting=ann_acts)
    opened = cases.my_case(sent.case, acting=ann_acts)
    assert opened.card.open
    officer = Person.objects.create_user("officer@example.org", name="Olu")
    make_staff(Organisation.objects.get(key="town"), officer, "officer")
    page = sign_in(Client(), officer).get(reverse("desk:case", args=[sent.case]))
    assert page.status_code == 200
    words = page.content.decode()
    assert "do/move.skip" not in words  # it is named with the reason, and cannot be made
    assert "Its rule has no value for these answers." in words.partition("Leap over")[2]
    assert "do/move.collect" in words
    run_all()
    assert messages.written_to(f"case:{sent.case}", ann_acts.actor) == []
