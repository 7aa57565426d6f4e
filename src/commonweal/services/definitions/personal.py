"""Definitions hold nothing of a person but who wrote and reviewed a version, which is the journal's to tell."""

from commonweal.kernel.personal import PersonalData

PERSONAL: list[PersonalData] = []

# What tells nothing of the person, with the reason.
NOT_PERSONAL = {
    "services_definitions.Service.key": "the name of a service",
    "services_definitions.Version.contributors": "ids alone, as with author and reviewer",
    "services_definitions.Version.document extends hash note source": "the public definition of a service",
}
