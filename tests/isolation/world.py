"""Everybody who walks, and a small world of two organisations and three applicants that the capabilities fill."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from commonweal.ground.areas.testing import make_town
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.signing_in import kept_forms
from commonweal.ground.identity.testing import BACKEND, make_person
from commonweal.ground.organisations.acting import acting_for
from commonweal.ground.organisations.api import create_api_key, scopes
from commonweal.ground.organisations.models import ApiKey, Organisation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.testing import Rule, Side, Walker
from tests.isolation.place import write_place

TOWN, ELSEWHERE, REGION = "town", "elsewhere", "region"
HOURS_AGO = 2 * 60 * 60
PASSWORD = "a long secret word"
EVERY_ROLE = ("officer", "manager", "editor", "reviewer", "agent", "viewer")
# Who works where, in which roles. One showed the second factor hours ago, the last one not at all.
STAFF: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "officer": (TOWN, ("officer",)),
    "manager": (TOWN, ("manager",)),
    "editor": (TOWN, ("editor",)),
    "reviewer": (TOWN, ("reviewer",)),
    "viewer": (TOWN, ("viewer",)),
    "agent": (TOWN, ("agent",)),
    "crew": (TOWN, ("crew",)),  # a role that a service of the town names
    "newcomer": (TOWN, ()),
    "outsider": (ELSEWHERE, EVERY_ROLE),
    "colleague": (ELSEWHERE, ("manager",)),
    "steward": (REGION, ("manager",)),
    "stale": (TOWN, EVERY_ROLE),
    "weak": (TOWN, EVERY_ROLE),
}
RESIDENTS = ("ann", "ben")
BROWSERS = ("stranger", "guest", "other guest")


@dataclass
class World:
    """`who` are browsers and programs by name, `walkers` what is true of them; `sides` are filled by capabilities.

    secrets  planted words, in small letters, and who may meet them: a rule and the side that it is asked on
    """

    who: dict[str, Client] = field(default_factory=dict)
    walkers: dict[str, Walker] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    guests: dict[str, str] = field(default_factory=dict)
    sides: dict[str, Side] = field(default_factory=dict)
    secrets: dict[str, tuple[Rule, Side]] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        """Parts of addresses of the town's side, and what doors name that is the same everywhere."""
        fixed = [door.arguments for module in modules() for door in module.DOORS if isinstance(door.arguments, Mapping)]
        return {name: value for each in fixed for name, value in each.items()} | self.sides[TOWN].things

    @property
    def case(self) -> str:
        return str(self.arguments["case"])

    def acting(self, name: str) -> Acting:
        """The actor that a walker is, strongly signed in."""
        if name in self.guests:
            return Acting(actor=self.guests[name])
        home = STAFF[name][0] if name in STAFF else ""
        organisation = str(self.organisations[home].pk) if home else None
        return acting_for(self.people[name], strong=True, fresh=True, organisation=organisation)

    def staff(self, side: Side, role: str) -> Acting:
        """Somebody who holds the role in the organisation of the side."""
        return self.acting(self.name_of_staff(side, role))

    def name_of_staff(self, side: Side, role: str) -> str:
        return next(name for name, (home, roles) in STAFF.items() if home == side.organisation and role in roles)

    def organisation_id(self, side: Side) -> str:
        return str(self.organisations[side.organisation].pk)

    def secret(self, side: Side, what: str, seen_by: Rule) -> str:
        """A word to plant: nobody but those of the rule may ever meet it."""
        word = f"secret{what}of{side.name}"
        self.secrets[word] = (seen_by, side)
        return word

    def may_meet(self, word: str, walker: Walker) -> bool:
        rule, side = self.secrets[word]
        return rule(walker, side)


