"""The definitions of the world of the walk: a town and its neighbour, each with one service in which all can happen."""

from pathlib import Path

from commonweal.services.journeys.tests.conftest import BIN, PLACE, TOWN, apply

CASE = """case:
  states:
    - {key: received, title: {en: Received, cy: Derbyniwyd}}
    - {key: visiting, title: {en: Visit, cy: Ymweliad}}
    - {key: collected, title: {en: Collected, cy: Casglwyd}}
    - {key: refused, title: {en: Refused, cy: Gwrthodwyd}}
  start: received
  transitions:
    collect: {from: [received, visiting], to: collected, by: role:officer, title: {en: Collect, cy: Casglu}}
    visit: {from: received, to: visiting, by: role:crew, title: {en: Visit, cy: Ymweld}}
    agree: {from: received, to: collected, by: applicant, title: {en: Agree, cy: Cytuno}}
    refuse: {from: received, to: refused, by: role:officer, decides: refused, title: {en: Refuse, cy: Gwrthod}}
  tasks: [{key: check, in: received, for: role:officer, due: 2 working_days, title: {en: Check, cy: Gwirio}}]
  clocks: [{key: collect_by, title: {en: Collect, cy: Casglu}, duration: 2, unit: working_days, on_expire: escalate}]
  outcomes:
    collected: {title: {en: Collected, cy: Casglwyd}, retention: {delete_after: 12 months, from: closed}}
    refused: {title: {en: Refused, cy: Gwrthodwyd}, retention: {delete_after: 12 months, from: closed}}
  reopen: {by: [role:officer, applicant]}
  roles: {crew: {en: Crew, cy: Criw}}
"""
LIFE_EVENTS = "life_events: [{key: moving, title: {en: Moving home, cy: Symud tŷ}}]\n"
SERVICE = BIN[: BIN.index("case:\n")] + CASE + BIN[BIN.index("messages:\n") :]
SERVICE = SERVICE.replace("topics: [waste]\n", "topics: [waste]\nlife_events: [moving]\n")


def of(organisation: str, words: str) -> str:
    """The same for another organisation."""
    return words.replace("offered_by: town", f"offered_by: {organisation}").replace(
        "organisation: town", f"organisation: {organisation}"
    )


def write_place(folder: Path) -> None:
    """Write the folder and apply it."""
    files = {"place.yaml": PLACE + LIFE_EVENTS}
    for organisation in ("town", "elsewhere"):
        files[f"organisations/{organisation}.yaml"] = of(organisation, TOWN)
        files[f"services/{organisation}/bin.yaml"] = of(organisation, SERVICE)
    for name, words in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    apply(folder)
