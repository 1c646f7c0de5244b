"""Who assessed himself in a quarter, as a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date
from early_warning.forms.documents import SelfAssessmentReportForm
from early_warning.questionnaire import questionnaire_of
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.selectors.self_assessments import OwnLine, QuarterChoice, own_lines

UNVERIFIED = "ข้อคำถามและเกณฑ์ยังไม่ตรวจยืนยัน"
NOT_YET = "ยังไม่ประเมิน"


@dataclass(frozen=True, kw_only=True)
class SelfAssessmentsContext(ReportContext):
    lines: Sequence[OwnLine]


@register
class SelfAssessments(Report[SelfAssessmentsContext]):
    identifier = "self-assessments"
    title = "การประเมินความเสี่ยงด้วยตนเองของสหกรณ์ออมทรัพย์"
    description = "ทุกแห่งที่ต้องประเมินในขอบเขตของบัญชี รวมแห่งที่ยังไม่ประเมิน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = SelfAssessmentReportForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 24),
        Column("เลขทะเบียน", 20),
        Column("สหกรณ์", 44),
        Column("ระดับที่เห็นว่าตนเองเป็น", 24),
        Column("ร้อยละของความเสี่ยงสูงสุด", 16, places=2),
        Column("ประเมินเมื่อ", 18),
    )

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> SelfAssessmentsContext:
        version = questionnaire_version()
        chosen = QuarterChoice(params["fiscal_year"], params["quarter"])
        types = questionnaire_of(version.content).types
        number = f"แบบประเมินรุ่นที่ {version.number}"
        return SelfAssessmentsContext(
            title=f"{self.title} {chosen.words}",
            as_of=as_of,
            rule_version=number if version.verified else f"{number} {UNVERIFIED}",
            is_sample=sample_loaded(),
            lines=own_lines(user, chosen, types, params.get("office", "")),
        )

    def rows(self, context: SelfAssessmentsContext) -> Iterator[Row]:
        for line in context.lines:
            own, institution = line.own, line.institution
            place = (institution.office.short_name, institution.registration_no, institution.name)
            if own is None:
                yield (*place, NOT_YET, None, None)
            else:
                level = own.get_level_display()
                yield (*place, level, own.percent, format_date(own.assessed_on))

    def row_count(self, context: SelfAssessmentsContext) -> int:
        return len(context.lines)
