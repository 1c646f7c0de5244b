"""What two versions of a plan differ in, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from strategy.reports.parameters import PlanForm, chosen_plan
from strategy.selectors.versions import Difference, differences, versions_of


class VersionsForm(PlanForm):
    """Without numbers the printed version and the newest one are compared."""

    before = forms.IntegerField(label="รุ่นก่อน", required=False, min_value=1, max_value=9999)
    after = forms.IntegerField(label="รุ่นหลัง", required=False, min_value=1, max_value=9999)


@dataclass(frozen=True, kw_only=True)
class VersionsContext(ReportContext):
    differences: tuple[Difference, ...]


@register
class VersionsReport(Report[VersionsContext]):
    identifier = "strategy-versions"
    title = "ค่าที่ต่างกันระหว่างรุ่นของแผนยุทธศาสตร์"
    description = "เป้าหมายและงบประมาณทุกค่าที่ต่างกันระหว่างสองรุ่น"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = VersionsForm
    columns = (
        Column("โครงการ", 12),
        Column("รายการ", 50),
        Column("ปีงบประมาณ", 16),
        Column("รุ่นก่อน", 30),
        Column("รุ่นหลัง", 30),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> VersionsContext:
        plan = chosen_plan(params)
        numbers = [version.number for version in versions_of(plan)]
        before = params.get("before") or min(numbers)
        after = params.get("after") or max(numbers)
        if before not in numbers or after not in numbers:
            raise ReportError("ไม่มีรุ่นนี้ของแผน")
        return VersionsContext(
            title=f"แผน {plan.first_year}–{plan.last_year} รุ่นที่ {before} เทียบกับรุ่นที่ {after}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            differences=tuple(differences(plan, before, after)),
        )

    def rows(self, context: VersionsContext) -> Iterator[Row]:
        for one in context.differences:
            yield (
                one.project,
                one.words,
                str(one.fiscal_year),
                one.before or None,
                one.after or None,
            )
