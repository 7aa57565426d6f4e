"""Stories of the housing association, the health service and the charity that it asks for help."""

from commonweal.blocks.cases import api as cases
from commonweal.kernel.text import in_language
from commonweal.services.definitions import api as definitions
from commonweal.site.demo.acts import Stage, apply, apply_by_phone, day, move, take
from commonweal.site.demo.pictures import picture
from commonweal.site.demo.simulation import Story, office
from commonweal.site.demo.town import Resident

BROKEN = {
    "water": {"en": "Water comes through the kitchen ceiling.", "cy": "Mae dŵr yn dod drwy nenfwd y gegin."},
    "heating": {"en": "The boiler shows a red light and stays cold.", "cy": "Mae golau coch ar y boeler ac mae'n oer."},
    "electrics": {"en": "The lights on the stairs flicker.", "cy": "Mae'r goleuadau ar y grisiau yn fflachio."},
    "damp": {
        "en": "Black mould behind the bed. It comes back.",
        "cy": "Llwydni du y tu ôl i'r gwely. Mae'n dod yn ôl.",
    },
    "doors": {"en": "The front door sticks.", "cy": "Mae'r drws ffrynt yn sticio."},
    "kitchen_bath": {"en": "The tap drips all night.", "cy": "Mae'r tap yn diferu drwy'r nos."},
    "outside": {"en": "A gutter hangs down at the back.", "cy": "Mae cafn yn hongian yn y cefn."},
}
WHO_COMES = {
    "en": "Our plumber comes, with a new valve.",
    "cy": "Bydd ein plymwr yn dod, gyda falf newydd.",
}
NOT_OURS = {
    "en": "You put this in yourself. Your tenancy says that you look after it.",
    "cy": "Chi osododd hwn. Mae eich tenantiaeth yn dweud mai chi sy'n gofalu amdano.",
}
CALLED = {
    "en": "Called. Would like company and a walk. Likes birds and choirs.",
    "cy": "Wedi ffonio. Hoffai gwmni a thro. Yn hoffi adar a chorau.",
}
NO_REPLY = {
    "en": "We called four times and wrote once. Please ask again when it suits you.",
    "cy": "Rydym wedi ffonio bedair gwaith ac ysgrifennu unwaith. Gofynnwch eto pan fydd yn gyfleus.",
}
ENJOYS = {"en": "Singing, and birds on the lake.", "cy": "Canu, ac adar ar y llyn."}


def repair(stage: Stage, who: Resident) -> Story:
    """Dangerous ones are seen to within hours; most get a visit; a few slip beyond their date."""
    random, officer = stage.random, stage.staff["dafydd.ellis"]
    kind = random.choice(list(BROKEN))
    answers: dict[str, object] = {
        "kind": kind,
        "danger": random.choice([["none_of_these"]] * 6 + [["water_running"], ["sparks"]]),
        "at_risk": stage.maybe(0.2),
        "details": in_language(BROKEN[kind], who.language),
        "tenant": True,
        "address": dict(who.home),
        "best_time": random.sample(["morning", "afternoon", "evening"], 2),
        "you": who.person("name", "phone", "email"),
    }
    if stage.maybe(0.18):
        answers["photos"] = [{"upload": picture(f"{kind}.png", who.acting)}]
    case = apply("heron-homes/repair", who, answers, minutes=7)
    yield stage.left_lying(0.1)
    yield office(hours=random.randint(1, 40))
    take(case, officer)
    if stage.maybe(0.06):
        move(case, "turn_down", officer, who, NOT_OURS)
        return
    note = in_language(WHO_COMES, who.language)
    move(case, "book_visit", officer, who, visit_on=day(random.randint(1, 12)), visit_note=note)
    yield office(days=random.randint(1, 20))
    yield stage.left_lying(0.1)
    move(case, "fix", officer, who)


def social_prescribing(stage: Stage, who: Resident) -> Story:
    """A nurse or the patient asks; the link worker calls; most are referred to the charity, which meets them."""
    random, nurse = stage.random, stage.staff["carys.bowen"]
    shared = stage.maybe(0.8)
    by_nurse = stage.maybe(0.5)
    answers: dict[str, object] = {
        "asked_by": "staff" if by_nurse else "myself",
        "you": who.person("name", "date_of_birth", "phone", "email"),
        "address": dict(who.home),
        "needs": random.sample(["alone", "low", "moving", "caring", "illness"], random.choice([1, 2])),
        "safe_now": True,
        "support": random.sample(["visit", "group", "outdoors"], random.choice([1, 2])),
        "about_me": in_language(ENJOYS, who.language),
        "call_time": random.choice(["morning", "afternoon", "any"]),
        "may_share": shared,
    }
    if by_nurse:
        case = apply_by_phone("mereside-health/social-prescribing-referral", who, answers, nurse)
    else:
        case = apply("mereside-health/social-prescribing-referral", who, answers, minutes=9)
    yield stage.left_lying(0.15)
    yield office(days=random.randint(1, 4))
    take(case, nurse)
    if stage.maybe(0.1):
        move(case, "close_early", nurse, who, NO_REPLY)
        return
    note = in_language(CALLED, who.language)
    cases.transition(case=case, transition="first_call", acting=nurse, note=note)
    if not shared:
        yield office(days=random.randint(10, 30))
        move(case, "went_well", nurse, who)
        return
    yield office(days=random.randint(2, 9))
    friends = definitions.published("lake-friends/befriending")
    referred = cases.refer(
        case=case,
        organisation=str(stage.staff["joan.pugh"].organisation),
        service=friends.key,
        version=friends.hash,
        share=["you", "support", "about_me"],
        acting=nurse,
        note=note,
    )
    move(case, "passed_on", nurse, who)
    yield from befriended(stage, who, referred.id)


def befriending(stage: Stage, who: Resident) -> Story:
    """Somebody finds the charity by themselves."""
    answers = {
        "you": who.person("name", "phone", "email"),
        "support": ["visit"],
        "about_me": in_language(ENJOYS, who.language),
        "agreed": True,
    }
    yield from befriended(stage, who, apply("lake-friends/befriending", who, answers, minutes=4))


def befriended(stage: Stage, who: Resident, case: str) -> Story:
    """Two volunteers do what they can, when they can."""
    random = stage.random
    volunteer = stage.staff[random.choice(["joan.pugh", "joan.pugh", "mike.tan"])]
    yield office(days=random.randint(2, 12))
    take(case, volunteer)
    yield stage.left_lying(0.3)
    yield office(days=random.randint(2, 14))
    move(case, "matched", volunteer, who, friend=random.choice(["Ann", "Idris", "Beti", "Paul"]))
    yield office(days=random.randint(30, 70))
    move(case, "finish", volunteer, who)
