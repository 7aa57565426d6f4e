"""Fills an empty demo place with some months of plausible life; does nothing where there is life already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from commonweal.blocks.cases.models import Case
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.api import give_office, organisation_by_key, organisations
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.steady_random import steady_dice
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import FolderRead
from commonweal.site.demo import council, neighbours, office_life, town_life
from commonweal.site.demo.acts import Stage
from commonweal.site.demo.own_lives import lives
from commonweal.site.demo.people import RESIDENTS, STAFF, Known, register
from commonweal.site.demo.searches import searching
from commonweal.site.demo.simulation import Simulation, Story
from commonweal.site.demo.town import Resident, Town

Tell = Callable[[Stage, Resident], Story]
MONTHS = timedelta(days=150)
BEFORE = timedelta(days=420)  # when the place was set up, so that last year's applications have a service to go to
SEED = 1948
# Stories by how often they happen; the flag marks those that need an account.
HOW_OFTEN: list[tuple[Tell, int, bool]] = [
    (council.missed_bin, 38, False),
    (council.parking_permit, 17, False),
    (council.council_tax_reduction, 18, True),
    (neighbours.repair, 22, False),
    (neighbours.social_prescribing, 11, True),
    (neighbours.befriending, 4, False),
    (town_life.food_business, 8, False),
    (town_life.school_place, 12, True),
    (town_life.work_coach, 11, True),
    (town_life.community_event, 10, False),
    (town_life.event_equipment, 7, False),
]


@dataclass(frozen=True)
class Seeded:
    """What was made. `key` is the secret of the example API key; empty where there was life already."""

    cases: int = 0
    steps: int = 0
    key: str = ""


def is_seeded() -> bool:
    """Whether the demo's people are there."""
    return Person.objects.filter(preferences__has_key="demo").exists()


def seed(place: Path, read: FolderRead, *, now: datetime | None = None) -> Seeded:
    """Apply the place as of long ago, then play the stories of the months since; all of it or nothing.

    `now` (aware) is the end of the stories, defaults to now. For the platform itself; raises
    FolderRefused for a folder with mistakes."""
    now = now or clock.now()
    if is_seeded():
        return Seeded()
    with transaction.atomic():
        with clock.standing_at(now - BEFORE):
            apply_place(read=read, acting=SYSTEM)
            council_id = organisation_by_key("eastmere-council").id
            give_office(organisation=council_id, office="identity_checks", given=True, acting=SYSTEM)
            known = _everybody()
            town = Town(place / "gazetteer.csv", steady_dice(SEED), clock.today())
            town.open_accounts()
        simulation = Simulation(until=now)
        staff = _at_work(known)
        _tell_stories(simulation, town, staff)
        _tell_own_lives(simulation, town, staff, known)
        searching(simulation, steady_dice(SEED + 1), now - MONTHS)
        keys = _furnish(simulation, place, staff)
        steps = simulation.run()
        return Seeded(Case.objects.count(), steps, keys[0])


def _everybody() -> dict[str, Known]:
    ids = {card.key: card.id for card in organisations().values()}
    return {who.key: register(who, ids) for who in [*RESIDENTS, *STAFF]}


def _at_work(known: Mapping[str, Known]) -> dict[str, Acting]:
    return {key: each.at(next(iter(each.roles))) for key, each in known.items() if each.roles}


def _tell_stories(simulation: Simulation, town: Town, staff: Mapping[str, Acting]) -> None:
    number = 0
    for tell, times, with_account in HOW_OFTEN:
        for _ in range(times):
            number += 1
            random = steady_dice(SEED * 1000 + number)
            who = town.account() if with_account else town.anybody()
            # More of it is recent, so that queues look as they do on a working day.
            back = MONTHS * (random.random() ** 1.6)
            simulation.begin(simulation.until - back, tell(Stage(random, town, staff), who))


def _tell_own_lives(
    simulation: Simulation, town: Town, staff: Mapping[str, Acting], known: Mapping[str, Known]
) -> None:
    residents = {who.key: _resident(known[who.key]) for who in RESIDENTS}
    stage = Stage(steady_dice(SEED + 2), town, staff)
    for back, story in lives(stage, residents):
        simulation.begin(simulation.until - back, story)


def _resident(known: Known) -> Resident:
    card, who = known.card, known.invented
    assert card.date_of_birth is not None
    home = {part: str(words) for part, words in card.address.items()}
    return Resident(known.acting, card.name, card.email, card.phone, home, card.date_of_birth, who.language)


def _furnish(simulation: Simulation, place: Path, staff: Mapping[str, Acting]) -> list[str]:
    """Let staff set up their desks; the list gets the secret of the example key."""
    secrets: list[str] = []
    now = simulation.until
    simulation.begin(now - timedelta(days=5), office_life.save_views(staff["owen.clarke"]))
    simulation.begin(now - timedelta(days=4), office_life.make_key(staff["priya.nair"], secrets.append))
    simulation.begin(now - timedelta(days=1), office_life.write_new_version(place, staff["megan.roberts"]))
    return secrets
