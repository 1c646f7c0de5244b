"""The detail sheet of one KPI, in the form of the source document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.calendar import MONTHS_SHORT
from kpis.models import CriterionTier
from kpis.reports.forms import KpiForm
from kpis.rules.plan import FISCAL_MONTHS
from kpis.selectors import kpi_detail, latest_year
from kpis.selectors.detail import CriterionLine, KpiDetail
from kpis.selectors.measurements import Measurement, measurements_of
from kpis.selectors.plan import PlanOfKpi, plan_of


@dataclass(frozen=True)
class CriterionRow:
    """One line of the printed criteria table: the round or group, and the three texts."""

    label: str
    tiers: tuple[CriterionTier, ...]
    no_result_text: str


@dataclass(frozen=True, kw_only=True)
class KpiSheetContext(ReportContext):
    """`detail`, `plan` and `measured` are frozen: everything is read when it is made."""

    detail: KpiDetail
    fiscal_year: int
    months: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]
    plan: PlanOfKpi
    measured: tuple[Measurement, ...]


@register
class KpiSheetReport(Report[KpiSheetContext]):
    identifier = "kpi-sheet"
    title = "รายละเอียดตัวชี้วัด"
    description = (
        "คำอธิบาย ข้อมูลพื้นฐาน เกณฑ์ ค่าเป้าหมาย แผนการดำเนินการ และผลของตัวชี้วัดหนึ่ง ตามแบบของเอกสารต้นฉบับ"
    )
    formats = (Format.PDF,)
    params_form = KpiForm
    template = "reports/kpi_sheet.html"
    landscape = True

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> KpiSheetContext:
        fiscal_year = params.get("fiscal_year") or latest_year(0) or 0
        number = params["number"]
        detail = kpi_detail(user, fiscal_year, number)
        if detail is None:
            raise ReportError(f"ไม่มีตัวชี้วัดที่ {number} ในปีงบประมาณที่เลือก")
        scorecard = detail.kpi.scorecard
        return KpiSheetContext(
            title=f"{self.title}ที่ {number} ปีงบประมาณ {fiscal_year}",
            as_of=as_of,
            rule_version=f"{scorecard.scoring_version} (ยังไม่ตรวจยืนยัน)",
            is_sample=sample_loaded(),
            detail=detail,
            fiscal_year=fiscal_year,
            months=tuple(MONTHS_SHORT[month - 1] for month in FISCAL_MONTHS),
            criteria=tuple(_row(line) for line in detail.criteria),
            plan=plan_of(detail.kpi, as_of.date()),
            measured=tuple(measurements_of(user, fiscal_year, number=number) or ()),
        )


def _row(line: CriterionLine) -> CriterionRow:
    criterion = line.criterion
    return CriterionRow(
        label=criterion.group_text or str(criterion.get_round_display()),
        tiers=tuple(criterion.tiers.all()),
        no_result_text=criterion.no_result_text,
    )
