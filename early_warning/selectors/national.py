"""The watchlist of the country: how many by type of institution and office."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from cpd_portal.core.models import User
from early_warning.selectors.watchlist import WatchChoice, watched


@dataclass(frozen=True, slots=True)
class Place:
    """An office as a row of the table."""

    code: str
    name: str
    name_sort: str


@dataclass(frozen=True, slots=True)
class KindOfInstitution:
    """A type of institution as a column of the table."""

    code: str
    title: str
    position: int


@dataclass(frozen=True)
class NationalTable:
    """Each cell counts the rows that the list of the same office and type shows."""

    places: Sequence[Place]
    types: Sequence[KindOfInstitution]
    counts: Mapping[tuple[str, str], int]
    rank: str

    def count(self, place: str, of_type: str) -> int:
        return self.counts.get((place, of_type), 0)

    @property
    def of_place(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for (place, _), count in self.counts.items():
            found[place] += count
        return found

    @property
    def of_type(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for (_, of_type), count in self.counts.items():
            found[of_type] += count
        return found

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def rows(self) -> list[tuple[Place, list[tuple[KindOfInstitution, int]], int]]:
        """Each office with its cells, in the order of the columns, and its sum."""
        sums = self.of_place
        return [
            (
                place,
                [(one, self.count(place.code, one.code)) for one in self.types],
                sums[place.code],
            )
            for place in self.places
        ]

    @property
    def sums(self) -> list[tuple[KindOfInstitution, int]]:
        found = self.of_type
        return [(one, found[one.code]) for one in self.types]


def national_table(user: User, rank: str = "") -> NationalTable:
    """Of what is in reach and on a watch level, in one query; `rank` "" is every level."""
    names = (
        "institution__office__code",
        "institution__office__short_name",
        "institution__office__name_sort",
        "institution__type__code",
        "institution__type__title",
        "institution__type__position",
    )
    rows = watched(user, WatchChoice(rank=rank)).order_by().values(*names)
    counted = list(rows.annotate(watched=Count("pk")))
    return NationalTable(
        places=sorted({_place(row) for row in counted}, key=lambda one: (one.name_sort, one.code)),
        types=sorted({_type(row) for row in counted}, key=lambda one: (one.position, one.code)),
        counts={(_place(row).code, _type(row).code): row["watched"] for row in counted},
        rank=rank,
    )


def _place(row: Mapping[str, Any]) -> Place:
    office = "institution__office__"
    return Place(row[f"{office}code"], row[f"{office}short_name"], row[f"{office}name_sort"])


def _type(row: Mapping[str, Any]) -> KindOfInstitution:
    of = "institution__type__"
    return KindOfInstitution(row[f"{of}code"], row[f"{of}title"], row[f"{of}position"])
