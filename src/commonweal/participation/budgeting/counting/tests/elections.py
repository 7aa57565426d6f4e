"""Random elections for property tests: few voters and round numbers, so that ties and exact fits are common."""

from hypothesis import strategies as st

from commonweal.participation.budgeting.counting.ballot_kinds import KINDS
from commonweal.participation.budgeting.counting.election import Election, Project, group_ballots
from commonweal.participation.budgeting.counting.money import UNIT
from commonweal.participation.budgeting.counting.rule import COMPLETIONS, Rule

RULES = [
    Rule("greedy"),
    Rule("greedy-no-skip"),
    Rule("phragmen"),
    *(Rule("equal-shares", completion) for completion in COMPLETIONS),
    Rule("equal-shares", "add1", utility="score"),
    Rule("equal-shares", "add1", comparison=True),
]


@st.composite
def elections(draw: st.DrawFn) -> Election:
    number = draw(st.integers(1, 6))
    unit = draw(st.sampled_from([UNIT, UNIT, UNIT // 3, 1]))
    costs = draw(st.lists(st.integers(1, 12), min_size=number, max_size=number))
    projects = tuple(Project(f"P{n}", cost * unit) for n, cost in enumerate(costs))
    scored = draw(st.booleans())
    ballots = []
    for _ in range(draw(st.integers(1, 9))):
        chosen = sorted(draw(st.sets(st.integers(0, number - 1), max_size=number)))
        points = [draw(st.integers(1, 4)) if scored else 1 for _ in chosen]
        weight = draw(st.sampled_from([1, 1, 1, 2, 5]))
        ballots += [(tuple(chosen), tuple(points))] * weight
    budget = draw(st.integers(1, 30)) * unit
    kind = KINDS["cumulative" if scored else "approval"]
    return Election(projects, group_ballots(ballots), budget, kind, lot_seed="lot")


def rules() -> st.SearchStrategy[Rule]:
    return st.sampled_from(RULES)
