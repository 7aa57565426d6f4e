"""The reference chapters on the names that every service has, and on the files of a place."""

from commonweal.kernel.reference_page import Chapter, Term
from commonweal.kernel.values import Record, ValueType
from commonweal.services.definitions.language.assembling import NAMES

KINDS = {"integer": "whole number", "record()": "any"}
# What is known about the applicant, with a line of the example place.
PERSON = {
    "person.age": ("The age in years.", "person.age >= 18"),
    "person.date_of_birth": ("The date of birth.", "person.date_of_birth < date('2008-05-07')"),
    "person.name": ("The name.", "person.name != ''"),
    "person.email": ("The email address.", "person.email != ''"),
    "person.phone": ("The phone number.", "person.phone.startsWith('01')"),
    "person.assurance": (
        "How certain the identity is: `none`, `low`, `medium` or `high`.",
        "person.assurance in ['medium', 'high']",
    ),
    "person.address.area": ("The key of the area.", "person.address.area != 'riverton/north'"),
    "person.address.postcode": ("The postcode.", "person.address.postcode.startsWith('RV')"),
    "person.address.uprn": ("The number of the property.", "person.address.uprn != ''"),
    "attributes.x": (
        "What another organisation provides with consent. None can be asked yet, and `check` warns where a rule needs "
        "it: ask for it in the form.",
        "attributes.has_plot != true",
    ),
}


def kinds_of_names() -> dict[str, ValueType]:
    """The names with their kinds, fields of records one by one."""
    found: dict[str, ValueType] = {}
    waiting = list(NAMES.items())
    while waiting:
        name, kind = waiting.pop(0)
        if isinstance(kind, Record):
            waiting = [(f"{name}.{field}", inner) for field, inner in kind.fields.items()] + waiting
            found |= {f"{name}.x": kind} if not kind.fields else {}
        else:
            found[name] = kind
    return found


def _slip(line: str) -> str:
    """The line with its first name misspelt."""
    word, dot, rest = line.partition(".")
    return f"{word}s{dot}{rest}"


FILES = [
    Term(
        "place.yaml",
        "The place: its name, languages, steward, topics, life events, and words for the search.",
        "topics:",
        slip="topicks:",
    ),
    Term(
        "organisations/x.yaml",
        "A member of the place. People are invited in the browser; files do not list them.",
        "kind: council",
        slip="kind: town",
    ),
    Term(
        "services/x/y.yaml",
        "The service `y` of the organisation `x`. [All its keys](definition-language.md).",
        "title: {en: Order a bin for green waste}",
        slip="titel: {en: Order a bin for green waste}",
    ),
    Term(
        "parents/x.yaml",
        "A service of another place, which one here `extends` by its hash. The file is kept as it was published.",
        "extends: national-gardeners/compost@",
        slip="extends: national-gardener/compost@",
    ),
]
CHAPTERS = [
    Chapter(
        "Names in expressions",
        36,
        [
            Term(name, *PERSON[name], slip=_slip(PERSON[name][1]), kind=KINDS.get(str(kind), str(kind)))
            for name, kind in kinds_of_names().items()
        ],
        end="`person.…` is known while somebody with an account fills in the form. For guests it is missing: a "
        "condition that needs it stays open, and its page is not shown. A case keeps what the rules of its service "
        "read, as it was on the day of sending.",
    ),
    Chapter(
        "Periods",
        64,
        [
            Term(
                "from: submitted",
                "From the day of sending, in `retention:` of a whole service. It counts where an outcome has no period "
                "of its own, in days, weeks, months or years.",
                "delete_after: 2 years, from: submitted",
                slip="delete_after: 2 years, from: opened",
            )
        ],
    ),
    Chapter(
        "What an example may expect",
        88,
        [
            Term(
                "missing",
                "The answers without which eligibility is unknown.",
                "missing: [income]",
                slip="missing: []",
            )
        ],
        intro="In `expect:` of an example.",
    ),
    Chapter("Files of a place", 100, FILES),
]
