"""Stories of the county, the job centre, the events charity and the private provider."""

from commonweal.blocks.cases import api as cases
from commonweal.kernel.text import in_language
from commonweal.site.demo.acts import Stage, apply, apply_by_phone, day, move, take
from commonweal.site.demo.simulation import Story, later, office
from commonweal.site.demo.town import Resident

CAFES = [
    "The Otter Cafe",
    "Lake Bakery",
    "Nia's Noodles",
    "Pysgod y Llyn",
    "Bread Boat",
    "Y Gegin Fach",
    "Corner Curry",
]
EVENTS = ["Summer fair", "Lantern walk", "Street supper", "Choir on the pier", "Toy swap", "Noson lawen", "Boat day"]
REGISTERED = {
    "en": "All the facts that the law asks for are there.",
    "cy": "Mae'r holl ffeithiau y mae'r gyfraith yn gofyn amdanynt yno.",
}
LISTED = {"en": "Please keep the pavement free for wheelchairs.", "cy": "Cadwch y palmant yn glir i gadeiriau olwyn."}
NOT_LISTED = {
    "en": "This is a private sale. The list is for events that are open to all.",
    "cy": "Gwerthiant preifat yw hwn. Mae'r rhestr ar gyfer digwyddiadau sy'n agored i bawb.",
}
CANNOT = {"en": "All our tents are out that weekend.", "cy": "Mae ein pebyll i gyd allan y penwythnos hwnnw."}
LEFT_TOWN = {"en": "You moved away. We wish you well.", "cy": "Rydych wedi symud i ffwrdd. Pob dymuniad da."}
ABOUT = {"en": "Come as you are, bring a friend.", "cy": "Dewch fel yr ydych, dewch â ffrind."}


def food_business(stage: Stage, who: Resident) -> Story:
    """Registered within days, visited weeks later."""
    random, officer = stage.random, stage.staff["ifan.rees"]
    answers: dict[str, object] = {
        "trading_name": random.choice(CAFES),
        "kind": random.choice(["cafe", "takeaway", "van", "home", "shop"]),
        "address": dict(who.home),
        "foods": random.sample(["cook", "raw_meat", "bake", "packed"], random.choice([1, 2])),
        "eaters": random.choice([["anyone"], ["anyone"], ["anyone", "babies"]]),
        "already_open": stage.maybe(0.15),
        "you": who.person("name", "email", "phone"),
        "staff": random.randint(1, 9),
    }
    if not answers["already_open"]:
        opens_on = answers["opens_on"] = day(random.randint(12, 70))
        if opens_on < day(28):
            answers["will_wait"] = stage.maybe(0.7)
    case = apply("northshire-county/food-business-registration", who, answers, minutes=11)
    yield office(days=random.randint(1, 9))
    take(case, officer)
    move(case, "register", officer, who, REGISTERED)
    yield office(days=random.randint(15, 40))
    yield stage.left_lying(0.2)
    move(case, "visit", officer, who, rating=random.choice([3, 4, 5, 5]), visited_on=day(0))


def school_place(stage: Stage, who: Resident) -> Story:
    """Checked in the weeks after; places are offered in spring."""
    random, officer = stage.random, stage.staff["ifan.rees"]
    schools = random.sample(["abbey", "ferry", "heath", "millbrook", "orchard", "y_llyn"], random.randint(1, 3))
    sibling = stage.maybe(0.3)
    preferences: list[dict[str, object]] = [{"school": name, "sibling": False} for name in schools]
    if sibling:
        preferences[0] = {"school": schools[0], "sibling": True, "sibling_name": random.choice(["Cadi", "Leo", "Ela"])}
    answers: dict[str, object] = {
        "child": {
            "given_name": random.choice(["Mali", "Ioan", "Aria", "Jac", "Sara", "Owain"]),
            "family_name": who.name.split()[-1],
            "date_of_birth": born_for_next_september(random.randint(0, 360)),
        },
        "in_care": stage.maybe(0.06),
        "plan": False,
        "address": dict(who.home),
        "moving": stage.maybe(0.1),
        "preferences": preferences,
        "you": who.person("name", "email", "phone"),
        "true_words": True,
    }
    if stage.maybe(0.2):
        case = apply_by_phone("northshire-county/school-place", who, answers, stage.staff["lucy.ward"])
    else:
        case = apply("northshire-county/school-place", who, answers, minutes=14)
    yield stage.left_lying(0.3)
    yield office(days=random.randint(3, 20))
    move(case, "check", officer, who)


