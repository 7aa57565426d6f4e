"""A small place with one service that has everything, applied; and people who use it."""

import tempfile
from pathlib import Path

import pytest

from commonweal.ground.areas.models import Area, GazetteerEntry
from commonweal.ground.areas.testing import make_town
from commonweal.ground.identity.models import Person
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.testing.rows import Rows, begins_with
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.versions import store

SERVICE = "town/bin"
PLACE = """
place: town
schema: 1
name: {en: Town, cy: Tref}
languages: [en, cy]
topics: [{key: waste, title: {en: Waste, cy: Gwastraff}}]
"""
TOWN = """
organisation: town
schema: 1
name: {en: Town Council, cy: Cyngor y Dref}
kind: council
"""
BIN = """
service: bin
schema: 1
offered_by: town
title: {en: Report a missed bin, cy: Rhoi gwybod am fin a gollwyd}
summary: {en: We come back for it., cy: Down yn ôl amdano.}
topics: [waste]
channels: [web, phone, counter]
synonyms: [rubbish]
legal_basis: {basis: public_task, reference: EPA 1990}
retention: {delete_after: 12 months, from: closed}
form:
  - page: where
    title: {en: Where is it?, cy: Ble mae?}
    questions:
      - {key: address, type: address, label: {en: Address, cy: Cyfeiriad}, personal: yes}
  - page: what
    title: {en: What was missed?, cy: Beth a gollwyd?}
    questions:
      - {key: kind, type: choice, label: {en: Which bin?, cy: Pa fin?}, options: [{value: grey, label: {en: Grey, cy: Llwyd}}, {value: green, label: {en: Green, cy: Gwyrdd}}]}
      - {key: note, type: text, label: {en: Anything else?, cy: Unrhyw beth arall?}, required: false, max_length: 80}
  - page: garden
    title: {en: Garden waste, cy: Gwastraff gardd}
    when: kind == 'green'
    questions:
      - {key: sacks, type: integer, label: {en: How many sacks?, cy: Sawl sach?}, min: 1, max: 20}
  - page: contact
    title: {en: How can we reach you?, cy: Sut allwn ni gysylltu?}
    questions:
      - {key: email, type: email, label: {en: Email, cy: E-bost}, prefill: person.email, personal: yes}
eligibility:
  - key: in_town
    when: address.area.startsWith('town')
    label: {en: You live in Town, cy: Rydych yn byw yn y Dref}
    else: {en: We only collect in Town., cy: Dim ond yn y Dref y casglwn.}
    reference: EPA s.45
case:
  states: [{key: received, title: {en: Received, cy: Derbyniwyd}}, {key: collected, title: {en: Collected, cy: Casglwyd}}]
  start: received
  transitions:
    collect: {from: received, to: collected, by: role:officer, title: {en: Collect, cy: Casglu}}
  clocks: [{key: collect_by, title: {en: Collect, cy: Casglu}, duration: 2, unit: working_days, on_expire: escalate}]
  outcomes:
    collected: {title: {en: Collected, cy: Casglwyd}, retention: {delete_after: 12 months, from: closed}}
messages:
  received:
    on: case.opened
    subject: {en: "We have your report {{case.reference}}", cy: "Mae eich adroddiad gennym {{case.reference}}"}
    body: {en: "Thank you, {{person.name}}. You told us of the {{answers.kind}} bin.", cy: "Diolch. {{answers.kind}}"}
examples:
  - name: grey
    on: 2026-05-02
    given: {address: {area: town/north}, kind: grey, email: a@example.org}
    expect: {eligible: true, pages: [where, what, contact], opens: received, messages: [received]}
  - name: green
    on: 2026-05-02
    given: {address: {area: town/north}, kind: green, sacks: 2, email: a@example.org}
    expect: {eligible: true, pages: [where, what, garden, contact]}
  - name: outside
    given: {address: {area: elsewhere}}
    expect: {eligible: false, because: [in_town]}
"""
ADDRESS = {"line1": "1 High Street", "town": "Town", "postcode": "TN1 1AA", "area": "town/north"}


def write_place(folder: Path, bin_definition: str = BIN) -> Path:
    for name, words in {
        "place.yaml": PLACE,
        "organisations/town.yaml": TOWN,
        "services/town/bin.yaml": bin_definition,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return folder


def apply(folder: Path) -> None:
    apply_place(read=read_folder(folder), acting=SYSTEM)


def make_place() -> None:
    area = make_town()
    GazetteerEntry.objects.create(postcode="TN11AA", lines="1 High Street", town="Town", area=area)
    away = Area.objects.create(key="away", name={"en": "Away"}, kind="place")
    GazetteerEntry.objects.create(postcode="AW11AA", lines="9 Far Road", town="Away", area=away)
    with tempfile.TemporaryDirectory() as folder:
        apply(write_place(Path(folder) / "place"))


PLACE_ROWS = Rows(make_place)


@pytest.fixture
@begins_with(PLACE_ROWS)
def town(db, tmp_path):
    """The place, applied; its folder."""
    store.forget()
    PLACE_ROWS()
    return write_place(tmp_path / "place")


@pytest.fixture
def ann(db) -> Person:
    return Person.objects.create_user("ann@example.org", "secret word", name="Ann")


@pytest.fixture
def ann_acts(ann) -> Acting:
    return Acting(actor=ann.ref, assurance="low")


@pytest.fixture
def guest() -> Acting:
    return Acting(actor="guest:0190a0a0-0000-7000-8000-000000000001", channel=STRANGER.channel)
