"""The people that a visitor of the demo can sign in as, and their colleagues: who they are and what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commonweal.ground.identity.api import PersonCard, register_person
from commonweal.ground.organisations.actions.add_member import add_member
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.text import Text

DOMAIN = "people.eastmere.example"


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist; `works` are roles by organisation key. Those with `words` can be signed in as."""

    key: str
    name: str
    words: Text = field(default_factory=dict)
    works: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "en"
    born: date | None = None
    address: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    assurance: str = "low"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True)
class Known:
    """An invented person who is registered by now, with the actor that they are in each organisation."""

    invented: Invented
    card: PersonCard
    roles: Mapping[str, frozenset[str]]  # by organisation id

    @property
    def acting(self) -> Acting:
        """The person as a resident."""
        return Acting(actor=f"person:{self.card.id}", assurance=self.card.assurance, language=self.card.language)

    def at(self, organisation: str) -> Acting:
        """The person at work in an organisation (id), by the roles they hold there."""
        return Acting(
            actor=f"person:{self.card.id}",
            organisation=organisation,
            roles=self.roles[organisation],
            memberships=dict(self.roles),
            assurance=self.card.assurance,
            language=self.card.language,
            strong=True,
            fresh=True,
        )


def _home(line1: str, postcode: str, uprn: str) -> dict[str, str]:
    return {"line1": line1, "town": "Eastmere", "postcode": postcode, "uprn": uprn}


RESIDENTS = [
    Invented(
        "anwen.price",
        "Anwen Price",
        {
            "en": "Resident. Two children, a part-time job. A lot is waiting on her dashboard: start here. "
            "In her account she makes a code to show at the council's counter.",
            "cy": "Preswylydd. Dau o blant, swydd ran-amser. Mae llawer yn aros ar ei dangosfwrdd: dechreuwch yma. "
            "Yn ei chyfrif mae'n gwneud cod i'w ddangos wrth gownter y cyngor.",
        },
        born=date(1989, 3, 4),
        address=_home("5 Mill Lane", "EA3 1HN", "990000000152"),
        phone="020 7946 0201",
    ),
    Invented(
        "rhys.morgan",
        "Rhys Morgan",
        {
            "en": "Resident. Rents from Heron Homes. He cannot see what Anwen sees.",
            "cy": "Preswylydd. Yn rhentu gan Gartrefi'r Crëyr. Ni all weld yr hyn y mae Anwen yn ei weld.",
        },
        born=date(1994, 9, 21),
        address=_home("9 High Street", "EA1 1FH", "990000000103"),
        phone="020 7946 0202",
    ),
    Invented(
        "gwen.hughes",
        "Gwen Hughes",
        {
            "en": "Resident, 78. Uses the website in Welsh. She asked for company, and found it.",
            "cy": "Preswylydd, 78 oed. Yn defnyddio'r wefan yn Gymraeg. Gofynnodd am gwmni, a chafodd hynny.",
        },
        language="cy",
        born=date(1948, 5, 20),
        address=_home("1 Abbey Street", "EA1 1DE", "990000000051"),
        phone="020 7946 0203",
    ),
    Invented(
        "salma.idris",
        "Salma Idris",
        {
            "en": "Resident who opens a cafe. Watch a business being registered.",
            "cy": "Preswylydd sy'n agor caffi. Gwyliwch fusnes yn cael ei gofrestru.",
        },
        born=date(1985, 1, 30),
        address=_home("1 Ferry Road", "EA4 1PU", "990000000251"),
        phone="020 7946 0204",
    ),
]