def born_for_next_september(days: int) -> str:
    """A birthday, so many days into the school year of those who start next September."""
    from datetime import date, timedelta

    from commonweal.kernel import clock

    today = clock.today()
    year = today.year if today.month >= 9 else today.year - 1
    return (date(year - 4, 9, 1) + timedelta(days=days)).isoformat()


def work_coach(stage: Stage, who: Resident) -> Story:
    """A coach within the week for most."""
    random, coach = stage.random, stage.staff["kate.lewis"]
    situation = random.choice(["no_job", "no_job", "job_ends", "more_hours", "first_job", "return"])
    answers: dict[str, object] = {
        "situation": situation,
        "help": random.sample(["find", "cv", "interview", "learn", "childcare"], random.randint(1, 3)),
        "way": random.choice(["centre", "phone", "video"]),
        "spoken": "cy" if who.language == "cy" else "either",
        "you": who.person("name", "email"),
    }
    if situation == "job_ends":
        answers["ends_on"] = day(random.randint(5, 50))
    case = apply("eastmere-job-centre/work-coach", who, answers, minutes=5)
    yield stage.left_lying(0.15)
    yield office(days=random.randint(0, 5), hours=4)
    take(case, coach)
    move(case, "give_coach", coach, who, coach=random.choice(["Kate", "Ravi", "Mari"]), meet_on=day(5))
    yield office(days=random.randint(20, 70))
    if stage.maybe(0.5):
        move(case, "found_work", coach, who)
    else:
        yield office(days=30)
        move(case, "end", coach, who, LEFT_TOWN)


def community_event(stage: Stage, who: Resident) -> Story:
    """Small ones are listed immediately; the others are reviewed."""
    random, keeper = stage.random, stage.staff["eleri.vaughan"]
    people, extra = random.choice(
        [("few", ["nothing"]), ("some", ["food"]), ("some", ["music"]), ("many", ["road", "food"])]
    )
    answers: dict[str, object] = {
        "name": random.choice(EVENTS),
        "about": in_language(ABOUT, who.language),
        "event_on": day(random.randint(44, 80) if people == "many" else random.randint(9, 40)),
        "starts_at": random.choice(["10:00", "14:30", "19:00"]),
        "venue": dict(stage.town.random.choice(stage.town.homes)),
        "people": people,
        "what_else": extra,
        "you": who.person("name", "email"),
    }
    if people == "many":
        answers["first_aid"] = stage.maybe(0.8)
    case = apply("eastmere-together/community-event", who, answers, minutes=8)
    if extra == ["nothing"]:
        yield office(days=45)
        move(case, "is_over", keeper, who)
        return
    yield stage.left_lying(0.15)
    yield office(days=random.randint(1, 4))
    take(case, keeper)
    if stage.maybe(0.12):
        move(case, "do_not_list", keeper, who, NOT_LISTED)
        return
    move(case, "list_event", keeper, who, LISTED)
    yield office(days=60)
    move(case, "is_over", keeper, who)


def event_equipment(stage: Stage, who: Resident) -> Story:
    """An offer, an answer, and the tents come back."""
    random, firm = stage.random, stage.staff["bryn.davies"]
    answers: dict[str, object] = {
        "event_on": day(random.randint(10, 50)),
        "venue": dict(stage.town.random.choice(stage.town.homes)),
        "open_to_all": True,
        "things": [
            {"thing": "table", "number": random.randint(4, 30)},
            {"thing": "chair", "number": random.randint(20, 120)},
        ],
        "you": who.person("name", "email", "phone"),
    }
    case = apply("kingfisher-hire/event-equipment", who, answers, minutes=4)
    yield stage.left_lying(0.15)
    yield office(days=random.randint(0, 3), hours=3)
    take(case, firm)
    if stage.maybe(0.12):
        move(case, "cannot", firm, who, CANNOT)
        return
    move(case, "make_offer", firm, who, price=random.randint(20, 140), bring_on=answers["event_on"])
    yield later(days=random.randint(1, 6))
    cases.transition(case=case, transition="accept_offer", acting=who.acting)
    yield office(days=random.randint(25, 60))
    move(case, "all_back", firm, who)
