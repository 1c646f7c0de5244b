"""Documents of cooperatives and farmer groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.forms import RegisterReportForm
from coops.rules import year_end_words
from coops.selectors import latest_assessed_year, rule_words
from coops.selectors.register import RegisterChoice, register_of, streamed_lines
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded


@dataclass(frozen=True, kw_only=True)
class RegisterContext(ReportContext):
    """Who asked for which part; the rows are read again and again with these rights."""

    requester: User
    choice: RegisterChoice


@register
class InstitutionRegister(Report[RegisterContext]):
    identifier = "institution-register"
    title = "ทะเบียนสหกรณ์และกลุ่มเกษตรกร"
    description = "ทุกแห่งที่บัญชีนี้ดูได้ พร้อมผลจัดชั้นความเข้มแข็งของปีที่เลือก เรียงตามพจนานุกรม"
    formats = (Format.CSV, Format.XLSX, Format.PDF)
    params_form = RegisterReportForm
    landscape = True
    columns = (
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 50),
        Column("ชนิด", 16, on_paper=False),
        Column("ภาค", 18, on_paper=False),
        Column("ประเภท", 30),
        Column("หน่วยงาน", 48),
        Column("จังหวัด", 20, on_paper=False),
        Column("สถานะ", 20),
        Column("วันสิ้นปีบัญชี", 22),
        Column("ปีงบประมาณ", 12, on_paper=False),
        Column("คะแนนรวม", 16, places=2),
        Column("ชั้น", 6, on_paper=False),
        Column("ผลจัดชั้น", 30),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> RegisterContext:
        year = params.get("fiscal_year") or latest_assessed_year()
        if year is None:
            raise ReportError("ยังไม่มีผลการประเมินในระบบ จึงจัดทำทะเบียนไม่ได้")
        choice = RegisterChoice(**{**params, "fiscal_year": year})
        return RegisterContext(
            title=f"{self.title} ปีงบประมาณ {year}",
            as_of=as_of,
            rule_version=rule_words(year, choice.kind, choice.sector),
            is_sample=sample_loaded(),
            requester=user,
            choice=choice,
        )

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        year = context.choice.fiscal_year
        for line in streamed_lines(register_of(context.requester, context.choice)):
            yield (
                line.registration_no,
                line.name,
                line.kind_label,
                line.sector_label or None,
                line.type,
                line.office,
                line.province,
                line.standing_label,
                year_end_words(line.year_end_month, line.year_end_day),
                year,
                line.total,
                line.tier,
                line.result,
            )

    def row_count(self, context: RegisterContext) -> int:
        return register_of(context.requester, context.choice).count()
