"""What each voter of a ballot group had after each round of a count by equal shares, worked out from the charges."""

from dataclasses import dataclass
from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.outcome import Outcome, Round


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of one voter, in millionths: for which project, how much, and what was left."""

    project: int
    paid: Fraction
    left: Fraction


def shared_rounds(outcome: Outcome) -> tuple[Round, ...]:
    """The rounds that were paid from shares, also where the comparison step replaced them."""
    rounds = outcome.rounds if outcome.kept else outcome.replaced
    return tuple(entry for entry in rounds if entry.phase == "equal-shares")


def payments_of(election: Election, outcome: Outcome, group: int) -> tuple[Payment, ...]:
    """The payments of one voter of this ballot group, in order."""
    left = outcome.share or Fraction(0)
    scores = dict(zip(election.groups[group].choices, election.groups[group].scores, strict=True))
    story = []
    for entry in shared_rounds(outcome):
        if entry.project in scores and entry.charge is not None:
            paid = min(left, entry.charge * scores[entry.project])
            left -= paid
            story.append(Payment(entry.project, paid, left))
    return tuple(story)


def money_left(election: Election, outcome: Outcome) -> tuple[Fraction, ...]:
    """Per ballot group what one voter has left in the end, in millionths."""
    share = outcome.share or Fraction(0)
    charges = {entry.project: entry.charge or Fraction(0) for entry in shared_rounds(outcome)}
    dry = {group for entry in shared_rounds(outcome) for group in entry.all_in}
    left, known = [], dict[tuple[tuple[int, int], ...], Fraction]()
    for position, group in enumerate(election.groups):
        if position in dry:
            left.append(Fraction(0))
            continue
        paid = tuple((c, s) for c, s in zip(group.choices, group.scores, strict=True) if c in charges)
        if paid not in known:
            known[paid] = share - sum((charges[c] * s for c, s in paid), start=Fraction(0))
        left.append(known[paid])
    return tuple(left)


def supporters_left(election: Election, outcome: Outcome, project: int) -> Fraction:
    """What all supporters of a project have left together in the end, in millionths."""
    money = money_left(election, outcome)
    return sum(
        (money[g] * group.weight for g, group in enumerate(election.groups) if project in group.choices),
        start=Fraction(0),
    )
