"""The result in plain words: what each group thinks, what bridges them, what divides them, how firm it is."""

from __future__ import annotations

from commonweal.kernel.plurals import number_of
from commonweal.participation.consensus.mapping.agreement_map import AgreementMap, Distinction, Group, Shared
from commonweal.participation.consensus.mapping.stability import Firmness
from commonweal.participation.consensus.mapping.tally import Tally

FIRMNESS = {
    Firmness.FIRM: "firm: it comes out again nearly whole when only some of the people are asked",
    Firmness.FAIR: "fairly firm: its core comes out again when only some of the people are asked",
    Firmness.LOOSE: "loose: ask some of the people only, and it often comes out differently",
}
VOTE = {1: "agreed", 0: "passed", -1: "disagreed"}


def quoted(text: str) -> str:
    """A statement on one line within quotation marks; control characters, which could steer a terminal, go."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"“{' '.join(plain.split())}”"


def count_words(tally: Tally, agrees: bool) -> str:
    """Such as “38 of 43 agreed (89 %; between 76 and 95 %)”: a count, its share, and Wilson's bounds."""
    low, high = tally.bounds(agrees)
    verb = "agreed" if agrees else "disagreed"
    if not tally.seen:
        return "nobody was asked"
    return (
        f"{tally.successes(agrees)} of {tally.seen} {verb} "
        f"({tally.share(agrees):.0%}; between {low:.0%} and {high:.0%})"
    )


def opening(found: AgreementMap) -> str:
    """How many took part, and how many groups there are."""
    shown = [group for group in found.groups if group.described]
    small = len(found.groups) - len(shown)
    least = found.settings.fewest_votes
    parts = [
        f"{number_of(found.voters, 'person', 'people')} cast {number_of(found.votes, 'vote')} on "
        f"{number_of(len(found.statements), 'statement')}.",
        f"{found.described} of them fall into {_groups(len(shown))} large enough to describe.",
        f"The others voted on fewer than {least} statements"
        + (f", or belong to one of {small} groups of fewer than {found.settings.smallest_group}." if small > 1 else "")
        + (f", or belong to a group of fewer than {found.settings.smallest_group}." if small == 1 else "."),
    ]
    if found.described == found.voters:
        parts.pop()
    return " ".join(parts)


def _groups(number: int) -> str:
    names = ["no group", "one group", "two groups", "three groups", "four groups", "five groups"]
    return names[number]


def clearness(found: AgreementMap) -> str:
    """How clearly the groups are apart, by the mean silhouette (Kaufman and Rousseeuw's reading)."""
    fit = found.grouping.fit
    if fit is None:
        return "All votes look alike: there are no groups to distinguish."
    value = fit.silhouette
    if value > 0.7:
        reading = "very clearly apart"
    elif value > 0.5:
        reading = "clearly apart"
    elif value > 0.25:
        reading = "apart, but they blend into each other: many people are between them"
    else:
        reading = "hardly apart: read them as leanings, not as camps"
    return f"The groups are {reading} (silhouette {value:.2f} of 1)."


def group_lines(found: AgreementMap, group: Group) -> list[str]:
    """What sets a group apart, line by line; of a small group only that it is too small."""
    if group.size is None:
        return [f"Group {group.label} has fewer than {found.settings.smallest_group} people and is not described."]
    lines = [f"Group {group.label}: {number_of(group.size, 'person', 'people')}."]
    if found.stability.groups:
        firmness = found.stability.firmness(found.groups.index(group))
        lines.append(f"It is {FIRMNESS[firmness]}.")
    if not group.distinctions:
        lines.append("There is no other group to compare it with.")
    elif not group.distinctions[0].significant and len(group.distinctions) == 1:
        lines.append("No statement sets it apart beyond doubt; this one comes nearest:")
    return lines


def distinction_words(item: Distinction) -> str:
    """A statement with the group's count and that of the others."""
    inside, outside = count_words(item.inside, item.agrees), count_words(item.outside, item.agrees)
    return f"{quoted(item.statement.text)} Here {inside}; in the other groups {outside}."


def shared_words(item: Shared) -> str:
    """A statement with every group's count."""
    counts = "; ".join(f"group {label}: {count_words(tally, item.agrees)}" for label, tally in item.tallies.items())
    return f"{quoted(item.statement.text)} {counts[0].upper()}{counts[1:]}."


def bridge_heading(found: AgreementMap) -> str:
    """The text above the list of bridging statements."""
    if not found.bridges:
        return "No statement has a majority in every group."
    certain = sum(bridge.certain for bridge in found.bridges)
    number = number_of(len(found.bridges), "statement has", "statements have")
    doubt = "none of them" if not certain else f"{certain} of them"
    return (
        f"{number} a majority in every group; in {doubt} it is beyond doubt in each group "
        "(even the lower bound is above one half)."
    )


def stability_words(found: AgreementMap) -> str:
    """How often the same came out when only some were asked."""
    firm = found.stability
    if not firm.resamples:
        return "Whether the groups hold when only some of the people are asked was not examined."
    return (
        f"We asked only {firm.people} of the {found.voters} people, drawn at random, "
        f"{number_of(firm.resamples, 'time')} over: {number_of(firm.same_number, 'time')} the number of groups was "
        f"the same, and the groupings agreed with this one at {firm.agreement:.2f} (1 is the same, 0 is chance)."
    )


def reason_words(found: AgreementMap, participant: int) -> list[str]:
    """Why somebody is in their group, in lines; KeyError for somebody unknown."""
    label = found.label_of(participant)
    if label is None:
        return [f"Participant {participant} voted on fewer than {found.settings.fewest_votes} statements: no group."]
    why = found.reason_of(participant)
    if why is None:
        return ["All votes look alike: there is a single group."]
    other = found.groups[why.next_group].label
    lines = [f"Participant {participant} is in group {label}; next to it is group {other}. What decided most:"]
    for vote in why.votes:
        statement = found.statements[vote.column]
        lines.append(f"{VOTE[vote.value]}: {quoted(statement.text)} ({vote.lead / why.total:.0%} of the lead)")
    if why.against:
        lines.append(f"{why.against} of the votes point to group {other}.")
    return lines
