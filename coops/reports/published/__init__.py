"""The tables that the department publishes: one click each, as of any day."""

from .failing import PublishedFailing
from .ranking import PublishedRanking
from .strength import PublishedByProvince, PublishedByRegion, PublishedByType
from .years import PublishedYears

__all__ = [
    "PublishedByProvince",
    "PublishedByRegion",
    "PublishedByType",
    "PublishedFailing",
    "PublishedRanking",
    "PublishedYears",
]
