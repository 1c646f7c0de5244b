"""The strength tables: the whole in reach, the published table beside it, the provinces."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coops.choices import Tier
from coops.forms.analysis import StrengthForm
from coops.models import PublishedStrength
from coops.selectors import PlaceStrength, Strength, StrengthByPlace, strength, strength_by_place
from coops.selectors.analysis import AnalysisChoice
from coops.views.analysis import AnalysisView, list_url
from coops.views.sorting import sort_links, sort_url
from cpd_portal.core.request import PortalRequest

# Column, its words, and what to sort by; figures from high to low, the name in Thai order.
Key = Callable[[Strength], Any]
COLUMNS: tuple[tuple[str, str, Key], ...] = (
    ("population", "ทั้งหมด", lambda row: row.population),
    ("tier_1", "ชั้น 1", lambda row: row.tiers[Tier.ONE].count),
    ("tier_2", "ชั้น 2", lambda row: row.tiers[Tier.TWO].count),
    ("tier_3", "ชั้น 3", lambda row: row.tiers[Tier.THREE].count),
    ("outside", "ไม่นำมาประเมิน", lambda row: _outside(row)),
    ("incomplete", "ยังไม่ครบ", lambda row: row.incomplete),
    ("strong", "ชั้น 1 และ 2 (แห่ง)", lambda row: row.strong.count),
    ("share", "ร้อยละ", lambda row: row.strong.share if row.classified else Decimal(-1)),
)


@dataclass(frozen=True)
class ProvinceLine:
    """`links` lead to the register of its offices: (name, address); two in Bangkok."""

    place: PlaceStrength
    links: list[tuple[str, str]]

    @property
    def strength(self) -> Strength:
        return self.place.strength

    @property
    def outside(self) -> int:
        return _outside(self.place.strength)

    @property
    def is_open(self) -> bool:
        """Nothing is classified yet: no result, which is not the same as none strong."""
        return self.strength.incomplete > 0 and not self.strength.classified


class StrengthView(AnalysisView):
    form_class = StrengthForm
    template = "coops/strength.html"
    facet = "strength"

    def content(self, request: PortalRequest, form: Any, choice: AnalysisChoice) -> dict[str, Any]:
        table, lines = _office(request, choice) if choice.office else _country(request, choice)
        return {
            "table": table,
            "published": _published(choice),
            "provinces": _sorted(lines, request.GET.get("sort", "")),
            "columns": sort_links(request, [(name, title) for name, title, _ in COLUMNS]),
            "name_sort_url": sort_url(request, ""),
            "list_url": list_url(choice, choice.office),
        }


def _office(request: PortalRequest, choice: AnalysisChoice) -> tuple[Strength, list[ProvinceLine]]:
    """Its own members alone are counted, and no provinces listed."""
    office = next(unit for unit in request.work.offices if unit.code == choice.office)
    table = strength(
        request.user, choice.fiscal_year, choice.kind, choice.sector, office, choice.as_of
    )
    return table, []


def _country(
    request: PortalRequest, choice: AnalysisChoice
) -> tuple[Strength, list[ProvinceLine]]:
    """All in reach, and its provinces."""
    places = strength_by_place(
        request.user, choice.fiscal_year, choice.kind, choice.sector, choice.as_of
    )
    return places.whole, _provinces(places, choice)


def _published(choice: AnalysisChoice) -> list[PublishedStrength]:
    rows = PublishedStrength.objects.filter(
        fiscal_year=choice.fiscal_year, kind=choice.kind, sector=choice.sector or ""
    )
    return list(rows)


def _provinces(places: StrengthByPlace, choice: AnalysisChoice) -> list[ProvinceLine]:
    return [
        ProvinceLine(
            place,
            [(row.name, list_url(choice, row.code)) for row in places.offices_of(place.code)],
        )
        for place in places.provinces
    ]


def _sorted(lines: list[ProvinceLine], column: str) -> list[ProvinceLine]:
    """By name they come already; equal figures stay in Thai order."""
    keys = {name: key for name, _, key in COLUMNS}
    if column not in keys:
        return lines
    return sorted(lines, key=lambda line: keys[column](line.strength), reverse=True)


def _outside(row: Strength) -> int:
    return sum(portion.count for portion in row.unassessed.values())
