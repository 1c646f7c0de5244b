"""Who has reported which quarter, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from strategy.reports.parameters import PlanForm, chosen_plan
from strategy.selectors.quarters import BoardLine, board, responsible_units


@dataclass(frozen=True, kw_only=True)
class BoardContext(ReportContext):
    lines: tuple[BoardLine, ...]


@register
class BoardReport(Report[BoardContext]):
    identifier = "strategy-board"
    title = "การส่งรายงานรายไตรมาสของแผนยุทธศาสตร์"
    description = "สถานะ กำหนดส่ง วันที่ส่ง และความล่าช้าของทุกหน่วยงานและไตรมาสที่เริ่มแล้ว"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = PlanForm
    columns = (
        Column("หน่วยงาน", 40),
        Column("ปีงบประมาณ", 16),
        Column("ไตรมาส", 9, places=0),
        Column("สถานะ", 18),
        Column("กำหนดส่ง", 14),
        Column("ส่งเมื่อ", 14),
        Column("อนุมัติเมื่อ", 14),
        Column("ความล่าช้า", 18),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> BoardContext:
        plan = chosen_plan(params)
        lines = board(responsible_units(plan), plan.years, timezone.localdate(as_of))
        return BoardContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            lines=tuple(lines),
        )

    def rows(self, context: BoardContext) -> Iterator[Row]:
        for line in context.lines:
            for cell in line.cells:
                if not cell.has_begun:
                    continue
                sent = cell.submission
                yield (
                    line.unit.name,
                    str(cell.fiscal_year),
                    cell.quarter.number,
                    str(SubmissionState(cell.state).label) if sent else "ยังไม่เริ่ม",
                    cell.dates.due_on,
                    _day(sent.submitted_at if sent else None),
                    _day(sent.approved_at if sent else None),
                    cell.lateness or None,
                )


def _day(moment: datetime | None) -> Any:
    return timezone.localdate(moment) if moment else None
