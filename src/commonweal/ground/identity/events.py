"""What can happen to a person's account, to what is held of them, and to how surely they are known."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class PersonRegistered(Fact):
    """A person got an account."""

    type: ClassVar[str] = "identity.registered"
    title: ClassVar[Text] = {"en": "Account created", "cy": "Crëwyd cyfrif"}


@dataclass(frozen=True)
class SignedIn(Fact):
    """A person signed in. `guest` is the "guest:<id>" that they were before, whose drafts are theirs now."""

    type: ClassVar[str] = "identity.signed_in"
    title: ClassVar[Text] = {"en": "Signed in", "cy": "Mewngofnodwyd"}
    method: str
    guest: str = ""


@dataclass(frozen=True)
class SignInSecured(Fact):
    """A way to sign in was added, changed or taken away: a password, a passkey, an app, recovery codes, an address."""

    type: ClassVar[str] = "identity.sign_in_changed"
    title: ClassVar[Text] = {"en": "Way of signing in changed", "cy": "Newidiwyd y ffordd o fewngofnodi"}
    what: str
    change: str


@dataclass(frozen=True)
class ProfileCorrected(Fact):
    """Fields that a person has in their account were corrected; the values are sealed with the person's key."""

    type: ClassVar[str] = "identity.profile_corrected"
    title: ClassVar[Text] = {"en": "Details corrected", "cy": "Cywirwyd manylion"}
    personal: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    fields: list[str]
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None


@dataclass(frozen=True)
class CorrectionAsked(Fact):
    """A person reported that data held about them elsewhere is wrong; managers of the organisation answer."""

    type: ClassVar[str] = "identity.correction_asked"
    title: ClassVar[Text] = {"en": "Correction asked for", "cy": "Gofynnwyd am gywiriad"}
    personal: ClassVar[frozenset[str]] = frozenset({"words"})
    model: str
    field: str
    words: str | None = None


@dataclass(frozen=True)
class CorrectionRead(Fact):
    """Somebody of the organisation that was asked for a correction read what the person wrote."""

    type: ClassVar[str] = "identity.correction_read"
    title: ClassVar[Text] = {"en": "Request for a correction read", "cy": "Darllenwyd cais am gywiriad"}


@dataclass(frozen=True)
class CorrectionAnswered(Fact):
    """A request for a correction was answered: "done", or "refused" with the reason."""

    type: ClassVar[str] = "identity.correction_answered"
    title: ClassVar[Text] = {"en": "Request for a correction answered", "cy": "Atebwyd cais am gywiriad"}
    personal: ClassVar[frozenset[str]] = frozenset({"words"})
    outcome: str
    words: str | None = None


@dataclass(frozen=True)
class DataExported(Fact):
    """A copy of all that is held of a person was handed out."""

    type: ClassVar[str] = "identity.data_exported"
    title: ClassVar[Text] = {"en": "Copy of personal data taken", "cy": "Cymerwyd copi o ddata personol"}
    form: str


@dataclass(frozen=True)
class DataViewed(Fact):
    """Somebody looked at all that is held of a person."""

    type: ClassVar[str] = "identity.data_viewed"
    title: ClassVar[Text] = {"en": "Personal data looked at", "cy": "Edrychwyd ar ddata personol"}


@dataclass(frozen=True)
class ErasureAsked(Fact):
    """Erasure begins. A reaction, or a table's own erasing, may refuse with a Problem: then nothing is erased."""

    type: ClassVar[str] = "identity.erasure_asked"
    title: ClassVar[Text] = {"en": "Deletion asked for", "cy": "Gofynnwyd am ddileu"}


@dataclass(frozen=True)
class PersonErased(Fact):
    """All registered fields of a person were erased and their key destroyed; `rows` counts by table."""

    type: ClassVar[str] = "identity.erased"
    title: ClassVar[Text] = {"en": "Personal data deleted", "cy": "Dilëwyd data personol"}
    rows: dict[str, int]


@dataclass(frozen=True)
class RetentionRun(Fact):
    """Data whose time was up was deleted; `rows` counts by capability."""

    type: ClassVar[str] = "identity.retention_run"
    title: ClassVar[Text] = {"en": "Old data deleted", "cy": "Dilëwyd hen ddata"}
    rows: dict[str, int]


@dataclass(frozen=True)
class AssuranceRaised(Fact):
    """A person's identity was checked to `level` at least. The level before is not recorded."""

    type: ClassVar[str] = "identity.assurance_raised"
    title: ClassVar[Text] = {"en": "Identity checked", "cy": "Gwiriwyd hunaniaeth"}
    level: str
    method: str
    documents: list[str]


@dataclass(frozen=True)
class PersonLookedUp(Fact):
    """Staff at a counter saw name, date of birth and address of a person who showed them a code."""

    type: ClassVar[str] = "identity.looked_up"
    title: ClassVar[Text] = {"en": "Looked up at a counter", "cy": "Edrychwyd i fyny wrth gownter"}


@dataclass(frozen=True)
class AssuranceWithdrawn(Fact):
    """A check turned out to be wrong or no longer holds."""

    type: ClassVar[str] = "identity.assurance_withdrawn"
    title: ClassVar[Text] = {"en": "Identity check withdrawn", "cy": "Tynnwyd gwiriad hunaniaeth yn ôl"}
    level: str
    reason: str


@dataclass(frozen=True)
class AssuranceRefused(Fact):
    """Something was refused because the person is not known surely enough yet; they were offered a check."""

    type: ClassVar[str] = "identity.assurance_refused"
    title: ClassVar[Text] = {"en": "A surer identity was needed", "cy": "Roedd angen hunaniaeth sicrach"}
    has: str
    needed: str