@cache
def modules() -> tuple[ModuleType, ...]:
    """`tests/doors.py` of every capability that has one."""
    files = sorted(PACKAGE.rglob("tests/doors.py"))
    return tuple(import_module(".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)) for file in files)


def capability_of(module: ModuleType) -> str:
    """The short name of the capability: `blocks.cases`."""
    return module.__name__.removeprefix("commonweal.").removesuffix(".tests.doors")


def build(folder: Path) -> World:
    """The place is applied, people come, and each capability plants what its doors lead to."""
    world = World()
    make_town()
    write_place(folder)
    for name in (*RESIDENTS, *STAFF):
        world.people[name] = make_person(name.title(), f"{name}@example.org", password=PASSWORD)
    for key in (TOWN, ELSEWHERE):
        world.organisations[key] = Organisation.objects.get(key=key)
    world.organisations[REGION] = make_organisation(REGION, roles_in_place=["steward"])
    for name, (home, roles) in STAFF.items():
        person = world.people[name]
        # A factor that is added later is nobody's proof: then the roles would rest.
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        make_staff(world.organisations[home], person, *roles)
    _browsers(world)
    _keys(world)
    world.sides = {
        TOWN: Side(TOWN, "ann", TOWN),
        ELSEWHERE: Side(ELSEWHERE, "ben", ELSEWHERE),
        "guest": Side("guest", "guest", TOWN),
    }
    # The key that seals kept forms is made with the first of them: a row that belongs to nobody.
    sensitive.seal(kept_forms.SEALED_WITH, "")
    for module in _in_order(list(modules())):
        for side in world.sides.values():
            module.plant(world, side)
    return world


def _in_order(found: list[ModuleType]) -> list[ModuleType]:
    """Those that plant, each after the capabilities that it names in AFTER."""
    waiting = {capability_of(module): module for module in found if hasattr(module, "plant")}
    planted: list[ModuleType] = []
    while waiting:
        ready = [name for name, module in waiting.items() if not set(getattr(module, "AFTER", ())) & set(waiting)]
        assert ready, f"these wait for one another: {sorted(waiting)}"
        planted += [waiting.pop(name) for name in ready]
    return planted


def _browsers(world: World) -> None:
    for name in BROWSERS:
        world.who[name], world.walkers[name] = Client(raise_request_exception=False), Walker(name)
    for name, person in world.people.items():
        home, roles = STAFF.get(name, ("", ()))
        strong = bool(home) and name != "weak"
        at = time.time() - (HOURS_AGO if name == "stale" else 0)
        world.who[name] = browser(person, strong=strong, at=at, organisation=world.organisations.get(home))
        world.walkers[name] = Walker(
            name,
            person=True,
            roles={home: frozenset(roles)} if strong else {},
            fresh=strong and name != "stale",
            steward=strong and home == REGION and "manager" in roles,
        )


def browser(person: Person, *, strong: bool, at: float, organisation: Organisation | None = None) -> Client:
    """A browser in which the person signed in at that moment; `strong` with a second factor."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    session = client.session
    method = {"method": "mfa", "type": "totp"} if strong else {"method": "password"}
    session["account_authentication_methods"] = [{**method, "at": at, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    if organisation is not None:
        session["organisation"] = str(organisation.pk)
    session.save()
    return client


def _keys(world: World) -> None:
    every = list(scopes())
    for scope in every:
        _key(world, f"key {scope}", TOWN, [scope])
    _key(world, "key without scopes", TOWN, [])
    _key(world, "key of elsewhere", ELSEWHERE, every)
    _key(world, "revoked key", TOWN, every)
    ApiKey.objects.filter(name="revoked key").update(revoked_at=clock.now())
    world.walkers["revoked key"] = Walker("revoked key", program=True, valid=False)
    # That a key was used today is noted once a day: none of them is used for the first time.
    ApiKey.objects.update(last_used_on=clock.today())


def _key(world: World, name: str, home: str, wanted: list[str]) -> None:
    manager = world.acting("manager" if home == TOWN else "outsider")
    organisation = str(world.organisations[home].pk)
    made = create_api_key(organisation=organisation, name=name, scopes=wanted or ["search:read"], acting=manager)
    ApiKey.objects.filter(pk=made.key.id).update(scopes=wanted)
    world.who[name] = Client(raise_request_exception=False, HTTP_AUTHORIZATION=f"Bearer {made.secret}")
    world.walkers[name] = Walker(name, key_of=home, scopes=frozenset(wanted), program=True)
