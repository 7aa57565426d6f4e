"""Ballots: turns the VOTES rows into grouped ballots, checking each against the projects and the kind of ballot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.ballot_kinds import BallotKind, rank_score
from commonweal.participation.budgeting.counting.election import Choice, Project
from commonweal.participation.budgeting.counting.pabulib.sections import Section, checked_cells
from commonweal.participation.budgeting.counting.refusal import CountingRefused

HIGHEST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Voter:
    """One row of VOTES: the ballot, and what the file says about its voter."""

    id: str
    ballot: Choice
    about: dict[str, str]


@dataclass
class BallotBox:
    """Reads rows one by one.

    `counted` holds the ballots, `beyond` how many break a limit of the
    paper, and `unpaid` how often a project was named with no points."""

    file: str
    projects: Sequence[Project]
    kind: BallotKind
    counted: Counter[Choice] = field(default_factory=Counter)
    beyond: Counter[str] = field(default_factory=Counter)
    blank: int = 0
    voters: list[Voter] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.position = {project.id: place for place, project in enumerate(self.projects)}
        self.known: dict[tuple[str, str], tuple[Choice, tuple[int, ...]]] = {}
        self.unpaid: Counter[int] = Counter()

    def read(self, section: Section, *, keep_voters: bool) -> None:
        """Read all rows of the section."""
        columns = section.columns
        for needed in ("voter_id", "vote"):
            if needed not in columns:
                raise CountingRefused(
                    f"VOTES has no column {needed}", "name the columns under VOTES", self.file, section.line
                )
        if self.kind.scores == "points" and "points" not in columns:
            raise CountingRefused(
                "VOTES has no column points, which cumulative ballots need",
                "add the points, or set vote_type to approval",
                self.file,
                section.line,
            )
        who, vote = columns.index("voter_id"), columns.index("vote")
        points = columns.index("points") if self.kind.scores == "points" else None
        seen: dict[str, int] = {}
        for line, row in section.rows:
            cells = checked_cells(section, line, row, self.file)
            if seen.setdefault(cells[who], line) != line:
                raise CountingRefused(
                    f"the voter {cells[who][:40]!r} has two ballots (the other in line {seen[cells[who]]})",
                    "keep one of them",
                    self.file,
                    line,
                )
            ballot = self._ballot(cells[vote], cells[points] if points is not None else "", line)
            self.counted[ballot] += 1
            if keep_voters:
                self.voters.append(Voter(cells[who], ballot, dict(zip(columns, cells, strict=True))))

    def _ballot(self, vote: str, points: str, line: int) -> Choice:
        """The ballot that these two cells hold; cells that were read before are not read again."""
        read = self.known.get((vote, points))
        if read is None:
            read = self.known[vote, points] = self._parse(vote, points, line)
        ballot, unpaid = read
        if unpaid:
            self.unpaid.update(unpaid)
        if not ballot[0]:
            self.blank += 1
        return ballot

    def _parse(self, vote: str, points: str, line: int) -> tuple[Choice, tuple[int, ...]]:
        """The ballot without the choices that are worth nothing, and those choices."""
        names = [name.strip() for name in vote.split(",")] if vote.strip() else []
        choices = []
        for name in names:
            if name not in self.position:
                raise CountingRefused(
                    f"the ballot names the project {name[:40]!r}, which is not in PROJECTS",
                    "correct the id, or add the project; the file may be cut short",
                    self.file,
                    line,
                )
            choices.append(self.position[name])
        if len(set(choices)) < len(choices):
            raise CountingRefused("the ballot names a project twice", "name each project once", self.file, line)
        scores = self._scores(points, len(choices), line)
        self._check_limits(choices, scores)
        if self.kind.scores == "one":
            return (tuple(sorted(choices)), (1,) * len(choices)), ()
        kept = sorted((choice, score) for choice, score in zip(choices, scores, strict=True) if score > 0)
        unpaid = tuple(choice for choice, score in zip(choices, scores, strict=True) if score == 0)
        return (tuple(choice for choice, _ in kept), tuple(score for _, score in kept)), unpaid

    def _scores(self, points: str, length: int, line: int) -> list[int]:
        if self.kind.scores == "one":
            return [1] * length
        if self.kind.scores == "rank":
            places = self.kind.max_choices
            if places is not None and length > places:
                raise CountingRefused(
                    f"the ballot ranks {number_of(length, 'project')} and the paper has {number_of(places, 'place')}",
                    "correct the ballot, or max_length in META",
                    self.file,
                    line,
                )
            return [rank_score(place, ranked=length, places=places) for place in range(length)]
        parts = [part.strip() for part in points.split(",")] if points.strip() else []
        if len(parts) != length:
            raise CountingRefused(
                f"the ballot names {number_of(length, 'project')} and gives "
                f"{number_of(len(parts), 'number of points', 'numbers of points')}",
                "give one number of points for each project",
                self.file,
                line,
            )
        return [self._points(part, line) for part in parts]

    def _points(self, part: str, line: int) -> int:
        whole, _, decimals = part.partition(".")
        if not (whole.isascii() and whole.isdigit()) or decimals.strip("0") or int(whole[:9]) > HIGHEST_POINTS:
            raise CountingRefused(
                f"{part[:40]!r} is not a whole number of points from 0 to {HIGHEST_POINTS:,}",
                "write whole points; scale fractions up for all voters alike",
                self.file,
                line,
            )
        if len(whole) > 9:
            return self._points("x", line)
        return int(whole)

    def _check_limits(self, choices: list[int], scores: list[int]) -> None:
        """Ballots beyond a limit of the paper are counted, as cities counted them, and reported."""
        kind = self.kind
        if kind.max_choices is not None and len(choices) > kind.max_choices:
            self.beyond["more choices than allowed"] += 1
        if kind.min_choices is not None and 0 < len(choices) < kind.min_choices:
            self.beyond["fewer choices than asked for"] += 1
        if kind.max_cost is not None and sum(self.projects[c].cost for c in choices) > kind.max_cost:
            self.beyond["choices that cost more than allowed"] += 1
        if kind.scores == "points" and kind.max_points is not None and sum(scores) > kind.max_points:
            self.beyond["more points than allowed"] += 1
