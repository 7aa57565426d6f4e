"""Similar ideas: what putting and asking take of the 50 milliseconds allowed, on 10,000 ideas."""

import time
from random import Random

from commonweal.participation.ideas.similar.similar_ideas import SimilarIdeas

IDEAS, TRIES, ALLOWED = 10_000, 50, 0.05
SYLLABLES = ["ba", "der", "mi", "lo", "sten", "ka", "ru", "ing", "pel", "to", "va", "shi", "mar", "en"]


def idea(number: int, chance: Random) -> str:
    """A made-up text of some 300 letters, whose few syllables make it harder than a real one."""
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(45)]
    return f"{' '.join(words)} {number}"


def main() -> None:
    """Fill the index, then time a change and a question, the median of fifty."""
    chance = Random(1)
    texts = [idea(number, chance) for number in range(IDEAS)]
    index = SimilarIdeas()
    for number, text in enumerate(texts):
        index.put(str(number), text)
    spent = []
    for number in range(TRIES):
        begun = time.perf_counter()
        index.put("new", texts[number] + " and more")
        found = index.ask(texts[number])
        spent.append(time.perf_counter() - begun)
        assert {"new", str(number)} <= {alike.idea for alike in found}
    share = sorted(spent)[TRIES // 2] / ALLOWED
    print(f"a change and a question on {IDEAS} ideas: {share:.0%} of the 50 milliseconds allowed")


if __name__ == "__main__":
    main()
