"""The law-ready text of a rule: plain words for everybody and the exact algorithm, with no parameter left open."""

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.ballot_kinds import BallotKind
from commonweal.participation.budgeting.counting.money import plain_amount
from commonweal.participation.budgeting.counting.rule import Eligibility, Rule

_PLAIN = {
    "greedy": "The projects with the most support are funded, from the top of the list down. A project that no "
    "longer fits the money that is left is passed over, and the next one is tried.",
    "greedy-no-skip": "The projects with the most support are funded, from the top of the list down. The list ends "
    "at the first project that no longer fits the money that is left.",
    "phragmen": "Every voter is given money at the same steady speed. As soon as the supporters of a project can "
    "pay for it together, it is funded and their money is spent.",
    "equal-shares": "Every voter gets the same share of the budget. A project is funded if its supporters can pay "
    "for it with their shares, each paying the same where they can. The project that is cheapest for its supporters "
    "goes first.",
}

_SUPPORT = {
    "one": "the number of voters who chose it",
    "points": "the sum of the points it was given",
    "rank": "the sum of its rank points (the first of L places gives L points, the second L-1, and so on; where the "
    "ballot paper sets no number of places, L is the number of projects that the voter ranked)",
}


def plain_words(rule: Rule) -> str:
    """The rule in a few sentences that a resident can read."""
    words = [_PLAIN[rule.method]]
    if rule.completion in {"add1", "add1-early-stop"}:
        words.append(
            "If money is left at the end, all shares are raised a little and the count is done afresh, for as long "
            "as the chosen projects stay within the budget."
        )
    if rule.completion == "add1-early-stop":
        words.append("The raising stops as soon as no other project fits.")
    if rule.completion == "utilitarian":
        words.append("Money that is left then goes to the projects with the most support that still fit.")
    if rule.completion == "phragmen":
        words.append("Then all voters are given more money at the same speed until nothing else fits the budget.")
    if rule.comparison:
        words.append("If more voters get more of their choices from a simple list by support, that list is used.")
    return " ".join(words)


def _eligibility(conditions: Eligibility, support: str) -> str:
    text = "A project is eligible if at least one voter chose it and its cost is within the budget"
    if conditions.min_score is not None:
        text += f", and if its support is at least {conditions.min_score}"
    if conditions.min_share is not None:
        text += f", and if at least {conditions.min_share} of all voters chose it"
    if conditions.cost_factor is not None:
        text += (
            f", and if (voters who chose it) x {conditions.cost_factor} x (budget) is at least (cost) x (all voters)"
        )
    return f"{text}. The support of a project is {support}."


TIES = (
    "Where projects are tied, the one with the lower cost goes first; then the one that more voters chose; then "
    "the one whose lot is lower. The lot of a project is the SHA-256 value of the text SEED/PROJECT-ID; the seed is "
    "drawn in public and published with the ballots before the count."
)


def _greedy(rule: Rule) -> list[str]:
    steps = ["List the eligible projects by support, highest first."]
    room = "its cost is not above the budget less the cost of all projects funded before it"
    if rule.conflicts:
        groups = "; ".join(", ".join(group) for group in rule.conflicts)
        steps.append(f"Of each of these sets at most one project is funded, the first on the list: {groups}.")
    for cap in rule.caps:
        limits = [number_of(cap.most_projects, "project")] if cap.most_projects is not None else []
        limits += [f"a cost of {plain_amount(cap.most_cost)}"] if cap.most_cost is not None else []
        steps.append(f"The {cap.by} {cap.name!r} gets at most {' and '.join(limits)}; a project beyond that is passed.")
    if rule.method == "greedy":
        steps.append(f"Go down the list once. Fund a project if {room}; otherwise pass over it and go on.")
    else:
        steps.append(f"Go down the list once. Fund a project if {room}. At the first that does not fit, stop.")
    if rule.reserve_share is not None:
        steps.append(
            f"If what is left covers at least {rule.reserve_share} of the cost of that project, fund it as well; the "
            "missing part comes from the reserve. Then stop."
        )
    return steps


_PHRAGMEN = [
    "From time 0 each voter is given one currency unit per unit of time; all start with nothing.",
    "For each eligible project that is not funded, the time of purchase is when the money held by the voters who "
    "chose it first equals its cost.",
    "Take the project with the earliest time of purchase. If it does not fit the budget that is left, stop. "
    "Otherwise fund it; the voters who chose it then hold nothing. Repeat steps 3 and 4.",
]


def _equal_shares(rule: Rule) -> list[str]:
    merit = "its cost divided by c" if rule.utility == "cost" else "1 divided by c"
    steps = [
        "Each of the n voters who cast a ballot has a share of budget / n + k, as an exact fraction. k starts at 0.",
        "Remove each project whose cost is more than all the money that the voters who chose it have left.",
        "For each remaining project find the smallest charge c so that its supporters, each paying c for each unit "
        "of support on their ballot, or all they have left if that is less, pay its cost together. Its effective "
        f"vote count is {merit}, as an exact fraction.",
        "Fund the project with the highest effective vote count. Its supporters pay as stated. Repeat steps 3 to 5 "
        "until no project remains.",
    ]
    if rule.completion in {"add1", "add1-early-stop"}:
        early = (
            "Stop early, with this outcome, if no other eligible project fits the budget that is left."
            if rule.completion == "add1-early-stop"
            else "Do not stop early merely because no other project fits."
        )
        steps.append(
            "If the funded projects cost no more than the budget, record this outcome, raise k by "
            f"{plain_amount(rule.increment)} (currency units) and start again from step 2. Stop at the first k whose "
            f"funded projects cost more than the budget, or once every eligible project is funded. {early} "
            "The last recorded outcome is the result."
        )
    if rule.completion == "utilitarian":
        steps.append(
            "Go down the list of the other eligible projects by support, highest first, and fund each that fits the "
            "budget that is left."
        )
    if rule.completion == "phragmen":
        steps.append(
            "The voters keep the money they have left and are each given one currency unit per unit of time. Projects "
            "that no longer fit the budget that is left are removed. The project whose supporters can first pay for "
            "it is funded, and they then hold nothing. Repeat until no project remains."
        )
    if rule.comparison:
        steps.append(
            "Comparison: list the eligible projects by support and fund down the list whatever fits. Count every "
            "voter, those with no funded choice included (their sum is zero): if strictly more voters have a higher "
            "sum of support on their own ballot for the projects of this list than for those of the result, the list "
            "replaces the result."
        )
    return steps


def rule_text(rule: Rule, kind: BallotKind) -> str:
    """The whole rule as numbered steps for a by-law, for ballots of this kind."""
    middle = {"phragmen": lambda _: _PHRAGMEN, "equal-shares": _equal_shares}.get(rule.method, _greedy)(rule)
    steps = [_eligibility(rule.eligibility, _SUPPORT[kind.scores]), *middle, TIES]
    if rule.envelopes is not None:
        parts = ", ".join(f"{name}: {plain_amount(amount)}" for name, amount in rule.envelopes.budgets)
        steps.append(
            f"The budget is split by {rule.envelopes.by} ({parts}). Each part is an election of its own: its projects, "
            "its budget, and the voters who chose at least one of its projects.",
        )
    steps.append("Publish the ballots, the seed, the table of all rounds, and the results of two independent counts.")
    return f"{kind.text}\n" + "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
