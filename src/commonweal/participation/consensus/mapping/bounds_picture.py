"""The picture of shares with Wilson's bounds: each group's share on a line from none to all, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from commonweal.participation.consensus.mapping.agreement_map import LABELS, Shared
from commonweal.participation.consensus.mapping.picture import COLOURS

WIDTH, LEFT, RIGHT = 640, 40, 600
LINE, LABEL = 26, 20
LETTERS_A_LINE = 74


def bounds_picture(items: Sequence[Shared], title: str) -> str:
    """For each statement its text, and below it a line for each group: the dot is the share, the bar its bounds.

    The table of the same figures belongs next to it.
    """
    body: list[str] = []
    top = 8
    for item in items:
        for text in wrap(" ".join(item.statement.text.split()), LETTERS_A_LINE)[:3]:
            top += LABEL
            body.append(_text(8, top, escape(text), "start", bold=True))
        for label, tally in item.tallies.items():
            top += LINE
            low, high = tally.bounds(item.agrees)
            colour = COLOURS[LABELS.index(label)]
            at = _x(tally.share(item.agrees))
            body += [
                _text(20, top + 5, label, "middle", bold=True),
                f'<path d="M{LEFT} {top}H{RIGHT}" stroke="#b0b0b0" stroke-width="1"/>',
                f'<path d="M{_x(low)} {top}H{_x(high)}" stroke="{colour}" stroke-width="8" stroke-opacity="0.45"/>',
                f'<circle cx="{at}" cy="{top}" r="6" fill="{colour}"/>',
            ]
        top += LINE
        body.append(f'<path d="M{_x(0.5)} {top - LINE * (len(item.tallies) + 0.6):.0f}V{top - 14}" stroke="#161616"/>')
        for share, word in ((0.0, "none"), (0.5, "half"), (1.0, "all")):
            body.append(_text(_x(share), top + 4, word, "middle"))
        top += 10
    told = "; ".join(f"{label} {tally.share(i.agrees):.0%}" for i in items for label, tally in i.tallies.items())
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 8}" role="img" '
        'aria-labelledby="bounds-title bounds-text">',
        f'<title id="bounds-title">{escape(title)}</title>',
        f'<desc id="bounds-text">Shares by group in the order of the statements: {escape(told)}.</desc>',
        f'<rect width="{WIDTH}" height="{top + 8}" fill="#ffffff"/>',
    ]
    return "\n".join([*head, *body, "</svg>"]) + "\n"


def _x(share: float) -> float:
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="sans-serif" font-size="15"{weight} '
        f'fill="#161616">{text}</text>'
    )
