"""Definitions hold no personal data except who wrote and reviewed a version, which the journal has."""

from commonweal.kernel.personal import PersonalData

PERSONAL: list[PersonalData] = []

# Fields without personal data, with the reason.
NOT_PERSONAL = {
    "services_definitions.Service.key": "the name of a service",
    "services_definitions.Version.contributors": "ids alone, as with author and reviewer",
    "services_definitions.Version.changes_wanted": "what a reviewer asks to change in a definition",
    "services_definitions.Version.document extends hash note source": "the public definition of a service",
}
