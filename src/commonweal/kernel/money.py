"""Money: an integer of minor units with its currency, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

MINOR_DIGITS = {"GBP": 2, "EUR": 2, "USD": 2, "CHF": 2, "PLN": 2, "JPY": 0, "KWD": 3}


@dataclass(frozen=True, order=False)
class Money:
    """`minor` units (pence) of `currency` (ISO 4217)."""

    minor: int
    currency: str = "GBP"

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "GBP") -> "Money":
        """From an amount in major units; more decimals than the currency has are refused (ValueError)."""
        scaled = Decimal(str(amount)).scaleb(minor_digits(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency} has")
        return cls(int(scaled), currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def times(self, factor: Decimal | int | str) -> "Money":
        """Multiplied and rounded half up to a whole minor unit."""
        exact = Decimal(self.minor) * Decimal(str(factor))
        return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units (pounds)."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))


def minor_digits(currency: str) -> int:
    """How many decimals amounts of a currency have."""
    return MINOR_DIGITS.get(currency, 2)


def of_place(amount: str | int | Decimal) -> int:
    """The minor units of an amount in the currency of the place; ValueError where it has more decimals than that."""
    return Money.of(amount, settings.PLACE_CURRENCY).minor


def major_of_place(minor: int) -> Decimal:
    """The amount that so many minor units of the currency of the place are."""
    return Money(minor, settings.PLACE_CURRENCY).major


def digits_of_place() -> int:
    """How many decimals amounts in the currency of the place have."""
    return minor_digits(settings.PLACE_CURRENCY)
