"""The assessment form on paper, blank or filled, with its signature lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from coops.forms.paper import PaperReportForm
from coops.models import Assessment, RuleSet
from coops.selectors.paper_form import PaperForm, blank_form, filled_form
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded

FORMS_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class PaperContext(ReportContext):
    forms: tuple[PaperForm, ...]


@register
class AssessmentForm(Report[PaperContext]):
    identifier = "assessment-form"
    title = "แบบประเมินความเข้มแข็ง"
    description = "แบบเปล่าสำหรับกรอกด้วยมือ หรือแบบที่กรอกแล้วของแห่งเดียวหรือทุกแห่งของหน่วยงาน พร้อมช่องลงนาม"
    formats = (Format.PDF,)
    params_form = PaperReportForm
    template = "reports/assessment_form.html"

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> PaperContext:
        year = params["fiscal_year"]
        forms = _blank(params["blank"], year) if "blank" in params else _filled(user, params)
        return PaperContext(
            title=f"{self.title} ปีงบประมาณ {year}",
            as_of=as_of,
            rule_version=" · ".join(dict.fromkeys(form.rules_words for form in forms)),
            is_sample=sample_loaded(),
            forms=forms,
        )

    def pieces(self, context: PaperContext) -> Sequence[PaperContext]:
        starts = range(0, len(context.forms), FORMS_AT_ONCE)
        return [
            replace(context, forms=context.forms[start : start + FORMS_AT_ONCE])
            for start in starts
        ]


def _blank(branch: str, fiscal_year: int) -> tuple[PaperForm, ...]:
    kind, _, sector = branch.partition("-")
    found = RuleSet.objects.of(kind, sector, fiscal_year).last()
    if found is None:
        raise ReportError(f"ไม่มีเกณฑ์ของปี {fiscal_year} สำหรับชนิดนี้ จึงไม่มีแบบ")
    return (blank_form(found),)


def _filled(user: User, params: Mapping[str, Any]) -> tuple[PaperForm, ...]:
    rows = Assessment.objects.visible_to(user).of_year(params["fiscal_year"])
    if "office" in params:
        rows = rows.filter(office__code=params["office"])
    else:
        rows = rows.filter(institution__registration_no=params["registration_no"])
    found: Any = rows.select_related("institution__type", "office", "rule_set").order_by(
        "institution__name_sort", "institution__registration_no"
    )
    forms = tuple(filled_form(row) for row in found)
    if not forms:
        raise ReportError("ไม่พบแบบประเมินตามที่เลือกในขอบเขตของบัญชีนี้")
    return forms
