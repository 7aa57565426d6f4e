"""The manifest of organisations."""

from commonweal.kernel.capability import Capability


class OrganisationsCapability(Capability):
    """Members of the place, staff, roles, keys."""

    name = "commonweal.ground.organisations"
    title = {"en": "Organisations", "cy": "Sefydliadau"}
    essential = True

    def ready(self) -> None:
        super().ready()
        from commonweal.ground.organisations.api import is_capability_on
        from commonweal.kernel.capability import answer_switches_with

        answer_switches_with(is_capability_on)
