"""The department in one picture: scorecard, strength, provinces, submissions."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse

from coops.choices import Kind, Sector
from coops.entry import FORM_CODE
from coops.selectors import (
    PlaceStrength,
    Strength,
    strength_by_province,
    strength_of_populations,
)
from cpd_portal.core.choices import Round, SubmissionState
from cpd_portal.core.models import OrgUnit, Province, Submission, User
from cpd_portal.frontend.choropleth import Choropleth, ProvinceValue, choropleth
from kpis.choices import LiveSource
from kpis.models import Kpi
from kpis.selectors import KpiLine, Summary, latest_year, scorecard_summary

LISTED = 6
# A share of fewer than ten says little: such provinces stay out of the two lists.
SMALLEST_LISTED = 10


@dataclass(frozen=True)
class KeyFigure:
    """A measured KPI of the scorecard with the population behind it."""

    line: KpiLine
    strength: Strength


@dataclass(frozen=True)
class SubmissionCounts:
    """Offices by the state of their strength form; those without one are still at work."""

    offices: int
    submitted: int
    verified: int
    approved: int

    @property
    def sent(self) -> int:
        return self.submitted + self.verified + self.approved

    @property
    def remaining(self) -> int:
        return self.offices - self.sent


@dataclass(frozen=True)
class Overview:
    """`scorecard` is None for a year without one; its figures are then absent, not zero."""

    fiscal_year: int
    scorecard: Summary | None
    key_figures: list[KeyFigure]
    years: list[Strength]
    map: Choropleth
    best: list[ProvinceValue]
    worst: list[ProvinceValue]
    submissions: SubmissionCounts

    @property
    def heaviest(self) -> Decimal:
        """The weight that fills the width of the weight bars."""
        lines = self.scorecard.lines if self.scorecard else []
        return max((line.weight for line in lines), default=Decimal(1))


def overview(user: User, fiscal_year: int, selected: str = "") -> Overview:
    """Of what the user may see; `selected` is the province code outlined on the map."""
    provinces = strength_by_province(user, fiscal_year, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    chart = _map(provinces, fiscal_year, selected)
    large = {row.code for row in provinces if row.strength.population >= SMALLEST_LISTED}
    ranked = [row for row in chart.rows if row.value is not None and row.code in large]
    summary = scorecard_summary(user, fiscal_year)
    return Overview(
        fiscal_year=fiscal_year,
        scorecard=summary,
        key_figures=_key_figures(summary),
        years=_years(user, fiscal_year),
        map=chart,
        best=ranked[:LISTED],
        worst=ranked[::-1][:LISTED],
        submissions=_submissions(fiscal_year),
    )


def _key_figures(summary: Summary | None) -> list[KeyFigure]:
    """KPI 5 and 6: what the portal measures itself."""
    lines = summary.lines if summary else []
    return [KeyFigure(line, line.measured.strength) for line in lines if line.measured]


def _years(user: User, fiscal_year: int) -> list[Strength]:
    """Every population, the year before and this one together."""
    years = (fiscal_year - 1, fiscal_year)
    rows = [row for year in years for row in strength_of_populations(user, year)]
    return sorted(rows, key=lambda row: (row.kind, row.sector or "", row.fiscal_year))


def _map(provinces: list[PlaceStrength], fiscal_year: int, selected: str) -> Choropleth:
    """Share of tiers 1 and 2 of all agricultural cooperatives, by province."""
    found = {row.code: row.strength for row in provinces}
    values = [
        _province_value(province, found.get(province.code)) for province in Province.objects.all()
    ]
    bounds = _target_bounds(fiscal_year)
    words = dict(zip(bounds, ("ถึงขั้นต้น", "ถึงมาตรฐาน", "ถึงขั้นสูง"), strict=False))
    title = f"สหกรณ์ภาคการเกษตรชั้น 1 และ 2 ปี {fiscal_year}"
    return choropleth(values, bounds, title=title, words=words, selected=selected)


def _province_value(province: Province, found: Strength | None) -> ProvinceValue:
    """Not assessed is not failed: a province has a result when all its members have one."""
    url = f"{reverse('home:index')}?province={province.code}#map"
    if found is None:
        return ProvinceValue(province.code, province.name, None, "ไม่มีในประชากรของปีนี้", url)
    if found.incomplete:
        entered = f"กรอกครบ {found.population - found.incomplete} จาก {found.population} แห่ง"
        return ProvinceValue(province.code, province.name, None, entered, url)
    detail = f"{found.strong.count} จาก {found.population} แห่ง"
    return ProvinceValue(province.code, province.name, found.strong.share, detail, url)


def _target_bounds(fiscal_year: int) -> list[Decimal]:
    """The 50, 75 and 100 values of the KPI that counts strong agricultural cooperatives."""
    year = latest_year(fiscal_year)
    kpi = (
        Kpi.objects.with_criteria()
        .filter(scorecard__fiscal_year=year, live_source=LiveSource.STRENGTH_AGRICULTURAL)
        .first()
    )
    criterion = kpi.criterion(Round.TWELVE_MONTHS) if kpi else None
    return [tier.bound for tier in criterion.rule.tiers] if criterion else []


def _submissions(fiscal_year: int) -> SubmissionCounts:
    """National, whoever asks: it names no institution."""
    sent = Submission.objects.filter(period__form=FORM_CODE, period__fiscal_year=fiscal_year)
    counts = sent.aggregate(
        **{
            state.value: Count("pk", filter=Q(state=state))
            for state in (
                SubmissionState.SUBMITTED,
                SubmissionState.VERIFIED,
                SubmissionState.APPROVED,
            )
        }
    )
    return SubmissionCounts(offices=OrgUnit.objects.offices().count(), **counts)
