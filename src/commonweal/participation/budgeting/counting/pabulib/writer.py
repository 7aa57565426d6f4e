"""Writes an election as an anonymised Pabulib file: new voter numbers, age in bands, rare answers removed."""

import csv
import io
from collections import Counter
from collections.abc import Iterable

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.money import plain_amount
from commonweal.participation.budgeting.counting.pabulib.ballots import Voter

AGE_BANDS = (0, 16, 18, 25, 35, 45, 55, 65, 75)
"""Lower ends of the bands; the last one has no end."""

SMALLEST_GROUP = 10
"""A combination of age band and sex that fewer voters share is left empty."""

_VOTE_TYPES = {"k-approval": "approval", "knapsack": "approval"}


def age_band(age: str) -> str:
    """The band of an age in years: `25-34`; empty for what is not an age."""
    if not (age.isascii() and age.isdigit()) or len(age) > 3:
        return ""
    years = int(age)
    lower = max(start for start in AGE_BANDS if start <= years)
    above = [start for start in AGE_BANDS if start > years]
    return f"{lower}-{above[0] - 1}" if above else f"{lower}+"


def sex_band(sex: str) -> str:
    """`F`, `M`, or empty for anything else, so that a rare answer identifies nobody."""
    return sex.upper() if sex.upper() in {"F", "M"} else ""


def _people(voters: Iterable[Voter]) -> list[tuple[Voter, str, str]]:
    rows = [(v, age_band(v.about.get("age", "")), sex_band(v.about.get("sex", ""))) for v in voters]
    shared = Counter((age, sex) for _, age, sex in rows)
    return [(voter, age, sex) if shared[age, sex] >= SMALLEST_GROUP else (voter, "", "") for voter, age, sex in rows]


def _ballot_cells(election: Election, choices: tuple[int, ...], scores: tuple[int, ...]) -> list[str]:
    """The cells `vote` (and `points` for cumulative ballots); a ranking is written best first."""
    order = sorted(range(len(choices)), key=lambda i: (-scores[i], choices[i]))
    if election.kind.scores == "one":
        order = list(range(len(choices)))
    cells = [",".join(election.projects[choices[i]].id for i in order)]
    if election.kind.scores == "points":
        cells.append(",".join(str(scores[i]) for i in order))
    return cells


def _meta(election: Election) -> dict[str, str]:
    meta = {
        "description": election.name,
        **election.meta,
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.voters),
        "budget": plain_amount(election.budget),
        "vote_type": _VOTE_TYPES.get(election.kind.name, election.kind.name),
    }
    if election.lot_seed is not None:
        meta["lot_seed"] = election.lot_seed
    return meta


def write_pabulib(election: Election, voters: Iterable[Voter] = ()) -> str:
    """The text of the file. Without `voters` it has the ballots alone; their order reveals nothing about voters."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\n").writerow
    write(["META"])
    write(["key", "value"])
    for key, value in _meta(election).items():
        write([key, value])
    write(["PROJECTS"])
    scored = election.kind.scores != "one"
    selected = ["selected"] if election.published else []
    write(["project_id", "cost", "votes", *(["score"] if scored else []), "name", "category", "district", *selected])
    for place, project in enumerate(election.projects):
        counted = [election.votes[place], *([election.scores[place]] if scored else [])]
        last = [election.published.get(project.id, "0")] if selected else []
        cost = plain_amount(project.cost)
        write([project.id, cost, *counted, project.name, project.category, project.district, *last])
    write(["VOTES"])
    points = ["points"] if election.kind.scores == "points" else []
    people = _people(voters)
    write(["voter_id", "vote", *points, *(["age_band", "sex"] if people else [])])
    if people:
        rows = sorted([*_ballot_cells(election, *v.ballot), age, sex] for v, age, sex in people)
    else:
        rows = [_ballot_cells(election, g.choices, g.scores) for g in election.groups for _ in range(g.weight)]
    for number, row in enumerate(rows, start=1):
        write([number, *row])
    return out.getvalue()
