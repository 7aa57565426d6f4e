"""The kernel as an application: its tables and the capabilities' start-up."""

from commonweal.kernel.capability import Capability


class KernelCapability(Capability):
    """The mechanism that everything stands on."""

    name = "commonweal.kernel"
    title = {"en": "Kernel", "cy": "Cnewyllyn"}
    essential = True
