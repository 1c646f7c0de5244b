"""The comparison of two classification runs as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.forms.classification import CompareReportForm
from coops.models import ClassificationRun
from coops.selectors import rule_words
from coops.selectors.run_compare import (
    CompareChoice,
    Outcome,
    compared,
    streamed_compare_lines,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User


@dataclass(frozen=True, kw_only=True)
class ComparisonContext(ReportContext):
    """Who asked for which part of which comparison."""

    requester: User
    run: ClassificationRun
    base: ClassificationRun
    choice: CompareChoice


@register
class RunComparison(Report[ComparisonContext]):
    identifier = "run-comparison"
    title = "ผลต่างระหว่างการจัดชั้นสองครั้ง"
    description = "ใครเลื่อนชั้นขึ้น ลดลง เข้า ออก หรือข้อเท็จจริงเปลี่ยน พร้อมค่าที่ต่าง"
    formats = (Format.XLSX, Format.CSV)
    roles = frozenset({Role.OFFICER, Role.CHIEF, Role.EXECUTIVE, Role.PLANNER})
    params_form = CompareReportForm
    columns = (
        Column("การเปลี่ยน", 30),
        Column("เลขทะเบียน", 20),
        Column("ชื่อ", 50),
        Column("หน่วยงาน", 24),
        Column("ผลเดิม", 26),
        Column("คะแนนเดิม", 12, places=2),
        Column("ผลใหม่", 26),
        Column("คะแนนใหม่", 12, places=2),
        Column("ค่าที่ต่าง", 80),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ComparisonContext:
        runs = ClassificationRun.objects.visible_to(user).computed()
        found = {str(run.pk): run for run in runs.filter(pk__in=[params["run"], params["base"]])}
        run, base = found.get(params["run"]), found.get(params["base"])
        if run is None or base is None:
            raise ReportError("ไม่มีการจัดชั้นนี้ หรือยังจัดชั้นไม่เสร็จ")
        names = ("movement", "kind", "sector", "office")
        return ComparisonContext(
            title=f"{run} เทียบกับ{base}",
            as_of=as_of,
            rule_version=rule_words(run.fiscal_year),
            is_sample=run.is_sample or base.is_sample,
            requester=user,
            run=run,
            base=base,
            choice=CompareChoice(**{name: params.get(name, "") for name in names}),
        )

    def rows(self, context: ComparisonContext) -> Iterator[Row]:
        found = compared(context.requester, context.run, context.base, context.choice)
        for line in streamed_compare_lines(found):
            changes = " · ".join(f"{what}: {was} → {now}" for what, was, now in line.differences)
            yield (
                str(line.movement.label),
                line.registration_no,
                line.name,
                line.office,
                *_cells(line.before),
                *_cells(line.after),
                changes or None,
            )

    def row_count(self, context: ComparisonContext) -> int:
        return compared(context.requester, context.run, context.base, context.choice).count()


def _cells(outcome: Outcome | None) -> tuple[Any, Any]:
    return (outcome.words, outcome.total) if outcome else (None, None)
