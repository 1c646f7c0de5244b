"""The books of all offices in reach, one file each, in one archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.forms.documents import YearReportForm
from coops.reports.office_summary import OfficeSummary
from coops.selectors import latest_assessed_year, rule_words
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Member, Report, ReportContext, ReportError
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.selectors import sample_loaded


@dataclass(frozen=True, kw_only=True)
class BooksContext(ReportContext):
    """For whom each book is read, when its turn comes."""

    requester: User
    fiscal_year: int
    offices: list[OrgUnit]


@register
class OfficeBooks(Report[BooksContext]):
    identifier = "office-books"
    title = "สมุดสรุปรายหน่วยงาน ทุกหน่วยงานในขอบเขต"
    description = "สรุปผลการจัดชั้นของทุกหน่วยงานที่บัญชีนี้ดูได้ หน่วยงานละหนึ่งแฟ้ม PDF รวมเป็น ZIP เดียว"
    formats = (Format.ZIP,)
    params_form = YearReportForm

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> BooksContext:
        year = params.get("fiscal_year") or latest_assessed_year()
        if year is None:
            raise ReportError("ยังไม่มีผลการประเมินในระบบ จึงจัดทำสมุดไม่ได้")
        if not user.offices_in_reach:
            raise ReportError("บัญชีนี้ไม่มีหน่วยงานในขอบเขต จึงไม่มีสมุดให้จัดทำ")
        return BooksContext(
            title=f"สมุดสรุปรายหน่วยงาน ปีงบประมาณ {year}",
            as_of=as_of,
            rule_version=rule_words(year),
            is_sample=sample_loaded(),
            requester=user,
            fiscal_year=year,
            offices=user.offices_in_reach,
        )

    def members(self, context: BooksContext) -> Iterator[Member]:
        book = OfficeSummary()
        for office in context.offices:
            params = {"fiscal_year": context.fiscal_year, "office": office.code}
            yield Member(
                name=f"{office.code} {office.short_name} {context.fiscal_year}.pdf",
                format=Format.PDF,
                report=book,
                context=book.context(context.requester, params, context.as_of),
            )

    def row_count(self, context: BooksContext) -> int:
        return len(context.offices)
