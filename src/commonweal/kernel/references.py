"""References: typed ids that cross capabilities, and numbers that people read out."""

import re
import secrets
from dataclasses import dataclass

# Crockford's base 32: no I, L, O or U, so that nothing is misheard or misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# Phones and word processors make longer dashes of the one that is typed.
_DASH = re.compile("[\u2010-\u2015\u2212_.]")


@dataclass(frozen=True)
class Ref:
    """A typed id that may cross capabilities: `case:0192…`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """From `kind:id`; ValueError if it is not of that form."""
        kind, colon, identity = text.partition(":")
        if not (kind and colon and identity):
            raise ValueError(f"{text!r} is not a reference of the form kind:id")
        return cls(kind, identity)


def _check_character(body: str) -> str:
    # Weighted by place (mod 31, a prime), so that one wrong character or two exchanged ones are noticed.
    total = sum((place + 1) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[total % 31]


def new_reference(prefix: str = "") -> str:
    """A new number to read out, e.g. `EM-4F7K-9Q2RX`: 40 random bits and a check character. Not guessable by counting;
    the caller keeps it unique by a database constraint and draws again on a clash."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    number = f"{body[:4]}-{body[4:]}{_check_character(body)}"
    return f"{prefix}-{number}" if prefix else number


def normalise_reference(typed: str, prefix: str = "") -> str:
    """What a person typed or said, in the written form: capitals, O as 0, I and L as 1, no spaces, dashes where they
    belong. In the `prefix` of the place, too, 0 and O or 1 and I may be exchanged."""
    written = _DASH.sub("-", "".join(typed.upper().split()))
    head, body = _parts(written)
    if len(body) != LENGTH + 1:
        return written
    plain = _as_digits(body)
    if _as_digits(head.replace("-", "")) == _as_digits(prefix.replace("-", "").upper()):
        head = prefix
    number = f"{plain[:4]}-{plain[4:]}"
    return f"{head}-{number}" if head else number


def _parts(written: str) -> tuple[str, str]:
    """The prefix and the rest, without dashes; where dashes are missing, the rest is what comes last."""
    parts = written.split("-")
    if len(parts) > 1 and (len(parts[-2]), len(parts[-1])) == (4, LENGTH - 3):
        return "-".join(parts[:-2]), parts[-2] + parts[-1]
    together = "".join(parts)
    return together[: -LENGTH - 1], together[-LENGTH - 1 :]


def _as_digits(letters: str) -> str:
    return letters.translate(str.maketrans("OIL", "011"))


def is_reference(number: str) -> bool:
    """Whether the check character fits."""
    body = "".join(number.split("-")[-2:])
    return (
        len(body) == LENGTH + 1
        and all(character in ALPHABET for character in body)
        and _check_character(body[:LENGTH]) == body[LENGTH]
    )
