"""The strength tables: the whole in reach, the published table beside it, the provinces."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from coops.choices import Kind, Sector, Tier
from coops.forms import StrengthForm
from coops.models import PublishedStrength
from coops.selectors import PlaceStrength, Strength, rule_words, strength, strength_by_province
from cpd_portal.core.models import OrgUnit, Province
from cpd_portal.core.request import PortalRequest

DEFAULTS = {"kind": Kind.COOPERATIVE.value, "sector": Sector.AGRICULTURAL.value}
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


@dataclass(frozen=True)
class SortLink:
    """The head of a sortable column; `is_current` when the rows are sorted by it."""

    name: str
    title: str
    url: str
    is_current: bool


class StrengthView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = StrengthForm(_asked(request))
        form.is_valid()
        question = _question(request, form)
        table = strength(request.user, *question)
        year, kind, sector = question
        context = {
            "form": form,
            "table": table,
            "published": _published(year, kind, sector),
            "rule_words": rule_words(year, kind, sector or ""),
            "provinces": _sorted(_provinces(request, *question), request.GET.get("sort", "")),
            "columns": _sort_links(request),
            "name_sort_url": _sort_url(request, ""),
            "list_url": _list_url(year, kind, sector),
        }
        return render(request, "coops/strength.html", context)


def _asked(request: PortalRequest) -> dict[str, Any]:
    """The address; where it is silent the year of work and agricultural cooperatives."""
    asked = request.GET.dict()
    defaults = DEFAULTS if "kind" not in asked else {}
    return {"fiscal_year": str(request.work.fiscal_year), **defaults, **asked}


def _question(request: PortalRequest, form: StrengthForm) -> tuple[int, Kind, Sector | None]:
    """Of what was asked, whatever is valid."""
    valid = form.cleaned_data
    kind = Kind(valid.get("kind") or Kind.COOPERATIVE)
    sector = valid.get("sector") if kind == Kind.COOPERATIVE else None
    year = valid.get("fiscal_year") or request.work.fiscal_year
    return year, kind, Sector(sector) if sector else None


def _published(year: int, kind: Kind, sector: Sector | None) -> list[PublishedStrength]:
    rows = PublishedStrength.objects.filter(fiscal_year=year, kind=kind, sector=sector or "")
    return list(rows)


def _provinces(
    request: PortalRequest, year: int, kind: Kind, sector: Sector | None
) -> list[ProvinceLine]:
    places = strength_by_province(request.user, year, kind, sector)
    codes = dict(Province.objects.values_list("pk", "code"))
    offices: dict[str, list[OrgUnit]] = {}
    for office in request.work.offices:
        if office.province_id is not None:
            offices.setdefault(codes[office.province_id], []).append(office)
    return [
        ProvinceLine(
            place,
            [
                (unit.short_name, _list_url(year, kind, sector, unit.code))
                for unit in offices.get(place.code, [])
            ],
        )
        for place in places
    ]


def _sorted(lines: list[ProvinceLine], column: str) -> list[ProvinceLine]:
    """By name they come already; equal figures stay in Thai order."""
    keys = {name: key for name, _, key in COLUMNS}
    if column not in keys:
        return lines
    return sorted(lines, key=lambda line: keys[column](line.strength), reverse=True)


def _sort_links(request: PortalRequest) -> list[SortLink]:
    current = request.GET.get("sort", "")
    return [
        SortLink(name, title, _sort_url(request, name), name == current)
        for name, title, _ in COLUMNS
    ]


def _sort_url(request: PortalRequest, column: str) -> str:
    return f"?{urlencode({**request.GET.dict(), 'sort': column})}"


def _list_url(year: int, kind: Kind, sector: Sector | None, office: str = "") -> str:
    values = {"fiscal_year": year, "kind": kind.value, "office": office}
    if sector:
        values["sector"] = sector.value
    return f"{reverse('coops:list')}?{urlencode(values)}"


def _outside(row: Strength) -> int:
    return sum(portion.count for portion in row.unassessed.values())
