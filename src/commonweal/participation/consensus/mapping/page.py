"""The result as one self-contained HTML page: no script, nothing fetched, readable without the picture."""

from __future__ import annotations

from html import escape

from commonweal.participation.consensus.mapping import sentences
from commonweal.participation.consensus.mapping.agreement_map import AgreementMap, Group, Shared
from commonweal.participation.consensus.mapping.bounds_picture import bounds_picture
from commonweal.participation.consensus.mapping.conversation import Conversation
from commonweal.participation.consensus.mapping.picture import picture, picture_table
from commonweal.participation.consensus.mapping.tally import Tally

BRIDGES_DRAWN = 5
STYLE = """
body{font:1.125rem/1.5 system-ui,sans-serif;color:#161616;background:#fff;max-width:60rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.2}h2{margin-top:2.5rem}blockquote{margin:.5rem 0;padding-left:1rem;border-left:4px solid #767676}
table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;font-weight:bold}
th,td{border-bottom:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}
td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}
.wide{overflow-x:auto}.wide:focus{outline:3px solid #161616}
"""


def page(found: AgreementMap, conversation: Conversation) -> str:
    """The whole page; all text of the conversation is escaped. Participants are not named on it."""
    title = conversation.topic.strip() or "A conversation"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}: where people agree</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
        f"<h1>{escape(title)}: where people agree</h1>",
        *([f"<p>{escape(conversation.description.strip())}</p>"] if conversation.description.strip() else []),
        f"<p>{escape(sentences.opening(found))} {escape(sentences.clearness(found))}</p>",
        *_bridges(found),
        "<h2>What sets each group apart</h2>",
        *(line for group in found.groups for line in _group(found, group)),
        *_divides(found),
        "<h2>How firm this is</h2>",
        f"<p>{escape(sentences.stability_words(found))}</p>",
        *_numbers(found),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _bridges(found: AgreementMap) -> list[str]:
    lines = ["<h2>What bridges the groups</h2>", f"<p>{escape(sentences.bridge_heading(found))}</p>"]
    if found.bridges:
        lines += _shared_table("Statements with a majority in every group", found.bridges)
        note = "The dots are the shares of the table, the bars their bounds, for the first five statements."
        lines += [f"<p>{note}</p>", bounds_picture(found.bridges[:BRIDGES_DRAWN], "Shares by group, with bounds")]
    return lines


def _divides(found: AgreementMap) -> list[str]:
    if not found.divides:
        return ["<h2>What divides the groups</h2>", "<p>No statement divides the groups beyond doubt.</p>"]
    caption = "Statements on which two groups are farthest apart"
    return ["<h2>What divides the groups</h2>", *_shared_table(caption, found.divides)]


def _shared_table(caption: str, items: tuple[Shared, ...]) -> list[str]:
    labels = list(items[0].tallies)
    head = "".join(f'<th scope="col">Group {label}</th>' for label in labels)
    rows = []
    for item in items:
        cells = "".join(f'<td class="n">{_count(item.tallies[label], item.agrees)}</td>' for label in labels)
        way = "agreed" if item.agrees else "rejected"
        rows.append(f'<tr><th scope="row">{escape(item.statement.text)}</th><td>{way}</td>{cells}</tr>')
    return _table(caption, f'<th scope="col">Statement</th><th scope="col">How</th>{head}', rows)


def _table(caption: str, head: str, rows: list[str]) -> list[str]:
    return [
        f'<div class="wide" role="region" aria-label="{escape(caption)}" tabindex="0"><table>',
        f"<caption>{escape(caption)}</caption>",
        f"<thead><tr>{head}</tr></thead><tbody>",
        *rows,
        "</tbody></table></div>",
    ]


def _count(tally: Tally, agrees: bool) -> str:
    low, high = tally.bounds(agrees)
    if not tally.seen:
        return "not asked"
    return f"{tally.successes(agrees)} of {tally.seen}<br>{tally.share(agrees):.0%} ({low:.0%} to {high:.0%})"


def _group(found: AgreementMap, group: Group) -> list[str]:
    lines = [f"<h3>Group {group.label}</h3>", f"<p>{escape(' '.join(sentences.group_lines(found, group)))}</p>"]
    if group.distinctions:
        rows = [
            f'<tr><th scope="row">{escape(item.statement.text)}</th><td>{"agrees" if item.agrees else "disagrees"}</td>'
            f'<td class="n">{_count(item.inside, item.agrees)}</td>'
            f'<td class="n">{_count(item.outside, item.agrees)}</td></tr>'
            for item in group.distinctions
        ]
        head = (
            '<th scope="col">Statement</th><th scope="col">The group</th>'
            '<th scope="col">In the group</th><th scope="col">In the others</th>'
        )
        lines += _table(f"What sets group {group.label} apart", head, rows)
    return lines


def _numbers(found: AgreementMap) -> list[str]:
    rows = [
        f'<tr><th scope="row">{row.label}</th><td>{row.shape}</td><td class="n">{row.people}</td>'
        f'<td class="n">{row.across:.2f}</td><td class="n">{row.up:.2f}</td>'
        f'<td class="n">{row.half_within:.2f}</td></tr>'
        for row in picture_table(found)
    ]
    names = ("Group", "Shape", "People", "Middle, across", "Middle, up", "Half of it within")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    note = (
        "People who vote alike are near each other. The directions have no meaning of their own. Counts in "
        "brackets are the bounds between which the true share is with 95 % confidence (Wilson)."
    )
    if not rows:
        return [f"<p>{note}</p>"]
    return ["<h2>The picture</h2>", f"<p>{note}</p>", picture(found), *_table("The picture as a table", head, rows)]
