"""META: the description of the election in a Pabulib file, parsed, with the line of each value."""

from dataclasses import dataclass, field
from fractions import Fraction

from commonweal.participation.budgeting.counting.ballot_kinds import BallotKind, ballot_kind
from commonweal.participation.budgeting.counting.money import parse_amount
from commonweal.participation.budgeting.counting.pabulib.sections import Section, checked_cells
from commonweal.participation.budgeting.counting.refusal import CountingRefused
from commonweal.participation.budgeting.counting.rule import Completion, Eligibility, Rule

_KINDS = {"scoring": "cumulative"}


@dataclass
class Meta:
    """The statements by key (lower case), and the line of each."""

    file: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, section: Section, file: str) -> "Meta":
        """Read the section; a key that is stated twice with different values is refused."""
        meta = cls(file, section.line)
        for line, row in section.rows:
            cells = checked_cells(section, line, [row[0], ";".join(row[1:])] if len(row) > 2 else row, file)
            key, value = cells[0].lower(), cells[1]
            if meta.values.get(key, value) != value:
                raise CountingRefused(f"META states {key} twice, differently", "keep one of the two", file, line)
            meta.values[key], meta.lines[key] = value, line
        return meta

    def refuse(self, key: str, reason: str, remedy: str) -> CountingRefused:
        """A refusal that points at the line of this key."""
        return CountingRefused(reason, remedy, self.file, self.lines.get(key, self.line))

    def number(self, key: str) -> int | None:
        """A whole number that is not negative, or None if the key is absent or empty."""
        text = self.values.get(key, "")
        if not text:
            return None
        try:
            value = parse_amount(text)
        except ValueError:
            value = -1
        if value < 0 or value % 1_000_000:
            raise self.refuse(key, f"{key} is {text[:40]!r}, not a whole number", "write a whole number, or omit it")
        return value // 1_000_000

    def amount(self, key: str) -> int | None:
        """An amount in millionths, or None if the key is absent or empty."""
        text = self.values.get(key, "")
        if not text:
            return None
        try:
            return parse_amount(text)
        except ValueError as error:
            raise self.refuse(key, f"{key}: {error}", "write a plain number such as 250000 or 250000.50") from error

    @property
    def budget(self) -> int:
        """The budget in millionths; refused if it is missing or nothing."""
        budget = self.amount("budget")
        if not budget:
            raise self.refuse("budget", "META states no budget above zero", "add a line such as budget;250000")
        return budget

    @property
    def kind(self) -> BallotKind:
        """The kind of ballot with its limits."""
        name = self.values.get("vote_type", "").lower()
        try:
            return ballot_kind(
                _KINDS.get(name, name),
                min_choices=self.number("min_length"),
                max_choices=self.number("max_length"),
                max_cost=self.amount("max_sum_cost"),
                min_points=self.number("min_sum_points"),
                max_points=self.number("max_sum_points"),
            )
        except KeyError as error:
            raise self.refuse(
                "vote_type",
                f"the vote_type {name[:40]!r} is not known",
                "write approval, choose-1, cumulative or ordinal",
            ) from error


def stated_rule(values: dict[str, str]) -> Rule | None:
    """The rule that a file states, with its threshold, if it is one that we have; otherwise None.

    `greedy-exclusive` is None unless the file names its exclusive projects (`conflicts`), and `greedy-custom` is the
    no-skip list with a reserve for a project of which four fifths are covered, if the file says so.
    """
    name = values.get("rule", "").strip().lower()
    threshold = values.get("min_project_score_threshold", "").strip()
    eligibility = Eligibility(min_score=int(threshold)) if threshold.isdigit() else Eligibility()
    conflicts = stated_conflicts(values)
    if name in {"greedy", "greedy-threshold"} or (name == "greedy-exclusive" and conflicts):
        return Rule("greedy", eligibility=eligibility, conflicts=conflicts)
    if name == "greedy-no-skip":
        return Rule("greedy-no-skip", eligibility=eligibility, conflicts=conflicts)
    if name == "greedy-custom" and "80% of that project" in values.get("comment", ""):
        return Rule("greedy-no-skip", eligibility=eligibility, reserve_share=Fraction(4, 5))
    if name in {"equalshares", "equalshares/add1", "equalshares/add1-comparison"}:
        completion: Completion = "add1" if "add1" in name else "none"
        return Rule("equal-shares", completion, comparison="comparison" in name, eligibility=eligibility)
    return Rule("phragmen", eligibility=eligibility) if name == "phragmen" else None


def stated_conflicts(values: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Exclusive projects as our own key `conflicts` states them: sets parted by `|`, ids by commas."""
    sets = values.get("conflicts", "").split("|")
    groups = (tuple(name.strip() for name in group.split(",") if name.strip()) for group in sets)
    return tuple(group for group in groups if len(group) > 1)
