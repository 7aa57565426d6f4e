"""Structured logs, one JSON object a line, without personal data."""

from typing import Any

import structlog

from commonweal.site.settings import environment as env

# Names under which people's data could slip into a log line; such values are cut.
PRIVATE = frozenset({"email", "phone", "name", "address", "answers", "body", "password", "token", "code", "secret"})


def without_personal_data(
    _logger: object, _method: str, event: "structlog.typing.EventDict"
) -> "structlog.typing.EventDict":
    """Cut values whose names say that they tell of a person."""
    return {key: "[cut]" if key in PRIVATE else value for key, value in event.items()}


_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    without_personal_data,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[
        *_shared,
        structlog.processors.format_exc_info,
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
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING").upper()},
    "loggers": {"commonweal": {"level": env.text("LOG_LEVEL", "INFO").upper()}},
}
