"""One institution on paper: result, reasons, points among its peers, advice, history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coops.advice_figures import advice_figures
from coops.choices import Tier
from coops.forms.documents import InstitutionSheetForm
from coops.models import Assessment, Institution
from coops.rules import year_end_words
from coops.rules.advice import Advice, YearDays, advise, late_points, no_longer
from coops.selectors import institution_detail
from coops.selectors.institution import year_days
from coops.selectors.peers import PeerGroup, Peers, peers_of
from coops.selectors.verdict import TierYears, Verdict, tier_years, verdict
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded


@dataclass(frozen=True)
class PointLine:
    """An indicator, or the sum of a dimension, as printed."""

    code: str
    title: str
    maximum: Decimal
    points: Decimal | None
    previous: Decimal | None
    median: Decimal | None
    is_sum: bool


@dataclass(frozen=True)
class CureLine:
    label: str
    need: str
    who: str
    late: str


@dataclass(frozen=True, kw_only=True)
class SheetContext(ReportContext):
    """Read once; `advice` is None in tier 1 and where nothing is classified."""

    institution: Institution
    registration_no: str
    year_end: str
    verdict: Verdict
    result: str
    points: list[PointLine]
    peers: Peers
    advice: Advice | None
    cures: list[CureLine]
    assessments: list[Assessment]
    history: TierYears


@register
class InstitutionSheet(Report[SheetContext]):
    identifier = "institution-sheet"
    title = "แบบสรุปผลการจัดชั้นความเข้มแข็งรายแห่ง"
    description = "ผลจัดชั้นของหนึ่งแห่งพร้อมเหตุผล คะแนนเทียบกลุ่ม สิ่งที่ขาด และผลย้อนหลัง"
    formats = (Format.PDF,)
    params_form = InstitutionSheetForm
    template = "reports/institution_sheet.html"

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> SheetContext:
        detail = institution_detail(user, params["registration_no"])
        if detail is None:
            raise ReportError("ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีผู้ขอดูได้")
        shown = _verdict(detail.assessments, params.get("fiscal_year"))
        institution, peers = detail.institution, peers_of(shown, PeerGroup.COUNTRY)
        days = year_days(shown.assessment)
        advice = _advice(shown, days, as_of.date())
        return SheetContext(
            title=f"{self.title} {institution.name} ปีงบประมาณ {shown.assessment.fiscal_year}",
            as_of=as_of,
            rule_version=shown.rule_set.identifier,
            is_sample=sample_loaded(),
            institution=institution,
            registration_no=printed_text(institution.registration_no),
            year_end=year_end_words(
                institution.accounting_year_end_month, institution.accounting_year_end_day
            ),
            verdict=shown,
            result=_result(shown.assessment),
            points=_points(shown, peers),
            peers=peers,
            advice=advice,
            cures=_cures(advice, days, as_of.date()),
            assessments=detail.assessments,
            history=tier_years(detail.assessments),
        )


def _verdict(assessments: list[Assessment], fiscal_year: int | None) -> Verdict:
    """Of the year asked for, or of the newest one."""
    by_year = {row.fiscal_year: row for row in assessments}
    chosen = by_year.get(fiscal_year or max(by_year, default=0))
    if chosen is None:
        raise ReportError("สหกรณ์หรือกลุ่มเกษตรกรนี้ไม่อยู่ในรายชื่อที่ต้องประเมินของปีที่เลือก")
    return verdict(chosen, by_year.get(chosen.fiscal_year - 1))


def _result(assessment: Assessment) -> str:
    if assessment.tier is not None:
        return str(Tier(assessment.tier).label)
    if assessment.unassessed_group is not None:
        return f"ไม่นำมาประเมิน กลุ่มที่ {assessment.unassessed_group}"
    return "ข้อมูลยังไม่ครบ จึงยังจัดชั้นไม่ได้"


def _points(shown: Verdict, peers: Peers) -> list[PointLine]:
    medians = {
        line.code: line.peers.median
        for dimension, lines in peers.dimensions
        for line in (dimension, *lines)
    }
    rows = []
    for dimension in shown.dimensions:
        number = str(dimension.number)
        rows.append(
            PointLine(
                "",
                f"มิติที่ {number} {dimension.title}",
                dimension.maximum,
                dimension.points,
                dimension.previous,
                medians.get(number),
                is_sum=True,
            )
        )
        rows += [
            PointLine(
                line.code,
                line.title,
                line.maximum,
                line.points,
                line.previous,
                medians.get(line.code),
                is_sum=False,
            )
            for line in dimension.indicators
        ]
    return rows


def _advice(shown: Verdict, days: YearDays, today: date) -> Advice | None:
    if shown.assessment.tier is None or shown.missing:
        return None
    figures = advice_figures()
    late = late_points(figures, shown.rule_set.kind, days, today)
    return advise(shown.assessment.facts, shown.rule_set, figures, late)


def _cures(advice: Advice | None, days: YearDays, today: date) -> list[CureLine]:
    if advice is None:
        return []
    return [
        CureLine(
            str(row.code.label),
            row.need,
            row.cure.who,
            no_longer(row.cure, days, today),
        )
        for row in advice.to_cure
    ]
