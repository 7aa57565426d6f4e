"""The residents who fill the town: names, homes from the gazetteer, and how they appear before the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from commonweal.ground.areas.actions.load_gazetteer import COLUMNS
from commonweal.ground.identity.api import register_person
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.tables import Cells, read_table

GIVEN = [
    "Aled",
    "Bethan",
    "Ceri",
    "Delyth",
    "Elin",
    "Ffion",
    "Gareth",
    "Huw",
    "Iestyn",
    "Lowri",
    "Mair",
    "Nia",
    "Osian",
    "Siân",
    "Tomos",
    "Catrin",
    "Alice",
    "Ben",
    "Chloe",
    "Daniel",
    "Emma",
    "Fatima",
    "George",
    "Hannah",
    "Imran",
    "Jack",
    "Karen",
    "Leon",
    "Maria",
    "Noah",
    "Olivia",
    "Peter",
    "Ruth",
    "Samuel",
    "Tariq",
    "Zoe",
    "Agnieszka",
    "Marek",
    "Wei",
    "Amara",
]
FAMILY = [
    "Jones",
    "Evans",
    "Thomas",
    "Williams",
    "Griffiths",
    "Jenkins",
    "Powell",
    "Parry",
    "Rowlands",
    "Bevan",
    "Smith",
    "Taylor",
    "Walker",
    "Green",
    "Hall",
    "Ali",
    "Khan",
    "Hussain",
    "Nowak",
    "Kowalska",
    "Chen",
    "Okafor",
    "Mensah",
    "Shah",
    "Wood",
    "Carter",
]
ACCOUNTS = 36


@dataclass(frozen=True)
class Resident:
    """Somebody of the town; `acting` is a person with an account, or a guest."""

    acting: Acting
    name: str
    email: str
    phone: str
    home: Mapping[str, str]
    born: date
    language: str

    def person(self, *parts: str) -> dict[str, str]:
        """The answer to a person question that asks these parts."""
        given, _, family = self.name.partition(" ")
        known = {"name": self.name, "given_name": given, "family_name": family, "email": self.email}
        known |= {"phone": self.phone, "date_of_birth": self.born.isoformat()}
        return {part: known[part] for part in parts}


class Town:
    """Makes residents, the same ones for the same random numbers."""

    def __init__(self, gazetteer: Path, random: Random, today: date) -> None:
        self.homes = [_answer(row.cells) for row in read_table(gazetteer, COLUMNS)]
        self.random = random
        self.today = today
        self.accounts: list[Resident] = []
        self._number = 0

    def open_accounts(self) -> None:
        """Register residents with accounts that cannot be signed in to."""
        for _ in range(ACCOUNTS):
            who = self.guest()
            card = register_person(
                email=who.email,
                name=who.name,
                acting=SYSTEM,
                language=who.language,
                date_of_birth=who.born,
                address={part: words for part, words in who.home.items() if part != "ward"},
            )
            acting = Acting(actor=f"person:{card.id}", assurance=card.assurance, language=who.language)
            self.accounts.append(Resident(acting, who.name, who.email, who.phone, who.home, who.born, who.language))

    def guest(self) -> Resident:
        """Somebody without an account."""
        random = self.random
        self._number += 1
        name = f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
        language = "cy" if random.random() < 0.25 else "en"
        return Resident(
            acting=Acting(actor=f"guest:{UUID(int=random.getrandbits(128), version=4)}", language=language),
            name=name,
            email=f"{_plain(name)}{self._number}@people.eastmere.example",
            phone=f"+442079460{random.randint(300, 999)}",
            home=random.choice(self.homes),
            born=self.today - timedelta(days=random.randint(22 * 365, 64 * 365)),
            language=language,
        )

    def account(self) -> Resident:
        """Somebody with an account."""
        return self.random.choice(self.accounts)

    def anybody(self) -> Resident:
        """With an account or without."""
        return self.account() if self.random.random() < 0.5 else self.guest()

    def home_in(self, *wards: str) -> Mapping[str, str]:
        """A home in one of these wards (codes)."""
        return self.random.choice([home for home in self.homes if home["ward"] in wards])


def _plain(name: str) -> str:
    return name.lower().replace(" ", ".").replace("â", "a")


def _answer(row: Cells) -> dict[str, str]:
    known = {"line1": row["address"], "town": row["town"], "postcode": row["postcode"], "uprn": row["uprn"]}
    return known | {"ward": row["area"]}
