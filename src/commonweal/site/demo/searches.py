"""What people of the town search for: services that exist, and services that are not offered yet."""

from datetime import datetime, timedelta
from random import Random

from commonweal.blocks.search import api as search
from commonweal.kernel.acting import STRANGER
from commonweal.site.demo.simulation import Simulation, Story, later

NOT_HERE = {
    "en": ["swimming lessons", "library opening times", "dog licence", "passport office", "allotment",
           "electric car charger", "meals on wheels", "marriage certificate", "pest control",
           "bus pass", "youth club", "passport"],
    "cy": ["gwersi nofio", "llyfrgell", "pasbort", "rhandir", "clwb ieuenctid", "tocyn bws"],
}  # fmt: skip
HERE = {
    "en": ["missed bin", "parking", "council tax", "leak", "school place", "lonely", "job", "cafe"],
    "cy": ["bin", "parcio", "treth gyngor", "gollwng", "ysgol", "unig", "swydd", "caffi"],
}
SEARCHES = 48


def searching(simulation: Simulation, random: Random, since: datetime) -> None:
    """Spread the searches over the time since then; allotments and swimming are asked for most."""
    length = (simulation.until - since) / timedelta(days=1)
    for _ in range(SEARCHES):
        language = "cy" if random.random() < 0.3 else "en"
        words = NOT_HERE[language] if random.random() < 0.7 else HERE[language]
        place = min(int(random.expovariate(0.35)), len(words) - 1)
        moment = since + timedelta(days=random.uniform(0, length))
        simulation.begin(moment, _search(words[place], language))


def _search(words: str, language: str) -> Story:
    search.find(words, language=language, acting=STRANGER)
    yield later(days=1)
