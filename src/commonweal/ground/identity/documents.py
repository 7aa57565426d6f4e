"""Which documents show who somebody is, and how surely (kinds only; numbers and copies are not kept)."""

from collections.abc import Iterable

from commonweal.kernel.text import Text

PHOTO_PROOFS: dict[str, Text] = {
    "passport": {"en": "Passport", "cy": "Pasbort"},
    "driving_licence": {"en": "Driving licence with photo", "cy": "Trwydded yrru â llun"},
    "identity_card": {"en": "National identity card", "cy": "Cerdyn adnabod cenedlaethol"},
    "residence_permit": {"en": "Residence permit", "cy": "Trwydded breswylio"},
}
ADDRESS_PROOFS: dict[str, Text] = {
    "council_tax_bill": {"en": "Council tax bill", "cy": "Bil treth gyngor"},
    "utility_bill": {"en": "Gas, water or electricity bill", "cy": "Bil nwy, dŵr neu drydan"},
    "bank_statement": {"en": "Bank statement", "cy": "Cyfriflen banc"},
    "tenancy_agreement": {"en": "Tenancy agreement", "cy": "Cytundeb tenantiaeth"},
    "benefit_letter": {"en": "Letter about a benefit or pension", "cy": "Llythyr am fudd-dal neu bensiwn"},
}


def level_shown_by(documents: Iterable[str]) -> str:
    """The assurance level that documents show: a photo document and a proof of address high; a photo document, or two
    proofs of address, medium; anything less low. (Levels as in the GOV.UK guide "How to prove and verify someone's
    identity", reduced to what a counter can check.)"""
    seen = set(documents)
    photo, address = seen & set(PHOTO_PROOFS), seen & set(ADDRESS_PROOFS)
    if photo and address:
        return "high"
    if photo or len(address) >= 2:
        return "medium"
    return "low"
