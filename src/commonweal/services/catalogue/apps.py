"""The manifest of the catalogue."""

from commonweal.kernel.capability import Capability


class CatalogueCapability(Capability):
    """Every service of the place by topic, life event and organisation."""

    name = "commonweal.services.catalogue"
    title = {"en": "Catalogue", "cy": "Catalog"}
    summary = {"en": "Lists the services that can be used here, and those that are only described."}
