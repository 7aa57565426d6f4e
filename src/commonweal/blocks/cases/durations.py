"""Durations as definitions write them: "24 months", "10 working_days", "1 day"."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from commonweal.kernel.patterns import pattern
from commonweal.kernel.worktime import MOST_YEARS, Calendar, Unit

WORDS: dict[str, Unit] = {
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "working_day": "working_days",
}
PATTERN = pattern(
    r"^\s*(\d{1,4})\s+(working[ _]days?|hours?|days?|weeks?|months?|years?)\s*$",
    "a number and a unit, such as 10 working_days, 2 weeks or 24 months",
)


@dataclass(frozen=True)
class Duration:
    """So many hours, days, weeks, months or working days of the place."""

    count: int
    unit: Unit

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """When it is over, having begun at `start` (aware)."""
        return calendar.due(start, self.count, self.unit)

    @property
    def is_beyond_calendars(self) -> bool:
        """Whether it may end on a day that cannot be written; only months are many enough for that."""
        return self.unit == "months" and self.count > 12 * MOST_YEARS

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        return {"type": "string", "pattern": PATTERN, "examples": ["10 working_days", "24 months"]}

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=None)
        )


def read_duration(value: object) -> Duration:
    """From "10 working_days" and the like; years are twelve months. Raises ValueError."""
    if isinstance(value, Duration):
        return value
    match = re.match(PATTERN, value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('write a number and a unit: "10 working_days", "2 weeks", "24 months", "3 years"')
    count, unit = int(match[1]), match[2].replace(" ", "_").removesuffix("s")
    if unit == "year":
        count, unit = count * 12, "month"
    return Duration(count, WORDS[unit])


DurationText = Annotated[Duration, BeforeValidator(read_duration)]
