"""The stories of the people that a visitor signs in as, written by hand so that each of their pages has something to
show."""

from collections.abc import Iterator
from datetime import timedelta

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.kernel.text import in_language
from commonweal.services.definitions import api as definitions
from commonweal.site.demo.acts import Stage, apply, ask, begin, day, move, take
from commonweal.site.demo.council import AWARDED, PAYSLIPS, PERMIT_FINE
from commonweal.site.demo.neighbours import BROKEN, CALLED, WHO_COMES
from commonweal.site.demo.pictures import picture
from commonweal.site.demo.simulation import Story, later
from commonweal.site.demo.town import Resident
from commonweal.site.demo.town_life import REGISTERED, born_for_next_september

Life = tuple[timedelta, Story]
PARCEL = {
    "en": "Could you come after 3pm? I am at work in the morning.",
    "cy": "Allech chi ddod ar ôl 3pm? Rwyf yn y gwaith yn y bore.",
}


def ago(days: float = 0, hours: float = 0) -> timedelta:
    """How long before now a life begins."""
    return timedelta(days=days, hours=hours)


def lives(stage: Stage, residents: dict[str, Resident]) -> Iterator[Life]:
    """When each story begins (counted back from now), and the story."""
    for who in residents.values():
        yield ago(days=10), _reads_messages(who)
    yield from _anwen(stage, residents["anwen.price"])
    yield from _rhys(stage, residents["rhys.morgan"])
    yield from _gwen(stage, residents["gwen.hughes"])
    yield from _salma(stage, residents["salma.idris"])


def _reads_messages(who: Resident) -> Story:
    for message in messages.inbox(who.acting):
        messages.read_message(message=message.id, acting=who.acting)
    yield later(days=1)


def _anwen(stage: Stage, who: Resident) -> Iterator[Life]:
    yield ago(days=9, hours=3), _payslips_are_missing(stage, who)
    yield ago(days=400), _last_years_reduction(stage, who)
    yield ago(days=2, hours=5), _crew_is_coming(stage, who)
    yield ago(days=62), _emptied(stage, who)
    yield ago(days=20), _school(stage, who)
    yield ago(days=3, hours=2), _offer_waits(stage, who)
    yield ago(days=1, hours=4), _half_a_form(who)


def _rhys(stage: Stage, who: Resident) -> Iterator[Life]:
    yield ago(hours=5), _leak(stage, who)
    yield ago(days=16), _visit_is_booked(stage, who)
    yield ago(days=33), _permit(stage, who)
    yield ago(hours=30), _begun_only("eastmere-council/council-tax-reduction", who)


def _gwen(stage: Stage, who: Resident) -> Iterator[Life]:
    yield ago(days=34), _company(stage, who)
    yield ago(days=12), _small_talk(who)
    yield ago(days=90), _emptied(stage, who)


def _salma(stage: Stage, who: Resident) -> Iterator[Life]:
    yield ago(days=14), _cafe(stage, who)
    yield ago(days=6), _street_supper(who)
    yield ago(days=2), _begun_only("kingfisher-hire/event-equipment", who)


def _money(who: Resident) -> dict[str, object]:
    return {
        "you": who.person("name", "date_of_birth", "email"),
        "address": dict(who.home),
        "pays_tax": True,
        "partner": False,
        "children": 2,
        "disability": False,
        "incomes": [
            {"kind": "wages", "amount": 17_800, "period": "week"},
            {"kind": "benefit", "amount": 44_200, "period": "month"},
        ],
        "savings": 120_000,
        "true_words": True,
    }


def _payslips_are_missing(stage: Stage, who: Resident) -> Story:
    officer = stage.staff["owen.clarke"]
    case = apply("eastmere-council/council-tax-reduction", who, _money(who), minutes=11)
    yield later(days=5)
    take(case, officer)
    yield later(days=2)
    ask(case, officer, who, PAYSLIPS)


def _last_years_reduction(stage: Stage, who: Resident) -> Story:
    officer = stage.staff["owen.clarke"]
    case = apply("eastmere-council/council-tax-reduction", who, _money(who), minutes=16)
    yield later(days=4)
    take(case, officer)
    move(case, "assess", officer, who)
    yield later(days=3)
    move(case, "award", officer, who, AWARDED, percent_awarded=75, starts_on=day(3))


def _bin(who: Resident, kind: str) -> dict[str, object]:
    told = {"missed_on": day(-1), "tag": "none", "assisted": False}
    return {"address": dict(who.home), "bins": [kind], "you": who.person("name", "email"), **told}


def _crew_is_coming(stage: Stage, who: Resident) -> Story:
    case = apply("eastmere-council/missed-bin", who, _bin(who, "recycling"), minutes=2)
    yield later(hours=20)
    move(case, "send_crew", stage.staff["owen.clarke"], who)


def _emptied(stage: Stage, who: Resident) -> Story:
    case = apply("eastmere-council/missed-bin", who, _bin(who, "general"), minutes=3)
    yield later(hours=26)
    move(case, "emptied", stage.staff["owen.clarke"], who)


def _school(stage: Stage, who: Resident) -> Story:
    child = {"given_name": "Mali", "family_name": "Price", "date_of_birth": born_for_next_september(150)}
    answers = {
        "child": child,
        "in_care": False,
        "plan": False,
        "address": dict(who.home),
        "moving": False,
        "preferences": [
            {"school": "y_llyn", "sibling": True, "sibling_name": "Cadi Price"},
            {"school": "millbrook", "sibling": False},
        ],
        "you": who.person("name", "email", "phone"),
        "true_words": True,
    }
    case = apply("northshire-county/school-place", who, answers, minutes=13)
    yield later(days=11)
    move(case, "check", stage.staff["ifan.rees"], who)


