"""Tiers 1 and 2 by province: the map, the best and the worst."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from coops.selectors import (
    PlaceStrength,
    Strength,
    strength_by_province,
)
from cpd_portal.core.choices import Round
from cpd_portal.core.models import Province
from cpd_portal.frontend.choropleth import Choropleth, ProvinceValue, choropleth
from cpd_portal.home.picture.scope import MEMBERS, Population, Scope
from kpis.choices import LiveSource
from kpis.models import Kpi
from kpis.selectors import latest_year

LISTED = 6
# A share of fewer than ten says little: such provinces stay out of the two lists.
SMALLEST_LISTED = 10
TARGETS = {
    Population.AGRICULTURAL: LiveSource.STRENGTH_AGRICULTURAL,
    Population.FARMER_GROUPS: LiveSource.STRENGTH_FARMER_GROUPS,
}
REACHED = ("ถึงขั้นต้น", "ถึงมาตรฐาน", "ถึงขั้นสูง")


@dataclass(frozen=True)
class Provinces:
    title: str
    map: Choropleth
    best: list[ProvinceValue]
    worst: list[ProvinceValue]
    table_url: str


def provinces(scope: Scope) -> Provinces:
    members = MEMBERS[scope.population]
    rows = strength_by_province(scope.viewer, scope.fiscal_year, *members, as_of=scope.day)
    chart = _map(rows, scope)
    large = {row.code for row in rows if row.strength.population >= SMALLEST_LISTED}
    ranked = [row for row in chart.rows if row.value is not None and row.code in large]
    return Provinces(
        title=f"{scope.population.label}ชั้น 1 และ 2 รายจังหวัด",
        map=chart,
        best=ranked[:LISTED],
        worst=ranked[::-1][:LISTED],
        table_url=_table_url(scope),
    )


def _table_url(scope: Scope) -> str:
    """The strength table of the same population, which takes a day too."""
    kind, sector = MEMBERS[scope.population]
    wanted = {
        "fiscal_year": str(scope.fiscal_year),
        "kind": kind.value,
        "sector": sector.value if sector else "",
        "as_of": scope.day.isoformat() if scope.day else "",
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse('coops:strength')}?{query}&office={scope.office}"


def _map(rows: Iterable[PlaceStrength], scope: Scope) -> Choropleth:
    """Share of tiers 1 and 2 of the whole population, by province."""
    found = {row.code: row.strength for row in rows}
    values = [
        _province_value(province, found.get(province.code), scope)
        for province in Province.objects.all()
    ]
    bounds = _target_bounds(scope)
    has_target = scope.population in TARGETS
    words = dict(zip(bounds, REACHED, strict=False)) if has_target else {}
    title = f"{scope.population.label}ชั้น 1 และ 2 ปี {scope.fiscal_year}"
    return choropleth(values, bounds, title=title, words=words, selected=scope.province)


def _province_value(province: Province, found: Strength | None, scope: Scope) -> ProvinceValue:
    """Not assessed is not failed: a province has a result when all its members have one."""
    query = urlencode({**scope.filters, "province": province.code})
    url = f"{reverse('home:overview')}?{query}#provinces"
    if found is None:
        return ProvinceValue(province.code, province.name, None, "ไม่มีในประชากรของปีนี้", url)
    if found.incomplete:
        entered = f"กรอกครบ {found.population - found.incomplete} จาก {found.population} แห่ง"
        return ProvinceValue(province.code, province.name, None, entered, url)
    detail = f"{found.strong.count} จาก {found.population} แห่ง"
    return ProvinceValue(province.code, province.name, found.strong.share, detail, url)


def _target_bounds(scope: Scope) -> list[Decimal]:
    """The 50, 75 and 100 values of the KPI that counts the strong ones of the population; where
    none does, the ones of agricultural cooperatives divide the map."""
    source = TARGETS.get(scope.population, LiveSource.STRENGTH_AGRICULTURAL)
    kpi = (
        Kpi.objects.with_criteria()
        .filter(scorecard__fiscal_year=latest_year(scope.fiscal_year), live_source=source)
        .first()
    )
    criterion = kpi.criterion(Round.TWELVE_MONTHS) if kpi else None
    return [tier.bound for tier in criterion.rule.tiers] if criterion else []
