"""Capability manifest and discovery: one folder is one capability, found by its `apps.py`, with no central list.

Another distribution announces its capabilities by entry points of the group `commonweal.capabilities`.

What a capability contributes is in files with fixed names, loaded where they exist:
`section.py` (SECTIONS), `rest.py` (router), `urls.py`; these two may list in CARRIES the addresses that take files;
`providers.py` (what a lower floor asks), `handlers.py`, `events.py`, `tasks.py`,
`remembered.py` (what is kept in memory and is not in a front door),
`personal.py` (PERSONAL), `immutable.py` (IMMUTABLE), `dashboard.py` (tasks_for), `statistics.py`,
`reference.py` (CHAPTERS).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import ClassVar, Protocol

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from commonweal.kernel.providers import asks, provider
from commonweal.kernel.text import Text

PACKAGE = Path(__file__).resolve().parent.parent

# Floors in the order in which their tables are made and their pages are shown.
FLOORS = (
    "kernel",
    "web",
    "ground",
    "blocks",
    "exchange",
    "services",
    "participation",
    "transparency",
    "stewardship",
    "insight",
    "portal",
    "desk",
)

ENTRY_POINTS = "commonweal.capabilities"
# Floors that are one capability each.
WHOLE_FLOORS = ("kernel", "web", "portal", "desk")
# What another distribution announces: PACKAGE.FLOOR.NAME.
OUTSIDE = re.compile(
    rf"(?!commonweal\.)[a-z]\w*\.({'|'.join(floor for floor in FLOORS if floor not in WHOLE_FLOORS)})\.[a-z]\w*"
)


class Capability(AppConfig):
    """The manifest of a capability. `essential` ones cannot be switched off."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"
    title: ClassVar[Text] = {}
    summary: ClassVar[Text] = {}
    essential: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True
        # `commonweal.blocks.cases` -> `blocks_cases`: the label names the room and cannot clash.
        cls.label = "_".join(cls.name.split(".")[1:])

    @property
    def key(self) -> str:
        """The short name by which people and settings call it: `blocks.cases`."""
        return ".".join(self.name.split(".")[1:])

    def ready(self) -> None:
        if is_on(self.key):
            for part in settings.LOADED_AT_START:
                part_of(self, part)


def installed_apps() -> list[str]:
    """Dotted names of all capabilities, of this package and of other distributions, lower floors first."""
    return _by_floor([*own_apps(), *outside_apps()])


@cache
def own_apps() -> tuple[str, ...]:
    """Dotted names of the capabilities in the package, lower floors first; reads the folders, imports nothing."""
    folders = (path.parent.relative_to(PACKAGE).parts for path in PACKAGE.glob("**/apps.py"))
    names = (
        ".".join(("commonweal", *parts)) for parts in folders if "tests" not in parts and parts and parts[0] in FLOORS
    )
    return tuple(_by_floor(names))


@cache
def outside_apps() -> tuple[str, ...]:
    """Dotted names of the capabilities that other distributions announce; reads their metadata, imports nothing.

    Raises ImproperlyConfigured for a name of another form than OUTSIDE, which would have no key, and for one whose last
    part another capability has: it is an address."""
    taken = {name.rpartition(".")[2]: name for name in own_apps()}
    announced = sorted(entry_points(group=ENTRY_POINTS))
    for entry in announced:
        name = entry.value
        if not OUTSIDE.fullmatch(name):
            raise _refused(entry, "write PACKAGE.FLOOR.NAME, such as riverside.blocks.lost_property")
        other = taken.setdefault(name.rpartition(".")[2], name)
        if other != name:
            raise _refused(entry, f"{other} has that short name already, so choose another one")
    return tuple(dict.fromkeys(entry.value for entry in announced))


def _refused(entry: EntryPoint, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The entry point {entry.name} of {ENTRY_POINTS} is {entry.value!r}: {why}")


def _by_floor(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (FLOORS.index(name.split(".")[1]), name))


def capabilities() -> Iterator[Capability]:
    """All capabilities that are switched on in this place."""
    for config in apps.get_app_configs():
        if isinstance(config, Capability) and is_on(config.key):
            yield config


def refuse_what_is_essential() -> None:
    """Raise ImproperlyConfigured if the place switches off a capability that it cannot do without."""
    for config in apps.get_app_configs():
        if isinstance(config, Capability) and config.essential and config.key in settings.CAPABILITIES_OFF:
            names = " or ".join(map(repr, names_of(config.key)))
            raise ImproperlyConfigured(
                f"COMMONWEAL_CAPABILITIES_OFF names {names}, which is essential: remove it from the list"
            )


def current_key(key: str) -> str:
    """The present key of a capability that may be given by a former one."""
    found: str = settings.RENAMED_CAPABILITIES.get(key, key)
    return found


def names_of(key: str) -> list[str]:
    """The key of a capability and its former ones."""
    return [key, *(former for former, present in settings.RENAMED_CAPABILITIES.items() if present == key)]


def owner_of(path: str) -> str:
    """The present key of the capability in which a dotted name is or was; '' if there is none."""
    keys = {config.key for config in apps.get_app_configs() if isinstance(config, Capability)}
    parts = path.split(".")[1:]
    prefixes = (".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    return next((found for found in map(current_key, prefixes) if found in keys), "")


def part_of(config: AppConfig, part: str) -> ModuleType | None:
    """The module `part` of a capability, or None where the folder has no such file."""
    name = f"{config.name}.{part}"
    if find_spec(name) is None:
        return None
    return import_module(name)


def parts(part: str) -> Iterator[tuple[Capability, ModuleType]]:
    """Every capability that is on and has the file `part`, with that module."""
    for config in capabilities():
        module = part_of(config, part)
        if module is not None:
            yield config, module


class Switches(Protocol):
    """Which capabilities each organisation uses."""

    def __call__(self, capability: str, organisation: str) -> bool:
        """Whether an organisation (id) has a capability (key) on."""


def _everything_is_on(capability: str, organisation: str) -> bool:
    del capability, organisation
    return True


asks(Switches, default=_everything_is_on)


def is_on(key: str, organisation: str | None = None) -> bool:
    """Whether a capability is on in this place and, if one is named, in this organisation."""
    if key in settings.CAPABILITIES_OFF:
        return False
    return organisation is None or provider(Switches)(key, organisation)


@cache
def sections() -> dict[str, tuple[Capability, "object"]]:
    """All sections of the definition language by key, in journey order."""
    found = []
    for config, module in parts("section"):
        found += [(section.order, section.key, (config, section)) for section in module.SECTIONS]
    return {key: pair for _, key, pair in sorted(found, key=lambda row: row[:2])}
