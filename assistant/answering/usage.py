"""What a chat model reports of its replies, or what is sent and said, to the tokens and the price of one answer."""

from dataclasses import dataclass
from decimal import Decimal

from assistant.schema import Usage

_LATIN_PER_TOKEN = 3
"""Letters, digits and spaces of one token; a Chinese character counts as a whole one."""
_PRICED_TOKENS = 1_000_000
_SMALLEST = Decimal("0.000001")
"""Of a currency; one question costs a few thousandths."""


def tokens_of(text: str) -> int:
    """Return about how many tokens a text has, rather too many than too few.

    >>> tokens_of("园区科协"), tokens_of("science park")
    (4, 4)
    """
    latin = sum(sign.isascii() for sign in text)
    return len(text) - latin + -(-latin // _LATIN_PER_TOKEN)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost to be read and to be written; None where nobody has said so."""

    read: Decimal | None = None
    written: Decimal | None = None
    currency: str = ""

    def cost_of(self, read: int, written: int) -> Decimal | None:
        """Return what tokens cost, None when either price is unknown."""
        if self.read is None or self.written is None:
            return None
        return ((read * self.read + written * self.written) / _PRICED_TOKENS).quantize(_SMALLEST)


@dataclass(slots=True)
class Meter:
    """Adds up what one answer takes; not for several threads."""

    requests: int = 0
    cached: int = 0
    read: int = 0
    written: int = 0
    estimated: bool = False

    def add(self, read: int, written: int) -> None:
        """Count a reply whose tokens the provider reported."""
        self.requests += 1
        self.read += read
        self.written += written

    def estimate(self, sent: str, said: str) -> None:
        """Count a reply of which the provider reported nothing, as one that broke off or was stopped."""
        self.add(tokens_of(sent), tokens_of(said))
        self.estimated = True

    def add_cached(self) -> None:
        """Count a reply that was known already and cost nothing."""
        self.cached += 1

    def usage(self, prices: Prices) -> Usage | None:
        """Return the sum, None when no reply was needed."""
        if not self.requests and not self.cached:
            return None
        cost = prices.cost_of(self.read, self.written) if self.requests else Decimal(0)
        return Usage(
            self.requests,
            self.cached,
            self.read,
            self.written,
            self.estimated,
            cost,
            "" if cost is None else prices.currency,
        )