STAFF = [
    Invented(
        "owen.clarke",
        "Owen Clarke",
        {
            "en": "Council officer. Works the queue: bins, permits and council tax. Some are overdue. "
            "At the counter he checks who people are.",
            "cy": "Swyddog y cyngor. Yn gweithio'r ciw: biniau, trwyddedau a threth gyngor. Mae rhai yn hwyr. "
            "Wrth y cownter mae'n gwirio pwy yw pobl.",
        },
        {"eastmere-council": ("officer",)},
    ),
    Invented(
        "priya.nair",
        "Priya Nair",
        {
            "en": "Council manager. Sees the whole council, its people, keys and escalated cases.",
            "cy": "Rheolwr y cyngor. Yn gweld y cyngor cyfan, ei bobl, ei allweddi a'r achosion a uwchgyfeiriwyd.",
        },
        {"eastmere-council": ("manager", "officer")},
    ),
    Invented(
        "megan.roberts",
        "Megan Roberts",
        {
            "en": "Council editor. Changes a service and sends it for review.",
            "cy": "Golygydd y cyngor. Yn newid gwasanaeth a'i anfon i'w adolygu.",
        },
        {"eastmere-council": ("editor",)},
        language="cy",
    ),
    Invented(
        "tom.baker",
        "Tom Baker",
        {
            "en": "Council reviewer. The second pair of eyes before a service goes live.",
            "cy": "Adolygydd y cyngor. Yr ail bâr o lygaid cyn i wasanaeth fynd yn fyw.",
        },
        {"eastmere-council": ("reviewer",)},
    ),
    Invented(
        "lucy.ward",
        "Lucy Ward",
        {
            "en": "County agent. Answers the phone and fills in forms with callers.",
            "cy": "Asiant y sir. Yn ateb y ffôn ac yn llenwi ffurflenni gyda galwyr.",
        },
        {"northshire-county": ("agent",)},
    ),
    Invented(
        "ifan.rees",
        "Ifan Rees",
        {
            "en": "County officer. School places and food safety.",
            "cy": "Swyddog y sir. Lleoedd ysgol a diogelwch bwyd.",
        },
        {"northshire-county": ("officer", "inspector", "manager")},
    ),
    Invented(
        "dafydd.ellis",
        "Dafydd Ellis",
        {
            "en": "Housing officer at Heron Homes. Repairs with photos; the dangerous ones first.",
            "cy": "Swyddog tai yng Nghartrefi'r Crëyr. Atgyweiriadau gyda lluniau; y rhai peryglus yn gyntaf.",
        },
        {"heron-homes": ("officer", "trade", "manager")},
    ),
    Invented(
        "carys.bowen",
        "Carys Bowen",
        {
            "en": "Nurse at Mereside Health. Refers patients to people nearby. What she reads is recorded.",
            "cy": "Nyrs yn Iechyd Glan y Llyn. Yn cyfeirio cleifion at bobl gerllaw. Cofnodir yr hyn a ddarllenir.",
        },
        {"mereside-health": ("nurse", "officer")},
        language="cy",
    ),
    Invented(
        "joan.pugh",
        "Joan Pugh",
        {
            "en": "Volunteer at Lake Friends, one of two. Does everything on her phone.",
            "cy": "Gwirfoddolwr gyda Ffrindiau'r Llyn, un o ddau. Yn gwneud popeth ar ei ffôn.",
        },
        {"lake-friends": ("manager", "officer", "editor")},
    ),
    Invented(
        "mike.tan",
        "Mike Tan",
        {
            "en": "The other volunteer at Lake Friends.",
            "cy": "Y gwirfoddolwr arall gyda Ffrindiau'r Llyn.",
        },
        {"lake-friends": ("officer", "reviewer")},
    ),
    Invented(
        "kate.lewis",
        "Kate Lewis",
        {
            "en": "Job coach. Finds out who needs help this week.",
            "cy": "Hyfforddwr gwaith. Yn gweld pwy sydd angen help yr wythnos hon.",
        },
        {"eastmere-job-centre": ("officer", "manager")},
    ),
    Invented(
        "eleri.vaughan",
        "Eleri Vaughan",
        {
            "en": "Manager of the steward, a charity. Looks after the place: members, switches, the journal.",
            "cy": "Rheolwr y stiward, sef elusen. Yn gofalu am y lle: aelodau, switshis, y cofnod.",
        },
        {"eastmere-together": ("manager", "officer")},
    ),
    Invented(
        "bryn.davies",
        "Bryn Davies",
        {
            "en": "Runs Kingfisher Hire, a private firm. Makes offers for events.",
            "cy": "Yn rhedeg Llogi Glas y Dorlan, cwmni preifat. Yn gwneud cynigion ar gyfer digwyddiadau.",
        },
        {"kingfisher-hire": ("manager", "officer", "editor")},
    ),
]


def register(who: Invented, organisations: Mapping[str, str]) -> Known:
    """Make the account and the memberships; `organisations` are ids by key."""
    card = register_person(
        email=who.email,
        name=who.name,
        acting=SYSTEM,
        assurance=who.assurance,
        demo_words=dict(who.words) or None,
        language=who.language,
        phone=who.phone,
        date_of_birth=who.born,
        address=dict(who.address),
    )
    for organisation, roles in who.works.items():
        add_member(organisation=organisations[organisation], person=card.id, roles=roles, acting=SYSTEM)
    held = {organisations[key]: frozenset(roles) for key, roles in who.works.items()}
    return Known(who, card, held)
