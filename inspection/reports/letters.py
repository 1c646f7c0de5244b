"""A letter about defects: PDF in the form of an official letter, or an editable draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from coops.choices import Kind
from coops.selectors.signing import Signatory, signatory
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.letter_draft import Letter, write_draft
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.selectors import sample_loaded
from inspection.forms.documents import LetterReportForm
from inspection.letter_wording import LetterWording, letter_wordings
from inspection.models import DefectLetter
from inspection.reports.letter_words import DefectFacts, LetterFacts, defect_letter

UNVERIFIED = "ถ้อยคำของหนังสือเป็นร่างของระบบ ยังไม่ตรวจยืนยัน โปรดตรวจก่อนลงนาม"


@dataclass(frozen=True, kw_only=True)
class DefectLetterContext(ReportContext):
    office: OrgUnit
    signatory: Signatory
    letter: Letter


@register
class DefectLetterReport(Report[DefectLetterContext]):
    identifier = "defect-letter"
    title = "หนังสือแจ้งให้แก้ไขข้อบกพร่อง"
    description = "หนังสือถึงสหกรณ์หรือกลุ่มเกษตรกรหนึ่งแห่ง จัดทำจากหน้าหนังสือแจ้งข้อบกพร่อง"
    formats = (Format.PDF, Format.DOCX)
    roles = frozenset({Role.OFFICER, Role.INSPECTOR, Role.CHIEF})
    params_form = LetterReportForm
    template = "reports/defect_letter.html"
    page_numbers = False

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> DefectLetterContext:
        rows = DefectLetter.objects.visible_to(user).select_related("office", "institution")
        found: DefectLetter | None = rows.filter(pk=params["letter"]).first()
        if found is None:
            raise ReportError("ไม่พบหนังสือฉบับนี้ในขอบเขตของบัญชี")
        wording = letter_wordings()[Kind(found.institution.kind)]
        return DefectLetterContext(
            title=f"{self.title} {found.institution.name}",
            as_of=as_of,
            rule_version=_basis(wording),
            is_sample=sample_loaded(),
            office=found.office,
            signatory=signatory(found.office, timezone.localdate(as_of)),
            letter=defect_letter(_facts(found), wording),
        )

    def write_docx(self, context: DefectLetterContext, target: Path) -> None:
        write_draft((context.letter,), context.office, context.signatory, context, target)


def _basis(wording: LetterWording) -> str:
    return wording.reference if wording.is_verified else f"{wording.reference} ({UNVERIFIED})"


def _facts(letter: DefectLetter) -> LetterFacts:
    return LetterFacts(
        institution=letter.institution.name,
        office=letter.office.name,
        reply_by=letter.reply_by,
        defects=[
            DefectFacts(
                severity=item.defect.get_severity_display(),
                title=item.defect.title,
                facts=item.defect.facts,
                clause=item.defect.clause,
                amount=item.defect.amount,
            )
            for item in letter.items.select_related("defect")
        ],
        document_no=letter.document_no,
        document_on=letter.document_on,
    )
