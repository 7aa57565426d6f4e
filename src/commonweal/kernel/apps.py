"""The kernel as an application: its tables and the capabilities' start-up."""

from django.conf import settings

from commonweal.kernel.capability import Capability, parts, refuse_what_is_essential
from commonweal.kernel.providers import refuse_missing

PROVIDERS = "providers"


class KernelCapability(Capability):
    """The mechanism that all capabilities build on."""

    name = "commonweal.kernel"
    title = {"en": "Kernel", "cy": "Cnewyllyn"}
    essential = True

    def ready(self) -> None:
        super().ready()
        refuse_what_is_essential()
        if PROVIDERS in settings.LOADED_AT_START:
            # Of all capabilities before any of them starts, so that one that is missing is noticed at the start.
            list(parts(PROVIDERS))
            refuse_missing()
        from django.db.models.signals import post_migrate

        from commonweal.kernel import housekeeping  # noqa: F401 - its task is known to every worker from its start
        from commonweal.kernel.guards import install
        from commonweal.kernel.remembered import watch

        post_migrate.connect(watch, dispatch_uid="stamps")
        post_migrate.connect(install, dispatch_uid="guards")
