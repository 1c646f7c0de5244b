"""General meetings and statements due, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from coops.choices import Duty, DutyState, Kind
from coops.forms.duties import DutyReportForm
from coops.rules.duties import DutyRule
from coops.selectors.duties import (
    DutyChoice,
    DutyOrder,
    duties_of,
    duty_rules,
    streamed_duties,
)
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date_long


@dataclass(frozen=True, kw_only=True)
class DutiesContext(ReportContext):
    requester: User
    choice: DutyChoice
    rules: Mapping[Kind, DutyRule]
    order: DutyOrder


@register
class DutiesDue(Report[DutiesContext]):
    identifier = "duties-due"
    title = "กำหนดประชุมใหญ่และงบการเงิน"
    description = "ทุกแห่งที่บัญชีนี้ดูได้ พร้อมวันสิ้นปีบัญชี วันครบกำหนด และวันที่ทำจริง"
    formats = (Format.CSV, Format.XLSX, Format.PDF)
    params_form = DutyReportForm
    landscape = True
    columns = (
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 50),
        Column("ชนิด", 16),
        Column("หน่วยงาน", 40),
        Column("วันสิ้นปีบัญชี", 18),
        Column("ครบกำหนด", 18),
        Column("วันที่ทำ", 18),
        Column("สถานะ", 20),
        Column("จำนวนวัน", 12, places=0),
        Column("ทวงถามล่าสุด", 18, on_paper=False),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> DutiesContext:
        choice, order = _choice(params, timezone.localdate(as_of))
        rules = duty_rules(choice.duty, choice.fiscal_year)
        if not rules:
            raise ReportError("ปีนี้ไม่มีเกณฑ์ที่กำหนดจำนวนวันของเรื่องนี้ จึงจัดทำไม่ได้")
        day = format_date_long(choice.as_of)
        return DutiesContext(
            title=f"{choice.duty.label} ปีงบประมาณ {choice.fiscal_year} ณ วันที่ {day}",
            as_of=as_of,
            rule_version=" · ".join(_basis(rule) for rule in rules.values()),
            is_sample=sample_loaded(),
            requester=user,
            choice=choice,
            rules=rules,
            order=order,
        )

    def rows(self, context: DutiesContext) -> Iterator[Row]:
        choice = context.choice
        found = choice.narrow(duties_of(context.requester, choice, context.rules, context.order))
        for line in streamed_duties(found, choice, context.rules):
            yield (
                line.registration_no,
                line.name,
                line.kind_label,
                line.office,
                line.year_end,
                line.clock.due_on,
                line.done_on,
                str(DutyState(line.clock.state).label),
                line.clock.days or None,
                line.letter_on,
            )

    def row_count(self, context: DutiesContext) -> int:
        choice = context.choice
        return choice.narrow(duties_of(context.requester, choice, context.rules)).count()


def _choice(params: Mapping[str, Any], today: date) -> tuple[DutyChoice, DutyOrder]:
    given = dict(params)
    order = DutyOrder(given.pop("sort", DutyOrder.DUE))
    as_of = given.pop("as_of", None)
    given["duty"] = Duty(given.get("duty", Duty.MEETING))
    return DutyChoice(**given, as_of=date.fromisoformat(as_of) if as_of else today), order


def _basis(rule: DutyRule) -> str:
    return f"{rule.source} {rule.days} วัน{'' if rule.verified else ' (ยังไม่ตรวจยืนยัน)'}"
