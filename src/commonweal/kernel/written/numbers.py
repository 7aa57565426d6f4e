"""Numbers in a definition; Python takes `true` for 1, and a definition must not."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("number_type", "Write a number")
    return value


NotBoolean = BeforeValidator(_no_boolean)
WholeNumber = Annotated[int, NotBoolean]
AnyNumber = Annotated[float, NotBoolean]
ExactNumber = Annotated[Decimal, NotBoolean]
