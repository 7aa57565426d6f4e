"""The settings of the platform, read from the environment (COMMONWEAL_…)."""

from commonweal.site.settings.core import *  # noqa: F403
from commonweal.site.settings.environment import refuse_unknown
from commonweal.site.settings.logging import LOGGING  # noqa: F401
from commonweal.site.settings.renamed import *  # noqa: F403
from commonweal.site.settings.security import *  # noqa: F403

refuse_unknown()
