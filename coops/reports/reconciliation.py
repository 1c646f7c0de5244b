"""The work list of differences with the auditing department's list, as files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from coops.choices import MismatchKind, MismatchState
from coops.models import AuditorList
from coops.selectors.reconciliation import (
    MismatchChoice,
    latest_list,
    mismatches,
    streamed_mismatches,
)
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import (
    Column,
    Report,
    ReportContext,
    ReportError,
    ReportForm,
    Row,
)
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date, local_day


class ReconciliationReportForm(ReportForm):
    """Parameters of the document; all may be left out."""

    q = forms.CharField(label="ค้นหา", max_length=100, required=False)
    kind = forms.ChoiceField(
        label="ความต่าง", choices=[("", "ทั้งหมด"), *MismatchKind.choices], required=False
    )
    state = forms.ChoiceField(
        label="สถานะงาน", choices=[("", "ทั้งหมด"), *MismatchState.choices], required=False
    )
    office = forms.ChoiceField(label="หน่วยงาน", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        units = [(unit.code, unit.short_name) for unit in user.offices_in_reach]
        office: Any = self.fields["office"]
        office.choices = [("", "ทั้งหมด"), *units]


@dataclass(frozen=True, kw_only=True)
class ReconciliationContext(ReportContext):
    """The rows are read again and again with the requester's rights."""

    requester: User
    found: AuditorList
    choice: MismatchChoice


@register
class RegisterReconciliation(Report[ReconciliationContext]):
    identifier = "register-reconciliation"
    title = "ความต่างกับรายชื่อกรมตรวจบัญชีสหกรณ์"
    description = "ทุกรายการที่ต่างกันในหน่วยงานที่บัญชีนี้ดูได้ พร้อมผลการตัดสิน"
    formats = (Format.XLSX, Format.CSV)
    params_form = ReconciliationReportForm
    columns = (
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 50),
        Column("หน่วยงาน", 30),
        Column("ความต่าง", 30),
        Column("ทะเบียนนี้", 40),
        Column("กรมตรวจบัญชีสหกรณ์", 40),
        Column("สถานะงาน", 14),
        Column("ผล", 30),
        Column("เหตุผล", 40),
        Column("ผู้ตัดสิน", 30),
        Column("วันที่ตัดสิน", 16),
    )

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> ReconciliationContext:
        found = latest_list()
        if found is None:
            raise ReportError("ยังไม่มีรายชื่อของกรมตรวจบัญชีสหกรณ์ให้เทียบ")
        return ReconciliationContext(
            title=f"{self.title} ณ {format_date(found.as_of)}",
            as_of=as_of,
            rule_version="",
            is_sample=found.is_sample,
            requester=user,
            found=found,
            choice=MismatchChoice(**params),
        )

    def rows(self, context: ReconciliationContext) -> Iterator[Row]:
        rows = mismatches(context.requester, context.found, context.choice)
        for row in streamed_mismatches(rows):
            yield (
                row.registration_no,
                row.name,
                row.office.short_name if row.office else None,
                row.get_kind_display(),
                row.here_words,
                row.there_words,
                row.get_state_display(),
                row.get_decision_display() or None,
                row.reason or None,
                str(row.settled_by) if row.settled_by else None,
                local_day(row.settled_at) if row.settled_at else None,
            )

    def row_count(self, context: ReconciliationContext) -> int:
        return mismatches(context.requester, context.found, context.choice).count()
