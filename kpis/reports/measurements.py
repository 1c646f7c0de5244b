"""All measurements of a scorecard, and the index of the papers behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.choices import Round
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_datetime
from kpis.reports.forms import YearForm
from kpis.selectors import latest_year
from kpis.selectors.evidence_index import IndexedPaper, evidence_index
from kpis.selectors.measurements import Measurement, measurements_of

NO_SCORECARD = "ไม่มีใบคะแนนของปีงบประมาณที่เลือก"


@dataclass(frozen=True, kw_only=True)
class MeasurementsContext(ReportContext):
    rows: tuple[Measurement, ...]


@register
class MeasurementsReport(Report[MeasurementsContext]):
    identifier = "kpi-measurements"
    title = "ผลการวัดทุกตัวชี้วัด"
    description = "ผลทุกครั้งของทุกตัวชี้วัดและทุกรอบ พร้อมที่มา คะแนน สถานะ และคะแนนของผู้ประเมิน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = YearForm
    landscape = True
    columns = (
        Column("ตัวชี้วัดที่", 8, places=0),
        Column("ตัวชี้วัด", 50),
        Column("รอบ", 12),
        Column("ครั้งที่", 8, places=0),
        Column("ที่มาของผล", 16),
        Column("ผล", 18),
        Column("ผล (ค่าเต็ม)", 18, places=10, on_paper=False),
        Column("หน่วย", 14),
        Column("ครบทุกองค์ประกอบ", 12, on_paper=False),
        Column("หน่วยงานที่แจ้ง", 26, on_paper=False),
        Column("เลขที่หนังสือ", 18, on_paper=False),
        Column("ลงวันที่", 14, on_paper=False),
        Column("คะแนน", 10, places=2),
        Column("สถานะ", 16),
        Column("ใช้เป็นผล", 10),
        Column("คะแนนของผู้ประเมิน", 12, places=2),
        Column("ข้อสังเกต", 40, on_paper=False),
    )

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> MeasurementsContext:
        fiscal_year = params.get("fiscal_year") or latest_year(0) or 0
        rows = measurements_of(user, fiscal_year)
        if rows is None:
            raise ReportError(NO_SCORECARD)
        return MeasurementsContext(
            title=f"{self.title} ปีงบประมาณ {fiscal_year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            rows=tuple(rows),
        )

    def rows(self, context: MeasurementsContext) -> Iterator[Row]:
        for row in context.rows:
            result = row.result
            yield (
                row.kpi.number,
                row.kpi.title,
                Round(result.round).label,
                result.attempt,
                result.get_basis_display(),
                row.words,
                row.number,
                row.criterion.unit,
                "ไม่ครบ" if result.partial else "ครบ",
                result.agency,
                result.letter_no,
                result.letter_on,
                row.scored.points,
                row.state_words,
                "ใช้" if row.counts else "",
                row.evaluator,
                " ".join(result.notes),
            )

    def row_count(self, context: MeasurementsContext) -> int:
        return len(context.rows)


@dataclass(frozen=True, kw_only=True)
class EvidenceIndexContext(ReportContext):
    papers: tuple[IndexedPaper, ...]


@register
class EvidenceIndexReport(Report[EvidenceIndexContext]):
    identifier = "kpi-evidence-index"
    title = "ดัชนีหลักฐานตัวชี้วัด"
    description = "แฟ้มหลักฐานทุกแฟ้มของผลและกิจกรรม พร้อมผู้แนบ เวลา และค่าแฮชของแฟ้ม"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = YearForm
    landscape = True
    columns = (
        Column("ตัวชี้วัดที่", 8, places=0),
        Column("ตัวชี้วัด", 44),
        Column("หลักฐานของ", 26),
        Column("เรื่อง", 32),
        Column("แฟ้ม", 26),
        Column("ขนาด (ไบต์)", 12, places=0, on_paper=False),
        Column("ผู้แนบ", 22),
        Column("แนบเมื่อ", 18),
        Column("SHA-256", 64, on_paper=False),
    )

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> EvidenceIndexContext:
        fiscal_year = params.get("fiscal_year") or latest_year(0)
        if not fiscal_year:
            raise ReportError(NO_SCORECARD)
        return EvidenceIndexContext(
            title=f"{self.title} ปีงบประมาณ {fiscal_year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            papers=evidence_index(user, fiscal_year),
        )

    def rows(self, context: EvidenceIndexContext) -> Iterator[Row]:
        for paper in context.papers:
            yield (
                paper.number,
                paper.kpi_title,
                paper.about,
                paper.title,
                paper.file_name,
                paper.size,
                paper.by,
                format_datetime(paper.at),
                paper.sha256,
            )

    def row_count(self, context: EvidenceIndexContext) -> int:
        return len(context.papers)
