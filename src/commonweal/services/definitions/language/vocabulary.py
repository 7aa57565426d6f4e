"""The top-level keys of the language in this place, and the findings about others."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import cast

from django.apps import apps

from commonweal.kernel.capability import Capability, is_on, part_of, sections
from commonweal.kernel.definition import AnySection, Finding
from commonweal.kernel.text import nearest
from commonweal.services.definitions.language.base import BASE_KEYS
from commonweal.services.definitions.source.limits import MOST_FINDINGS

# Sections of the language whose block a place may not have yet. A block that is installed announces itself.
ELSEWHERE = {
    "parameters": "rules",
    "form": "forms",
    "facts": "rules",
    "eligibility": "rules",
    "tables": "rules",
    "fee": "payments",
    "booking": "bookings",
    "case": "cases",
    "messages": "messages",
    "documents": "documents",
    "referrals": "referrals",
    "measures": "performance",
    "experiments": "experiments",
}


def sections_here(off: Collection[str] = ()) -> dict[str, AnySection]:
    """The sections that definitions may have here, by key in journey order; `off` are capabilities (`blocks.cases`)
    that the offering organisation has switched off."""
    found = cast("Mapping[str, tuple[Capability, AnySection]]", sections())
    return {key: section for key, (config, section) in found.items() if config.key not in off}


@cache
def owners() -> dict[str, str]:
    """Key of the capability that brings a section, for all that are installed, switched on or not."""
    found = {}
    for config in apps.get_app_configs():
        if isinstance(config, Capability):
            module = part_of(config, "section")
            found.update({section.key: config.key for section in (module.SECTIONS if module else ())})
    return found


def strange_keys(document: Mapping[str, object], off: Collection[str] = ()) -> Iterator[Finding]:
    """A finding for each top-level key that the language does not have here."""
    known = sections_here(off)
    strange = (key for key in document if key not in BASE_KEYS and key not in known)
    for number, key in enumerate(strange):
        yield _about(key, [*BASE_KEYS, *known] if number < MOST_FINDINGS else (), off)


def _about(key: str, known: Collection[str], off: Collection[str]) -> Finding:
    owner = owners().get(key)
    if owner is not None:
        block = owner.split(".")[-1]
        where = "by this organisation" if owner in off and is_on(owner) else "in this place"
        return Finding(
            "section-off",
            f"The section '{key}' belongs to the {block} block, which is switched off {where}.",
            f"Remove the section, or have {owner} switched on.",
            (key,),
        )
    if key in ELSEWHERE:
        return Finding(
            "unknown-section",
            f"The section '{key}' belongs to the {ELSEWHERE[key]} block, which is not installed in this place.",
            "Remove the section until the block is installed; the block then adds it by itself.",
            (key,),
        )
    return Finding("unknown-key", f"A definition has no key '{key}'.", suggestion(key, known), (key,))


def suggestion(key: str, known: Collection[str]) -> str:
    """A remedy for a key that does not exist: the nearest one that does, or all of them."""
    near = nearest(key, known)
    if near:
        return f"Did you mean '{near}'?"
    listed = sorted(known)
    return f"Remove it, or use one of: {', '.join(listed[:30])}." if listed else "Remove it."
