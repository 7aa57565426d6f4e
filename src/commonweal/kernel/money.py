"""Money: an integer of minor units with its currency, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINOR_DIGITS = {"GBP": 2, "EUR": 2, "USD": 2, "CHF": 2, "PLN": 2, "JPY": 0}


@dataclass(frozen=True, order=False)
class Money:
    """`minor` units (pence) of `currency` (ISO 4217)."""

    minor: int
    currency: str = "GBP"

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "GBP") -> "Money":
        """From an amount in major units; more decimals than the currency has are refused (ValueError)."""
        scaled = Decimal(str(amount)).scaleb(MINOR_DIGITS.get(currency, 2))
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
        return Decimal(self.minor).scaleb(-MINOR_DIGITS.get(self.currency, 2))
