"""Stories of the council: missed bins, parking permits, council tax reduction."""

from commonweal.site.demo.acts import Stage, answer, apply, apply_by_phone, ask, day, move, take
from commonweal.site.demo.simulation import Story, later, office
from commonweal.site.demo.town import Resident

NOT_MISSED = {
    "en": "The crew's camera shows that the bin was not out when they came at 8:40am.",
    "cy": "Mae camera'r criw yn dangos nad oedd y bin allan pan ddaethant am 8:40am.",
}
PAYSLIPS = {
    "en": "Please send us your last two payslips. A photo of each is fine.",
    "cy": "Anfonwch eich dau slip cyflog diwethaf atom. Mae llun o bob un yn iawn.",
}
HERE_THEY_ARE = {
    "en": "Here they are. The second one is from a week with extra hours.",
    "cy": "Dyma nhw. Mae'r ail o wythnos gydag oriau ychwanegol.",
}
NOTHING_CAME = {
    "en": "We asked for your payslips and had no answer for a month. Apply again when you have them.",
    "cy": "Gofynnwyd am eich slipiau cyflog ac ni chafwyd ateb am fis. Gwnewch gais eto pan fyddant gennych.",
}
AWARDED = {
    "en": "Your income after what we leave out is in this band of table 1.",
    "cy": "Mae eich incwm, ar ôl yr hyn a adewir allan, yn y band hwn yn nhabl 1.",
}
REFUSED = {
    "en": "Your payslips show an income above the last band of table 1.",
    "cy": "Mae eich slipiau cyflog yn dangos incwm uwchlaw band olaf tabl 1.",
}
PERMIT_FINE = {"en": "Your papers are in order.", "cy": "Mae eich papurau mewn trefn."}
PERMIT_NOT = {
    "en": "The log book names another keeper. Send us one with your name, and we will look again.",
    "cy": "Mae'r llyfr log yn enwi ceidwad arall. Anfonwch un gyda'ch enw chi, a byddwn yn edrych eto.",
}


def missed_bin(stage: Stage, who: Resident) -> Story:
    """Most are emptied in a day or two; a few are refused, and some stay undone."""
    random, officer = stage.random, stage.staff["owen.clarke"]
    bins = random.sample(["general", "recycling", "food", "garden"], random.choice([1, 1, 1, 2]))
    answers: dict[str, object] = {
        "address": dict(who.home),
        "bins": bins,
        "missed_on": day(-random.choice([0, 1, 1])),
        "tag": random.choice(["none", "none", "none", "blocked"]),
        "assisted": stage.maybe(0.12),
        "you": who.person("name", "email"),
    }
    if stage.maybe(0.15):
        case = apply_by_phone("eastmere-council/missed-bin", who, answers, officer)
    else:
        case = apply("eastmere-council/missed-bin", who, answers, minutes=3)
    yield stage.left_lying(0.1)
    yield office(hours=random.randint(2, 30))
    if stage.maybe(0.1):
        move(case, "turn_down", officer, who, NOT_MISSED)
        return
    if stage.maybe(0.7):
        move(case, "send_crew", officer, who)
        yield office(hours=random.randint(5, 40))
    move(case, "emptied", officer, who)


def parking_permit(stage: Stage, who: Resident) -> Story:
    """If nothing changed it is renewed immediately; otherwise an officer checks the documents."""
    random, officer = stage.random, stage.staff["owen.clarke"]
    changed = stage.maybe(0.35)
    answers: dict[str, object] = {
        "permit_number": f"EP-{random.randint(100_000, 999_999)}",
        "ends_on": day(random.randint(1, 25)),
        "address": dict(stage.town.home_in("EM02", "EM03", "EM05", "EM06")),
        "moved": False,
        "number_plate": f"{random.choice('ABCDEFGH')}E{random.randint(15, 26)} {random.choice('KLMN')}FT",
        "new_car": changed,
        "you": who.person("name", "email"),
        "true_words": True,
    }
    if changed:
        from commonweal.site.demo.pictures import picture

        answers["log_book"] = {"upload": picture("log-book.png", who.acting)}
    case = apply("eastmere-council/parking-permit-renewal", who, answers, minutes=5)
    if not changed:
        return
    yield stage.left_lying(0.25)
    yield office(days=random.randint(1, 8))
    take(case, officer)
    if stage.maybe(0.2):
        move(case, "refuse", officer, who, PERMIT_NOT)
    else:
        move(case, "renew", officer, who, PERMIT_FINE)


def _household(stage: Stage, who: Resident) -> dict[str, object]:
    random = stage.random
    works = stage.maybe(0.6)
    income: list[dict[str, object]] = [{"kind": "benefit", "amount": random.randint(300, 700) * 100, "period": "month"}]
    if works:
        income.append({"kind": "wages", "amount": random.randint(60, 110) * 100, "period": "week"})
    return {
        "you": who.person("name", "date_of_birth", "email"),
        "address": dict(who.home),
        "pays_tax": True,
        "partner": stage.maybe(0.3),
        "children": random.choice([0, 0, 1, 2, 3]),
        "disability": stage.maybe(0.2),
        "incomes": income,
        "savings": random.choice([0, 12_000, 90_000, 450_000, 860_000]),
        "true_words": True,
    }


def council_tax_reduction(stage: Stage, who: Resident) -> Story:
    """Worked out within days; some wait for payslips, a few are refused, one or two are late."""
    random, officer = stage.random, stage.staff["owen.clarke"]
    case = apply("eastmere-council/council-tax-reduction", who, _household(stage, who), minutes=12)
    yield stage.left_lying(0.2)
    yield office(days=random.randint(1, 7))
    take(case, officer)
    if stage.maybe(0.4):
        task = ask(case, officer, who, PAYSLIPS)
        yield later(days=random.randint(2, 12))
        if stage.maybe(0.2):
            yield office(days=30)
            move(case, "refuse", officer, who, NOTHING_CAME)
            return
        answer(task, who, HERE_THEY_ARE)
        yield office(days=random.randint(1, 3))
    move(case, "assess", officer, who)
    yield office(days=random.randint(1, 5))
    if stage.maybe(0.18):
        move(case, "refuse", officer, who, REFUSED)
    else:
        percent = random.choice([100, 75, 50, 25])
        move(case, "award", officer, who, AWARDED, percent_awarded=percent, starts_on=day(3))
