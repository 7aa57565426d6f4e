"""Reads a Pabulib file into an election, tolerating what real files do and refusing what cannot be counted."""

from dataclasses import dataclass, field
from pathlib import Path

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.election import Election, Project, group_ballots
from commonweal.participation.budgeting.counting.money import parse_amount
from commonweal.participation.budgeting.counting.pabulib.ballots import BallotBox, Voter
from commonweal.participation.budgeting.counting.pabulib.meta import Meta
from commonweal.participation.budgeting.counting.pabulib.sections import Section, checked_cells, read_text, sections
from commonweal.participation.budgeting.counting.refusal import CountingRefused


@dataclass(frozen=True)
class PabulibFile:
    """An election as read, with notices about what was tolerated, and the voters where they were asked for."""

    election: Election
    notices: tuple[str, ...] = ()
    voters: tuple[Voter, ...] = ()
    project_lines: dict[str, int] = field(default_factory=dict)


def _projects(section: Section, file: str) -> tuple[list[Project], dict[str, dict[str, str]], dict[str, int]]:
    """The projects, each row as the file has it, and its line."""
    for needed in ("project_id", "cost"):
        if needed not in section.columns:
            raise CountingRefused(
                f"PROJECTS has no column {needed}", "name the columns under PROJECTS", file, section.line
            )
    projects, rows, lines = [], {}, {}
    for line, row in section.rows:
        cells = dict(zip(section.columns, checked_cells(section, line, row, file), strict=True))
        name = cells["project_id"]
        if not name or name in lines:
            raise CountingRefused(
                f"the project id {name[:40]!r} is {'there twice' if name else 'empty'}",
                "give each project an id of its own",
                file,
                line,
            )
        try:
            cost = parse_amount(cells["cost"])
        except ValueError as error:
            raise CountingRefused(
                f"the cost of project {name[:40]}: {error}", "write a plain number such as 25000", file, line
            ) from error
        if not cost:
            raise CountingRefused(
                f"the project {name[:40]} costs nothing",
                "a project without a cost needs no vote on money: remove it, or state its cost",
                file,
                line,
            )
        district = cells.get("district") or cells.get("neighborhood") or cells.get("subdistrict") or ""
        projects.append(Project(name, cost, cells.get("name", ""), cells.get("category", ""), district))
        rows[name], lines[name] = cells, line
    if not projects:
        raise CountingRefused("PROJECTS holds no project", "export the file again", file, section.line)
    return projects, rows, lines


def _check_number(meta: Meta, key: str, found: int, what: str) -> None:
    stated = meta.number(key)
    if stated is not None and stated != found:
        raise meta.refuse(
            key,
            f"META states {stated:,} {what} and the file holds {found:,}",
            "the file is cut short or was changed: get it again, or correct META if you know why",
        )


def _check_totals(election: Election, rows: dict[str, dict[str, str]], lines: dict[str, int], box: BallotBox) -> None:
    """Refuse a project whose own totals contradict the ballots: one of the two was changed."""
    named = [votes + box.unpaid[place] for place, votes in enumerate(election.votes)]
    for column, counted in (("votes", named), ("score", election.scores)):
        for project, number in zip(election.projects, counted, strict=True):
            stated = rows[project.id].get(column, "")
            if stated and stated.removesuffix(".0") != str(number):
                raise CountingRefused(
                    f"the column {column} has {stated[:20]} for project {project.id} and the ballots say {number}",
                    f"the file was changed or is not whole: get it again, or empty the column {column} to let the "
                    "ballots speak alone",
                    box.file,
                    lines[project.id],
                )


def _notices(box: BallotBox) -> list[str]:
    notices = [
        f"{number_of(number, 'ballot has', 'ballots have')} {what}; such ballots are counted"
        for what, number in sorted(box.beyond.items())
    ]
    if box.unpaid:
        choices = number_of(box.unpaid.total(), "choice was", "choices were")
        notices.append(f"{choices} given no points; a choice without points is not support")
    if box.blank:
        ballots = number_of(box.blank, "ballot chooses", "ballots choose")
        notices.append(f"{ballots} nothing; an empty ballot counts as a voter")
    return notices


def parse_pabulib(text: str, file: str, *, keep_voters: bool = False) -> PabulibFile:
    """The election in this text; `file` is its name for messages. Raises CountingRefused with the line at fault."""
    parts = sections(text, file)
    meta = Meta.of(parts["META"], file)
    projects, rows, lines = _projects(parts["PROJECTS"], file)
    box = BallotBox(file, projects, meta.kind)
    box.read(parts["VOTES"], keep_voters=keep_voters)
    _check_number(meta, "num_projects", len(projects), "projects")
    _check_number(meta, "num_votes", box.counted.total(), "ballots")
    if not box.counted:
        raise CountingRefused("VOTES holds no ballot", "export the file again", file, parts["VOTES"].line)
    election = Election(
        tuple(projects),
        group_ballots(box.counted),
        meta.budget,
        box.kind,
        meta.values.get("description", ""),
        meta.values.get("currency", ""),
        meta.values.get("lot_seed") or None,
        {name: row["selected"] for name, row in rows.items() if "selected" in row},
        meta.values,
    )
    _check_totals(election, rows, lines, box)
    return PabulibFile(election, tuple(_notices(box)), tuple(box.voters), lines)


def read_pabulib(path: Path, *, keep_voters: bool = False) -> PabulibFile:
    """The election in this file. `keep_voters` keeps each voter's row too, for explanations and for writing."""
    return parse_pabulib(read_text(path), str(path), keep_voters=keep_voters)
