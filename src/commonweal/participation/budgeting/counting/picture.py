"""A picture of a count as SVG: one bar a project, its effective votes or support, funded or not, with its round."""

from html import escape

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.money import spoken_amount
from commonweal.participation.budgeting.counting.outcome import Outcome

INK, PAPER, FUNDED, LOST, SHADE = "#1b2a2f", "#ffffff", "#0b6b63", "#8a8f94", "#d5e6e3"
ROW, LABEL, BARS, RIGHT = 26, 230, 330, 190
MOST_ROWS = 40


def _bar(y: int, width: float, colour: str) -> str:
    return f'<rect x="{LABEL}" y="{y}" width="{max(1.0, width):.1f}" height="16" fill="{colour}"/>'


def _text(x: float, y: int, text: str, *, anchor: str = "start", weight: str = "400") -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'


def _rows(election: Election, outcome: Outcome) -> list[tuple[int, int | None, float | None]]:
    """(project, round, effective votes): the funded ones in order, then the others by support."""
    funded: list[tuple[int, int | None, float | None]] = [
        (entry.project, entry.number, None if entry.effective_votes is None else float(entry.effective_votes))
        for entry in outcome.rounds
    ]
    rest = sorted(set(range(len(election.projects))) - set(outcome.winners), key=lambda p: -election.scores[p])
    return (funded + [(project, None, None) for project in rest])[:MOST_ROWS]


def picture(election: Election, outcome: Outcome) -> str:
    """The SVG text. The pale bar is the support of a project, the dark part its effective votes in its round."""
    rows = _rows(election, outcome)
    height, width = 64 + ROW * len(rows) + 20, LABEL + BARS + RIGHT
    longest = max(election.scores[project] for project, _, _ in rows) or 1
    per_cost = outcome.rule.utility == "cost"
    title = f"{election.name or 'Election'}: {outcome.rule.label}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="Atkinson Hyperlegible Next, Verdana, sans-serif" font-size="13" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(_words(election, outcome))}</desc>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _text(12, 24, title, weight="700"),
        _text(12, 44, _words(election, outcome)),
    ]
    for number, (project, round_number, effective) in enumerate(rows):
        y = 60 + ROW * number
        entry = election.projects[project]
        name = entry.name or entry.id
        parts.append(_text(LABEL - 8, y + 13, name if len(name) <= 30 else f"{name[:29]}…", anchor="end"))
        full = BARS * election.scores[project] / longest
        parts.append(_bar(y, full, SHADE if round_number else "#e6e6e6"))
        if round_number:
            part = full if effective is None or not per_cost else BARS * effective / longest
            parts.append(_bar(y, part, FUNDED))
        said = f"round {round_number}" if round_number else "not funded"
        label = f"{spoken_amount(entry.cost)} · {said}"
        parts.append(_text(LABEL + BARS + 8, y + 13, label, weight="700" if round_number else "400"))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _words(election: Election, outcome: Outcome) -> str:
    money = election.currency
    text = f"{len(outcome.rounds)} of {number_of(len(election.projects), 'project')}, "
    text += f"{spoken_amount(outcome.spent, money)} of {spoken_amount(outcome.budget, money)}"
    if outcome.share is not None:
        text += f"; each voter's share {spoken_amount(outcome.share, money)}"
    return text