def _offer_waits(stage: Stage, who: Resident) -> Story:
    firm = stage.staff["bryn.davies"]
    answers = {
        "event_on": day(26),
        "venue": dict(who.home),
        "open_to_all": True,
        "things": [{"thing": "table", "number": 8}, {"thing": "chair", "number": 48}],
        "you": who.person("name", "email", "phone"),
    }
    case = apply("kingfisher-hire/event-equipment", who, answers, minutes=4)
    yield later(days=1)
    move(case, "make_offer", firm, who, price=38, bring_on=day(25))


def _half_a_form(who: Resident) -> Story:
    begin("eastmere-job-centre/work-coach", who, {"situation": "more_hours"})
    yield later(days=1)


def _begun_only(service: str, who: Resident) -> Story:
    begin(service, who, {})
    yield later(days=1)


def _repair(who: Resident, kind: str, danger: str) -> dict[str, object]:
    return {
        "kind": kind,
        "danger": [danger],
        "at_risk": False,
        "details": in_language(BROKEN[kind], who.language),
        "photos": [{"upload": picture(f"{kind} 1.png", who.acting)}, {"upload": picture(f"{kind} 2.png", who.acting)}],
        "tenant": True,
        "address": dict(who.home),
        "best_time": ["afternoon"],
        "you": who.person("name", "phone", "email"),
    }


def _leak(stage: Stage, who: Resident) -> Story:
    case = apply("heron-homes/repair", who, _repair(who, "water", "water_running"), minutes=4)
    yield later(hours=1)
    take(case, stage.staff["dafydd.ellis"])


def _visit_is_booked(stage: Stage, who: Resident) -> Story:
    officer = stage.staff["dafydd.ellis"]
    case = apply("heron-homes/repair", who, _repair(who, "doors", "none_of_these"), minutes=6)
    yield later(days=2)
    take(case, officer)
    note = in_language(WHO_COMES, who.language)
    move(case, "book_visit", officer, who, visit_on=day(18), visit_note=note)
    yield later(days=1)
    cases.write_to_staff(case=case, text=in_language(PARCEL, who.language), acting=who.acting)


def _permit(stage: Stage, who: Resident) -> Story:
    answers = {
        "permit_number": "EP-204815",
        "ends_on": day(12),
        "address": dict(who.home),
        "moved": False,
        "number_plate": "CE19 KFT",
        "new_car": True,
        "log_book": {"upload": picture("log-book rhys.png", who.acting)},
        "you": who.person("name", "email"),
        "true_words": True,
    }
    case = apply("eastmere-council/parking-permit-renewal", who, answers, minutes=7)
    yield later(days=3)
    move(case, "renew", stage.staff["owen.clarke"], who, PERMIT_FINE)


def _company(stage: Stage, who: Resident) -> Story:
    nurse, volunteer = stage.staff["carys.bowen"], stage.staff["joan.pugh"]
    about = "Canu yn y côr, a gwylio adar ar y llyn."
    answers = {
        "asked_by": "myself",
        "you": who.person("name", "date_of_birth", "phone", "email"),
        "address": dict(who.home),
        "needs": ["alone"],
        "safe_now": True,
        "support": ["visit", "outdoors"],
        "about_me": about,
        "call_time": "morning",
        "may_share": True,
    }
    case = apply("mereside-health/social-prescribing-referral", who, answers, minutes=10)
    yield later(days=2)
    take(case, nurse)
    cases.transition(case=case, transition="first_call", acting=nurse, note=in_language(CALLED, "cy"))
    yield later(days=5)
    friends = definitions.published("lake-friends/befriending")
    referred = cases.refer(
        case=case,
        organisation=str(volunteer.organisation),
        service=friends.key,
        version=friends.hash,
        share=["you", "support", "about_me"],
        acting=nurse,
    )
    move(case, "passed_on", nurse, who)
    yield later(days=6)
    take(referred.id, volunteer)
    move(referred.id, "matched", volunteer, who, friend="Beti")


def _event(who: Resident, name: str, about: str, days: int, people: str, extra: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "about": about,
        "event_on": day(days),
        "starts_at": "18:30",
        "venue": dict(who.home),
        "people": people,
        "what_else": extra,
        "you": who.person("name", "email"),
    }


def _small_talk(who: Resident) -> Story:
    about = "Sgwrs fach gyda lluniau. Croeso i bawb."
    answers = _event(who, "Adar y llyn", about, 21, "few", ["nothing"])
    apply("eastmere-together/community-event", who, answers, minutes=6)
    yield later(days=1)


def _cafe(stage: Stage, who: Resident) -> Story:
    answers = {
        "trading_name": "Salma's Kitchen",
        "kind": "cafe",
        "address": dict(who.home),
        "foods": ["cook", "bake"],
        "eaters": ["anyone"],
        "already_open": False,
        "opens_on": day(40),
        "you": who.person("name", "email", "phone"),
        "staff": 3,
    }
    case = apply("northshire-county/food-business-registration", who, answers, minutes=12)
    yield later(days=4)
    move(case, "register", stage.staff["ifan.rees"], who, REGISTERED)


def _street_supper(who: Resident) -> Story:
    about = "One long table. Everybody brings a dish."
    answers = _event(who, "Ferry Road supper", about, 52, "some", ["road", "food"]) | {"first_aid": True}
    apply("eastmere-together/community-event", who, answers, minutes=9)
    yield later(days=1)
