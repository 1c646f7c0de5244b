"""The alerts that nobody has closed, with what was done, as a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date, format_date_long
from early_warning.escalation import escalation_policy
from early_warning.forms.documents import AlertsReportForm
from early_warning.selectors.actions import ActionChoice, WaitingLine, waiting_lines

UNVERIFIED = "จำนวนวันยังไม่ตรวจยืนยัน"


@dataclass(frozen=True, kw_only=True)
class AlertsContext(ReportContext):
    lines: Sequence[WaitingLine]


@register
class OpenAlerts(Report[AlertsContext]):
    identifier = "open-alerts"
    title = "คำเตือนล่วงหน้าที่ต้องดำเนินการ"
    description = "ทุกแห่งในขอบเขตของบัญชีที่มีคำเตือนซึ่งยังไม่ปิด ที่ช้าที่สุดอยู่บน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = AlertsReportForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 22),
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 40),
        Column("ระดับ", 14),
        Column("เหตุ", 60),
        Column("เตือนเมื่อ", 14),
        Column("สถานะ", 18),
        Column("ต้องทำภายใน", 14),
        Column("เกิน (วัน)", 10, places=0),
        Column("การยกระดับ", 24),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> AlertsContext:
        today = timezone.localdate(as_of)
        choice = ActionChoice(office=params.get("office", ""))
        return AlertsContext(
            title=f"{self.title} ณ วันที่ {format_date_long(today)}",
            as_of=as_of,
            rule_version="" if escalation_policy().verified else UNVERIFIED,
            is_sample=sample_loaded(),
            lines=waiting_lines(user, choice, today),
        )

    def rows(self, context: AlertsContext) -> Iterator[Row]:
        for line in context.lines:
            alert, found = line.alert, line.lateness
            yield (
                alert.institution.office.short_name,
                alert.institution.registration_no,
                alert.institution.name,
                alert.level,
                " · ".join(alert.reasons),
                format_date(alert.raised_on),
                line.state.label,
                format_date(found.due_on) if found.due_on else None,
                found.days_late or None,
                found.title,
            )

    def row_count(self, context: AlertsContext) -> int:
        return len(context.lines)
