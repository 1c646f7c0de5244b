"""Where a value stands among those of its peers: pure, no database."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

# With fewer, a quartile says little, and the values of single ones could be guessed.
FEWEST_PEERS = 5


class Position(TextChoices):
    TOP = "top", "สูงสุดหนึ่งในสี่"
    ABOVE = "above", "สูงกว่าค่ากลาง"
    MIDDLE = "middle", "เท่าค่ากลาง"
    BELOW = "below", "ต่ำกว่าค่ากลาง"
    BOTTOM = "bottom", "ต่ำสุดหนึ่งในสี่"


@dataclass(frozen=True, slots=True)
class Quartiles:
    low: Decimal
    median: Decimal
    high: Decimal


def position(own: Decimal, peers: Quartiles) -> Position:
    """Equal to the median is the middle, also where half of the peers earn the same."""
    if own == peers.median:
        return Position.MIDDLE
    if own > peers.median:
        return Position.TOP if own > peers.high else Position.ABOVE
    return Position.BOTTOM if own < peers.low else Position.BELOW
