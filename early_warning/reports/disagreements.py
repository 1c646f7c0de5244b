"""Where a cooperative's own view and ours differ, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from early_warning.forms.documents import SelfAssessmentReportForm
from early_warning.questionnaire import questionnaire_of
from early_warning.reports.watch_words import book_words
from early_warning.selectors.disagreements import Disagreements, disagreements
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.selectors.self_assessments import QuarterChoice
from early_warning.thresholds import book_in_force


@dataclass(frozen=True, kw_only=True)
class DisagreementsContext(ReportContext):
    found: Disagreements


@register
class OwnViewDiffers(Report[DisagreementsContext]):
    identifier = "own-view-differs"
    title = "สหกรณ์ที่เห็นตนเองต่างจากระบบ"
    description = "ผลประเมินตนเองของไตรมาส เทียบกับระดับเฝ้าระวังของระบบวันนี้ เฉพาะแห่งที่ต่างกัน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = SelfAssessmentReportForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 24),
        Column("เลขทะเบียน", 22),
        Column("สหกรณ์", 44),
        Column("ที่สหกรณ์เห็นเอง", 20),
        Column("ที่ระบบเห็น", 20),
        Column("ระดับเฝ้าระวังของระบบ", 18),
        Column("ความต่าง", 32),
    )

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> DisagreementsContext:
        chosen = QuarterChoice(params["fiscal_year"], params["quarter"])
        types = questionnaire_of(questionnaire_version().content).types
        return DisagreementsContext(
            title=f"{self.title} {chosen.words}",
            as_of=as_of,
            rule_version=book_words(book_in_force()),
            is_sample=sample_loaded(),
            found=disagreements(user, chosen, types, params.get("office", "")),
        )

    def rows(self, context: DisagreementsContext) -> Iterator[Row]:
        for line in context.found.lines:
            yield (
                line.institution.office.short_name,
                line.institution.registration_no,
                line.institution.name,
                str(line.own.label),
                str(line.ours.label),
                line.level,
                line.difference.label,
            )

    def row_count(self, context: DisagreementsContext) -> int:
        return len(context.found.lines)
