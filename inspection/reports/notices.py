"""Letters before visits as one file: a letter on each page, or an editable draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from coops.choices import Kind
from coops.selectors.signing import Signatory
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.letter_draft import Letter, write_draft
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.selectors import sample_loaded
from inspection.forms.notices import NoticeReportForm
from inspection.models import Notice, NoticeBatch
from inspection.reports.notice_words import NoticeFacts, notice
from inspection.selectors.notices import notices_of
from inspection.selectors.signing import group_registrar, notice_signatory
from inspection.services.notices import REPORT

LETTERS_AT_ONCE = 50
DRAFTED = "ถ้อยคำเป็นร่างของระบบ ยังไม่ตรวจยืนยัน"


@dataclass(frozen=True, kw_only=True)
class NoticesContext(ReportContext):
    """All letters of one batch are to one kind: one person signs in one capacity."""

    office: OrgUnit
    signatory: Signatory
    letters: tuple[Letter, ...]


@register
class VisitNotices(Report[NoticesContext]):
    identifier = REPORT
    title = "หนังสือแจ้งกำหนดการเข้าตรวจสอบ"
    description = "ฉบับละหนึ่งแห่ง เลขที่และวันที่เว้นไว้ลงจากทะเบียนหนังสือของสำนักงาน จัดทำจากหน้าแผนการตรวจ"
    formats = (Format.PDF, Format.DOCX)
    roles = frozenset({Role.OFFICER, Role.CHIEF})
    params_form = NoticeReportForm
    template = "reports/notice_letters.html"
    page_numbers = False

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> NoticesContext:
        rows = NoticeBatch.objects.visible_to(user).select_related("office", "office__province")
        batch: NoticeBatch | None = rows.filter(pk=params["batch"]).first()
        if batch is None:
            raise ReportError("ไม่พบหนังสือชุดนี้ในขอบเขตของบัญชี")
        return NoticesContext(
            title=f"{self.title} {Kind(batch.kind).label} ปีงบประมาณ {batch.fiscal_year}",
            as_of=as_of,
            rule_version=DRAFTED,
            is_sample=sample_loaded(),
            office=batch.office,
            signatory=notice_signatory(batch.office, Kind(batch.kind), timezone.localdate(as_of)),
            letters=tuple(notice(_facts(row, batch.office)) for row in notices_of(batch)),
        )

    def pieces(self, context: NoticesContext) -> Sequence[NoticesContext]:
        starts = range(0, len(context.letters), LETTERS_AT_ONCE)
        return [
            replace(context, letters=context.letters[start : start + LETTERS_AT_ONCE])
            for start in starts
        ]

    def write_docx(self, context: NoticesContext, target: Path) -> None:
        write_draft(context.letters, context.office, context.signatory, context, target)


def _facts(row: Notice, office: OrgUnit) -> NoticeFacts:
    institution = row.visit.institution
    return NoticeFacts(
        institution=institution.name,
        kind=Kind(institution.kind),
        office=office.name,
        registrar=group_registrar(office),
        planned_on=row.planned_on,
        team=[one.inspector.full_name for one in row.visit.inspectors.all()],
    )
