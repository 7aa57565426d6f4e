"""What services, states and steps are called, from the pinned versions; nothing here asks who may know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.api import CaseCard, CaseSection
from commonweal.ground.areas.api import area_names
from commonweal.ground.organisations.api import role_words
from commonweal.kernel.problems import Problem
from commonweal.kernel.text import Text, in_language
from commonweal.services.definitions import api as definitions
from commonweal.web.formats import text

# The kinds of thing that entries of the journal are about, by the first part of their object.
OBJECTS = {
    "areas": gettext_lazy("Map of the areas"),
    "case": gettext_lazy("Case"),
    "catalogue": gettext_lazy("List of services"),
    "correction": gettext_lazy("Request for a correction"),
    "gazetteer": gettext_lazy("List of addresses"),
    "journey": gettext_lazy("Application being filled in"),
    "key": gettext_lazy("API key"),
    "message": gettext_lazy("Message"),
    "messages": gettext_lazy("Messages"),
    "organisation": gettext_lazy("Organisation"),
    "person": gettext_lazy("Person"),
    "place": gettext_lazy("The place"),
    "preference": gettext_lazy("Choice of how to be notified"),
    "retention": gettext_lazy("Deletion of old data"),
    "search": gettext_lazy("Search"),
    "service": gettext_lazy("Service"),
    "task": gettext_lazy("Failed work"),
    "upload": gettext_lazy("File"),
}


def readable(key: str) -> Text:
    """A title made of a key: "eastmere-council/missed-bin" -> Missed bin."""
    return {"en": key.rpartition("/")[2].replace("-", " ").replace("_", " ").capitalize()}


def area_in_words(key: str, names: Mapping[str, str] | None = None) -> str:
    """The name of an area in the page's language (`names`: those that are known already); made of its key where the
    area no longer exists."""
    name = text(area_names([key]).get(key)) if names is None else names.get(key)
    return name or key.rpartition("/")[2].replace("-", " ").title()


def title_of(service: str, version: str) -> Text:
    """The title of the service in a version; made of the key where the version is no longer kept."""
    try:
        return definitions.version(version).title
    except Problem:
        return readable(service)


def titles_of(cards: Iterable[CaseCard]) -> dict[str, Text]:
    """The titles of the services of these cases, by service key; each version is asked for once."""
    return {
        service: title_of(service, version)
        for service, version in {card.service: card.version for card in cards}.items()
    }


def workflow_of(version: str) -> CaseSection | None:
    """How the cases of a version are worked, or None where it has no cases or is not kept."""
    try:
        found: Any = definitions.version(version).content("case")
    except Problem:
        return None
    return found if isinstance(found, CaseSection) else None


@dataclass(frozen=True)
class Working:
    """What the live services of an organisation define about work, in the page's language: for filters and bulk
    actions.

    `steps` are the transitions that people of some role may make, by key, with their titles; `workers` the roles whose
    holders can be given a case."""

    services: Mapping[str, str]
    states: Mapping[str, str]
    teams: tuple[str, ...]
    steps: Mapping[str, str]
    workers: frozenset[str]


def working_in(organisation_key: str) -> Working:
    """Read from the live versions of the organisation's services, from memory."""
    own = ((key, hash_) for key, hash_ in definitions.live().items() if key.startswith(f"{organisation_key}/"))
    return _working(tuple(own), get_language() or "en")


@lru_cache(maxsize=64)
def _working(versions: tuple[tuple[str, str], ...], language: str) -> Working:
    services: dict[str, Text] = {}
    states: dict[str, Text] = {}
    steps: dict[str, Text] = {}
    teams: set[str] = set()
    workers = cases.workers(None)
    for service, version in versions:
        services[service] = title_of(service, version)
        section = workflow_of(version)
        if section is None:
            continue
        for state in section.states:
            outcome = section.outcomes.get(state.key)
            states.setdefault(state.key, state.title or (outcome.title if outcome else {}) or readable(state.key))
        for key, rule in section.transitions.items():
            if rule.roles:
                steps.setdefault(key, rule.title or readable(key))
        workers |= cases.workers(section)
        teams |= {route.team for route in section.route if route.team}
    said = [{key: in_language(words, language) for key, words in each.items()} for each in (services, states, steps)]
    return Working(said[0], said[1], tuple(sorted(teams)), said[2], workers)


def said_roles(roles: str) -> str:
    """What roles are called, given as tasks and the journal hold them ("officer,manager"), in the page's language."""
    return ", ".join(text(role_words(role)) for role in roles.split(",") if role)


def object_in_words(kind: str) -> str:
    """What kind of thing an entry of the journal is about, from the first part of its object ("case:…")."""
    return str(OBJECTS.get(kind, kind))


def priorities() -> dict[str, str]:
    """The words for priorities, the most urgent first."""
    return {"urgent": _("Urgent"), "high": _("High"), "normal": _("Normal"), "low": _("Low")}


def will_end(titles: Sequence[Text]) -> str:
    """The warning before a step that ends these open tasks undone; '' for none."""
    words = ngettext(
        "%(num)s open task will be closed undone: %(tasks)s.",
        "%(num)s open tasks will be closed undone: %(tasks)s.",
        len(titles),
    )
    return _of_tasks(words, titles)


def have_ended(titles: Sequence[Text]) -> str:
    """The notice after a step that ended these open tasks undone; '' for none."""
    words = ngettext(
        "%(num)s open task was closed undone: %(tasks)s.",
        "%(num)s open tasks were closed undone: %(tasks)s.",
        len(titles),
    )
    return _of_tasks(words, titles)


def _of_tasks(words: str, titles: Sequence[Text]) -> str:
    return words % {"num": len(titles), "tasks": "; ".join(map(text, titles))} if titles else ""
