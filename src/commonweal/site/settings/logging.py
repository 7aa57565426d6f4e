"""Structured logs, one JSON object a line, without personal data."""

import structlog
from structlog.typing import Processor

from commonweal.site.settings import environment as env
from commonweal.site.settings.cleaning import clean, traceback_without_values

_shared: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    clean,
    traceback_without_values,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# One level for everything; where none is set, libraries log less than the platform.
_level = env.text("LOG_LEVEL")
if _level and _level.upper() not in _LEVELS:
    env.refuse("LOG_LEVEL", f"is {_level!r}", f"it can be {', '.join(_LEVELS)}")
structlog.configure(
    processors=[
        *_shared,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": _level.upper() or "WARNING"},
    "loggers": {"commonweal": {"level": _level.upper() or "INFO"}},
}
