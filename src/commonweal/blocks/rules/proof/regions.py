"""Which rows of a decision table match together, for every region that its cells tell apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.tree import Call, Identifier
from commonweal.blocks.rules.dependencies import expressions_behind, names_behind
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.proof import domain
from commonweal.blocks.rules.proof.search import NOT_ANSWERED, parameter_on, root_of
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.blocks.rules.tables import TableRules
from commonweal.kernel.budget import spend
from commonweal.kernel.values import DATE, INTEGER, MONEY, NUMBER, AnswerRange, ListOf, Record, ValueType

Answers = Mapping[str, Any]
Rows = int
"""Numbers of rows, as the bits of a number."""
MOST_ANSWERS = 600  # of one part of a table
MOST_CELLS = 60_000  # that are worked out for one part
MOST_REGIONS = 20_000


@dataclass(frozen=True)
class _Part:
    """Columns that have answers in common, the names of these answers, and whether every column is such an answer as it
    was given."""

    columns: frozenset[str]
    names: tuple[str, ...]
    plain: bool


@dataclass(frozen=True)
class Regions:
    """The sets of rows that match for some answers, each with such answers. `exact`: there are no others."""

    found: Mapping[Rows, Answers]
    exact: bool

    def troubled(self, table: TableRules) -> Iterator[Answers]:
        """Answers for which no row matches though one must, or several of which only one may."""
        unique = table.table.hit == "unique"
        for rows, answers in self.found.items():
            if (rows == 0 and table.may_match_none) or (unique and rows.bit_count() > 1):
                yield answers

    def never_first(self) -> list[int]:
        """The rows before which another one matches, wherever they do; as far as that is certain."""
        ahead = {(rows & -rows).bit_length() - 1 for rows in self.found if rows}
        matching = 0
        for rows in self.found:
            matching |= rows
        return [row for row in range(matching.bit_length()) if self.exact and matching >> row & 1 and row not in ahead]


class Survey:
    """Looks at one table on one day, with what answers can be."""

    def __init__(self, rule_set: RuleSet, table: TableRules, on: date, limits: domain.Limits) -> None:
        self.rule_set, self.table, self.on, self.limits = rule_set, table, on, limits
        used = {
            name: source for name, source in table.table.inputs.items() if any(name in row for row in table.conditions)
        }
        self.columns = {name: rule_set.compiled(source) for name, source in used.items()}
        self.every = (1 << len(table.conditions)) - 1

    def regions(self) -> Regions:
        """All of them, as far as the work that a table may take goes."""
        found: dict[Rows, Answers] = {self.every: {}}
        exact = True
        for part in self._parts():
            regions, all_of_them = self._regions_of(part)
            exact = exact and all_of_them and len(found) * len(regions) <= MOST_REGIONS
            found = _joined(found, regions)
        return Regions(found, exact)

    def _parts(self) -> list[_Part]:
        """The columns, those together that have an answer in common."""
        parts: list[_Part] = []
        for column, compiled in self.columns.items():
            names = tuple(dict.fromkeys(self._answers_behind(column)))
            part = _Part(frozenset({column}), names, len(names) == 1 and _is_plain(compiled, names[0]))
            for other in [other for other in parts if set(other.names) & set(names)]:
                parts.remove(other)
                plain = part.plain and other.plain and part.names == other.names
                names = tuple(dict.fromkeys([*other.names, *part.names]))
                part = _Part(part.columns | other.columns, names, plain)
            parts.append(part)
        return parts

    def _answers_behind(self, column: str) -> Iterator[str]:
        """The answers that a column and its cells rest on."""
        for compiled in self._sources({column}):
            for name in names_behind(self.rule_set, compiled.reads):
                if root_of(name) not in NOT_ANSWERED:
                    yield name

    def _sources(self, columns: Iterable[str]) -> Iterator[Compiled]:
        for column in columns:
            yield self.columns[column]
            cells = [cells[column] for cells in self.table.conditions if column in cells]
            yield from map(self.rule_set.compiled, dict.fromkeys(cells))

    def _regions_of(self, part: _Part) -> tuple[dict[Rows, Answers], bool]:
        """The sets of rows whose cells in these columns match, each with answers for which they do, and whether there
        are no others."""
        cells: dict[str, Rows] = {}  # each cell that has to hold, with the rows that it is in
        for index, row in enumerate(self.table.conditions):
            for column in part.columns & set(row):
                cells[row[column]] = cells.get(row[column], 0) | 1 << index
        tried = list(self._tried(part))
        most = max(1, min(MOST_ANSWERS, MOST_CELLS // max(1, len(cells))))
        found: dict[Rows, Answers] = {}
        for answers in tried[:most]:
            found.setdefault(self._matching(cells, answers), answers)
        trees = [self.rule_set.compiled(cell).tree for cell in cells]
        return found, part.plain and len(tried) <= most and domain.is_decidable(trees, frozenset())

    def _matching(self, cells: Mapping[str, Rows], answers: Answers) -> Rows:
        """The rows all of whose cells hold for these answers."""
        lacking = {root_of(name) for name, value in answers.items() if value is None}
        given = {name: value for name, value in answers.items() if root_of(name) not in lacking}
        evaluate = Evaluation(self.rule_set, given, self.on, lacking)
        rows = self.every
        for cell, those in cells.items():
            if rows & those and evaluate(cell) is not True:
                rows &= ~those
        return rows

    def _tried(self, part: _Part) -> Iterator[Answers]:
        """Each answer through all that the cells tell apart, the others as they come first."""
        sources = list(self._sources(part.columns))
        trees = [each.tree for source in sources for each in expressions_behind(self.rule_set, source)]
        names = dict.fromkeys(name for source in sources for name in names_behind(self.rule_set, source.reads))
        parameters = [parameter_on(self.rule_set, name, self.on) for name in names if name.startswith("parameters.")]
        seen = domain.mentioned(trees, parameters, self.on)
        values = {name: _representatives(self.rule_set, name, seen, self.limits) for name in part.names}
        first = {name: each[0] for name, each in values.items() if each}
        for name, each in values.items():
            yield from ({**first, name: value} for value in each)


def _joined(found: Mapping[Rows, Answers], regions: Mapping[Rows, Answers]) -> dict[Rows, Answers]:
    """The regions of two parts of a table together, up to the most that are looked at."""
    joined: dict[Rows, Answers] = {}
    for rows, answers in found.items():
        spend(len(regions))
        for others, more in regions.items():
            if len(joined) < MOST_REGIONS:
                joined.setdefault(rows & others, {**answers, **more})
    return joined


def _is_plain(column: Compiled, name: str) -> bool:
    """Whether a column is an answer as it was given."""
    tree = column.tree
    if isinstance(tree, Call) and tree.function == "timestamp":  # how a day is read
        tree = tree.args[0]
    return isinstance(tree, Identifier) and tree.name == name


def _representatives(rule_set: RuleSet, name: str, seen: domain.Mentioned, limits: domain.Limits) -> list[Any]:
    """Values of a name, of which one is in each region into which what was `seen` divides them."""
    kind = rule_set.kind(name)
    found = [*_of_kind(rule_set, name, kind, seen, limits)]
    if isinstance(kind, ListOf) and isinstance(kind.item, Record):
        fields = {
            key: _of_kind(rule_set, f"{name}.{key}", part, seen, limits) for key, part in kind.item.fields.items()
        }
        first = {key: values[0] for key, values in fields.items() if values}
        found += ([{**first, key: value}] for key, values in fields.items() for value in values)
    return [*found, *domain.lacking(root_of(name), limits)]


def _of_kind(
    rule_set: RuleSet, name: str, kind: ValueType, seen: domain.Mentioned, limits: domain.Limits
) -> Sequence[Any]:
    least, most = limits.get(name, AnswerRange())[:2]
    ends = [end for end in (least, most) if end is not None]
    found: Iterable[Any]
    if kind in (INTEGER, MONEY):
        whole = {int(number) for number in (*seen.numbers, *ends, 0) if abs(number) < 10**15}
        found = sorted({number + step for number in whole for step in (-1, 0, 1)})
    elif kind == NUMBER:
        numbers = sorted({float(number) for number in (*seen.numbers, *ends, 0)})
        between = [(one + other) / 2 for one, other in pairwise(numbers)]
        found = sorted({*numbers, *between, numbers[0] - 1, numbers[-1] + 1})
    elif kind == DATE:
        days = sorted({day for day in (*seen.days, *ends) if 2 < day.year < 9990})
        found = dict.fromkeys(day + timedelta(days=step) for day in days for step in (-1, 0, 1))
    else:
        return domain.candidates(name, kind, seen, rule_set.choices, limits)
    return [value for value in found if (least is None or value >= least) and (most is None or value <= most)]
